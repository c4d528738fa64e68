"""Articles to graph in this process: what is counted, kept, passed over and refused."""

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from kg import config, ingest, samples
from kg.errors import ConfigError, LedgerError
from kg.graph.content import digest
from kg.model import Extraction, Refused
from kg.nlp import Extractor
from kg.store import LEDGER_FILE, Store

TEXT = "Halden Motors buys chips\n\nHalden Motors buys chips from Quillon Chips, which supplies it."
ARTICLE = {"text": TEXT, "published": "2025-03-01", "publisher": "Sample Wire", "language": "en"}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    """One for all tests here, because loading one takes seconds."""
    settings = config.Settings()
    return Extractor(settings, Store(settings).ontology)


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch, extractor: Extractor) -> None:
    monkeypatch.setattr(ingest, "Extractor", lambda _settings, _ontology: extractor)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(config.Settings(store=tmp_path / "news.kg")) as opened:
        yield opened


@pytest.fixture
def lines() -> list[str]:
    return Path(ingest.sample_articles()).read_text("utf-8").splitlines()


def written(path: Path, *rows: Mapping[str, object] | str) -> str:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text(text, "utf-8")
    return str(path)


def digest_of(folder: Path) -> str:
    with Store(config.Settings(store=folder)) as opened:
        return digest(opened.graph())


@pytest.mark.slow
@pytest.mark.parametrize("batches", [1, 2, 5])
def test_order_and_batches_make_no_difference(
    store: Store, lines: list[str], samples_store: Path, tmp_path: Path, batches: int
) -> None:
    lines.reverse()
    for batch in range(batches):
        source = written(tmp_path / f"{batch}.jsonl", *lines[batch::batches])
        ingest.ingest([source], store)
    assert digest(store.graph()) == digest_of(samples_store)


def test_a_second_run_adds_nothing(own_store: Path, samples_store: Path) -> None:
    with Store(config.Settings(store=own_store)) as store:
        report = ingest.ingest([ingest.sample_articles()], store)
    assert (report.added, report.known, report.claims, report.articles) == (0, 50, 0, 50)
    assert digest_of(own_store) == digest_of(samples_store)


def test_the_same_article_twice_in_one_run_counts_once(store: Store, tmp_path: Path) -> None:
    report = ingest.ingest([written(tmp_path / "twice.jsonl", ARTICLE, ARTICLE)], store)
    assert (report.added, report.known) == (1, 1)


def test_all_that_is_refused_is_kept_and_ten_are_examples(store: Store, tmp_path: Path) -> None:
    report = ingest.ingest([written(tmp_path / "bad.jsonl", *["{"] * 600, ARTICLE)], store)
    assert (report.added, report.refused, len(report.examples)) == (1, 600, 10)
    assert {each.line for each in store.ledger().refusals()} == set(range(1, 601))


def test_defaults_serve_what_states_none(store: Store, tmp_path: Path) -> None:
    source = written(tmp_path / "plain.txt", TEXT)
    day = date(2025, 3, 1)
    ingest.ingest([source], store, default_date=day, default_publisher="Sample Wire")
    (held,) = store.ledger().kept_texts()
    assert (held.published, held.publisher) == (day, "Sample Wire")


def test_progress_counts_the_articles_recorded(store: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    source = written(tmp_path / "one.jsonl", ARTICLE)
    ingest.ingest([source], store, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 0)]


@pytest.mark.slow
def test_what_is_cut_is_noted(store: Store, tmp_path: Path) -> None:
    endless = {**ARTICLE, "text": "Halden Motors sells " + "cars and " * 200_000}
    report = ingest.ingest([written(tmp_path / "endless.jsonl", endless)], store)
    assert [count for _, count in report.notes] == [1]


def test_a_publisher_whose_articles_are_refused(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[publisher."Sample Wire"]\nrefuse = true\n')
    settings = config.Settings(store=tmp_path / "news.kg", publishers=policy)
    source = written(tmp_path / "two.jsonl", {**ARTICLE, "id": "a"}, {**ARTICLE, "publisher": "X"})
    with Store(settings) as store:
        report = ingest.ingest([source], store)
        (refused,) = store.ledger().refusals()
    assert (report.added, report.refused) == (1, 1)
    assert (refused.source, "policy refuses" in refused.reason) == ("a", True)


def test_a_newer_extractor_reads_anew(
    store: Store, tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest.ingest([written(tmp_path / "one.jsonl", ARTICLE)], store)
    before = digest(store.graph())
    newer = copy.copy(extractor)
    newer.version = "another"
    monkeypatch.setattr(ingest, "Extractor", lambda _settings, _ontology: newer)
    assert ingest.extract_again(store).replaced == 1
    assert ingest.extract_again(store).known == 1
    assert digest(store.graph()) == before


def test_reading_again_needs_a_ledger_and_makes_none(store: Store) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        ingest.extract_again(store)
    assert not store.folder.exists()


def test_a_wrong_policy_stops_before_anything_is_made(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[default]\nkeep_text = 3\n")
    settings = config.Settings(store=tmp_path / "news.kg", publishers=policy)
    with Store(settings) as store, pytest.raises(ConfigError, match="keep_text"):
        ingest.ingest([ingest.sample_articles()], store)
    assert not (tmp_path / "news.kg").exists()


def test_extractions_give_each_article_in_order_and_what_is_refused(
    store: Store, tmp_path: Path
) -> None:
    other = {**ARTICLE, "id": "second"}
    source = written(tmp_path / "mixed.jsonl", {**ARTICLE, "id": "first"}, "{", other)
    found = list(ingest.extractions([source], store))
    articles = [each.article.key for each in found if isinstance(each, Extraction)]
    assert articles == ["first", "second"]
    assert [each.line for each in found if isinstance(each, Refused)] == [2]
    assert not (store.folder / LEDGER_FILE).exists()


def test_the_samples_are_a_source() -> None:
    assert Path(ingest.sample_articles()) == Path(samples.__path__[0]) / "articles.jsonl"
