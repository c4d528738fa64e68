"""Earlier coverage of the samples: what is found, in what order, and never from later."""

import importlib.util
import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg import config
from kg.errors import NotFound
from kg.related import Coverage, related, to_table
from kg.store import Store

ROOT = Path(__file__).parents[1]
LISTS = ROOT / "tests" / "data" / "coverage.samples.jsonl"
WIKINEWS = ROOT / "tests" / "data" / "coverage.wikinews.jsonl"
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))


def loaded(path: Path) -> Any:  # noqa: ANN401 - a script has no stubs
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


scorer = loaded(ROOT / "scripts" / "score_coverage.py")


@pytest.fixture(scope="module")
def store(samples_store: Path) -> Iterator[Store]:
    with Store(config.Settings(store=samples_store)) as opened:
        yield opened


def titles(found: Coverage) -> list[str]:
    return [piece.near.title for piece in found.pieces]


def test_an_article_is_found_by_id_address_or_key(store: Store) -> None:
    (held,) = store.ledger().find_articles("S045")
    by_key = related(store, "S045").pieces
    assert by_key
    assert related(store, held.id).pieces == by_key
    assert related(store, held.url).pieces == by_key


def test_nothing_comes_from_later_or_from_itself(store: Store) -> None:
    (held,) = store.ledger().find_articles("S048")
    found = related(store, "S048", limit=50)
    assert all(piece.near.published <= held.published for piece in found.pieces)
    assert held.id not in {piece.article for piece in found.pieces}
    earlier = related(store, "S048", as_of=date(2025, 1, 1), limit=50)
    assert all(piece.near.published <= date(2025, 1, 1) for piece in earlier.pieces)
    assert earlier.articles < found.articles


def test_copies_of_a_story_are_one_piece(store: Store) -> None:
    found = related(store, "S031", limit=50)
    chips = [
        piece
        for piece in found.pieces
        if "chip" in piece.near.title and "Tesla" in piece.near.title
    ]
    assert len(chips) == 1
    assert len(found.copies[chips[0].article]) == 1


def test_its_own_copies_are_left_out(store: Store) -> None:
    assert "Samsung to build AI6 chip for Tesla in Texas" not in titles(related(store, "S030"))


def test_a_stated_rival_is_told_as_such(store: Store) -> None:
    rows = to_table(related(store, "S049")).records()
    (robotaxis,) = [
        row for row in rows if row["title"] == "Tesla takes its robotaxis to Dallas and Houston"
    ]
    assert any("Tesla" in reason for reason in robotaxis["why"])  # type: ignore[attr-defined]


def test_every_piece_has_a_reason(store: Store) -> None:
    found = related(store, "S050", limit=50)
    assert [piece.near.title for piece in found.pieces if not piece.reasons] == []


def test_a_company_has_coverage_too(store: Store) -> None:
    found = related(store, "Tesla")
    assert "Tesla gives up its Dojo supercomputer" in titles(found)
    until = related(store, "Tesla", as_of=date(2025, 6, 30))
    assert "Tesla starts its robotaxi service in Austin" in titles(until)
    assert "Tesla gives up its Dojo supercomputer" not in titles(until)


def test_what_nothing_bears_on_has_none(store: Store) -> None:
    assert related(store, "S001").pieces == ()


def test_what_nobody_knows_is_said_for_both(store: Store) -> None:
    with pytest.raises(NotFound, match=r"no article has the id.*no Company goes by 'Stelantis'"):
        related(store, "Stelantis")


@pytest.mark.slow
def test_it_ranks_better_than_bm25(store: Store) -> None:
    lists = [json.loads(line) for line in LISTS.read_text("utf-8").splitlines()]
    reached = scorer.means(scorer.figures(store, lists))
    assert reached["kg"] >= FLOORS["coverage"]["ndcg_at_10"]
    assert reached["kg"] > max(reached["BM25, title"], reached["BM25, title and text"])


def test_there_are_thirty_lists_and_more() -> None:
    rows = [
        json.loads(line) for path in (LISTS, WIKINEWS) for line in path.read_text().splitlines()
    ]
    assert len({row["article"] for row in rows}) >= 30
    assert {grade for row in rows for grade in row["relevant"].values()} == {1, 2}


@pytest.mark.parametrize(
    ("ranked", "figure"),
    [(["a", "b"], 1.0), (["b", "a"], (1 + 3 / 1.58496) / (3 + 1 / 1.58496)), (["x"], 0.0)],
)
def test_ndcg(ranked: list[str], figure: float) -> None:
    assert scorer.ndcg(ranked, {"a": 2, "b": 1}, {}) == pytest.approx(figure, abs=1e-4)


def test_a_second_copy_neither_gains_nor_costs() -> None:
    grades = {"a": 2, "copy": 2, "b": 1}
    assert scorer.ndcg(["a", "copy", "b"], grades, {"copy": "a", "a": "a"}) == 1.0
