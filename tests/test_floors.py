"""The quality of extraction from the sample articles does not fall below its floors."""

import tomllib
from pathlib import Path

import pytest

from kg import config, ontology, scoring
from kg.nlp import Extractor, to_json

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "data" / "samples.gold.jsonl"
TEXTS = ROOT / "kg" / "samples" / "articles.jsonl"
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))
AT_LEAST: dict[str, float] = FLOORS["at_least"]
AT_MOST: dict[str, int] = FLOORS["at_most"]


@pytest.fixture(scope="module")
def report() -> scoring.Report:
    vocabulary = ontology.load()
    gold, articles = scoring.read_gold(GOLD, vocabulary), scoring.read_articles(TEXTS)
    extractor = Extractor(config.Settings(), vocabulary)
    read = extractor.extract(scoring.annotated(gold, articles))
    said = {each.article.key: scoring.said(to_json(each)) for each in read}
    return scoring.score(gold, articles, said, vocabulary, FLOORS["min_confidence"])


@pytest.fixture(scope="module")
def reached(report: scoring.Report) -> dict[str, float]:
    return {
        "company_f1": report.entities["Company"].f1,
        "product_f1": report.entities["Product"].f1,
        "claims_precision": report.claims.precision,
        "claims_recall": report.claims.recall,
        "claims_f1": report.claims.f1,
        "status_exact": report.status_exact,
        "evidence": report.evidence,
    }


@pytest.mark.slow
def test_every_figure_has_a_floor(reached: dict[str, float]) -> None:
    assert AT_LEAST.keys() == reached.keys()
    assert AT_MOST.keys() == {"baits_taken"}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "floor"), AT_LEAST.items())
def test_no_figure_is_below_its_floor(reached: dict[str, float], name: str, floor: float) -> None:
    assert reached[name] >= floor


@pytest.mark.slow
def test_no_more_baits_are_taken(report: scoring.Report) -> None:
    assert report.baits_taken <= AT_MOST["baits_taken"]


def test_the_gold_is_under_the_licence_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert FLOORS["licence"] == project["license"]
