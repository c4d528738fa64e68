"""What the network learns from: lessons out of annotated articles."""

import importlib.util
import sys
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kg import scoring

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "data" / "samples.gold.jsonl"
TEXTS = ROOT / "kg" / "samples" / "articles.jsonl"
SYMMETRIC = {"PARTNERS_WITH", "COMPETES_WITH", "MERGES_WITH"}

pytestmark = pytest.mark.slow

Readings = list[tuple[list[Any], list[Any]]]


def loaded(path: Path) -> Any:  # noqa: ANN401 - a script has no stubs
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


script = loaded(ROOT / "scripts" / "training" / "lessons.py")


@pytest.fixture(scope="module")
def readings() -> Readings:
    return list(script.Teacher().lessons(GOLD, scoring.read_articles(TEXTS)))


@pytest.fixture(scope="module")
def given(readings: Readings) -> list[Any]:
    return [lesson for _, as_given in readings for lesson in as_given]


def test_each_article_is_read_as_found_and_as_annotated(readings: Readings) -> None:
    assert len(readings) == 50
    # An article that names one entity alone teaches nothing about pairs.
    assert sum(bool(as_found and as_given) for as_found, as_given in readings) > 45


def test_nearly_every_claim_is_taught_where_the_names_are_given(given: list[Any]) -> None:
    taught = {
        (lesson.article, name, frozenset(pair))
        for lesson in given
        for pair, held in lesson.claims.items()
        for name in held
    }
    rows = script.scoring.read_gold(GOLD, script.ontology.load())
    claims = sum(len(row.claims) for row in rows.values())
    assert len(taught) > 0.9 * claims


def test_symmetric_claims_are_taught_both_ways(given: list[Any]) -> None:
    for lesson in given:
        held = {(pair, name) for pair, names in lesson.claims.items() for name in names}
        both = {(pair, name) for pair, name in held if name in SYMMETRIC}
        assert {(pair[::-1], name) for pair, name in both} <= held


def test_kinds_are_learned_of_names_as_they_are_found(readings: Readings) -> None:
    for as_found, as_given in readings:
        assert not any(lesson.typed for lesson in as_given)
        assert all(lesson.kinds[id_] != "Theme" for lesson in as_found for id_ in lesson.typed)
    assert any(lesson.typed for as_found, _ in readings for lesson in as_found)


@pytest.mark.parametrize("seed", range(5))
def test_a_disguise_keeps_every_mention_in_its_place(given: list[Any], seed: int) -> None:
    disguise = script.Disguise(given, Random(seed))
    changed = 0
    for lesson in given:
        window = disguise.renamed(lesson).window
        changed += window.text != lesson.window.text
        start, end = window.span
        assert all(start <= m.start < m.end <= end for m in window.mentions)
        spans = sorted({(m.start, m.end) for m in window.mentions})
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert [m.entity for m in window.mentions] == [m.entity for m in lesson.window.mentions]
    assert changed > len(given) / 4


def test_wrong_marks_are_learned_to_be_put_right(given: list[Any]) -> None:
    disguise = script.Disguise(given, Random(1))
    marked = [disguise.mistyped(lesson) for lesson in given]
    assert all(one.kinds == lesson.kinds for one, lesson in zip(marked, given, strict=True))
    wrong = [one for one in marked if one.typed]
    assert 0 < len(wrong) < len(marked)
    for one in marked:
        told = {m.entity: m.kind for m in one.window.mentions}
        told |= {entity.id: entity.kind for entity in one.window.context}
        assert all(one.kinds[i] == k for i, k in told.items() if i not in one.typed)
