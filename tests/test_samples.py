"""The sample articles and their gold: complete, marked as samples, and true to the ontology."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.model import Status
from kg.ontology import load

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "kg" / "samples" / "articles.jsonl"
GOLD = ROOT / "tests" / "data" / "samples.gold.jsonl"
FIELDS = {"id", "url", "title", "text", "published", "publisher", "language", "sample"}
NOTICE = "Written for this project; not news."

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def articles() -> list[Row]:
    return rows(ARTICLES)


@pytest.fixture(scope="module")
def gold() -> list[Row]:
    return rows(GOLD)


@pytest.fixture(scope="module")
def texts(articles: list[Row]) -> dict[str, str]:
    return {article["id"]: article["text"] for article in articles}


def sentences(text: str) -> set[tuple[int, int]]:
    """The spans of title and sentences; the samples hold no abbreviation that ends in a dot."""
    return {
        match.span() for match in re.finditer(r"\S(?:[^\n]*?[.?!](?=\s|$)|[^\n]*$)", text, re.M)
    }


def statements(gold: list[Row]) -> Iterator[tuple[Row, Row, str, str]]:
    """Every claim with its article's row and the kinds at its two ends."""
    for row in gold:
        kinds = {entity["key"]: entity["kind"] for entity in row["entities"]}
        for claim in row["claims"]:
            yield row, claim, kinds[claim["subject"]], kinds[claim["object"]]


def test_there_are_enough_articles_from_enough_publishers(articles: list[Row]) -> None:
    assert len(articles) >= 40
    assert len({article["publisher"] for article in articles}) >= 8


def test_every_article_has_exactly_the_fields_filled(articles: list[Row]) -> None:
    assert all(article.keys() == FIELDS for article in articles)
    assert all(isinstance(value, str) and value for row in articles for value in row.values())


def test_every_article_says_that_it_is_a_sample(articles: list[Row]) -> None:
    assert {article["sample"] for article in articles} == {NOTICE}
    assert all(article["url"].startswith("https://samples.example/") for article in articles)


def test_ids_and_addresses_are_unique(articles: list[Row]) -> None:
    assert [article["id"] for article in articles] == [
        f"S{number:03}" for number in range(1, len(articles) + 1)
    ]
    assert len({article["url"] for article in articles}) == len(articles)


def test_dates_lie_between_2023_and_2026_and_are_in_order(articles: list[Row]) -> None:
    days = [date.fromisoformat(article["published"]) for article in articles]
    assert days == sorted(days)
    assert date(2023, 1, 1) <= days[0] <= days[-1] <= date(2026, 12, 31)


def test_text_begins_with_title_and_an_empty_line(articles: list[Row]) -> None:
    assert all(article["text"].startswith(f"{article['title']}\n\n") for article in articles)


def test_bodies_are_short(articles: list[Row]) -> None:
    lengths = [len(a["text"].removeprefix(a["title"]).split()) for a in articles]
    assert 60 <= min(lengths) <= max(lengths) <= 220


def test_nobody_is_quoted(articles: list[Row]) -> None:
    assert not [article["id"] for article in articles if re.search('["“”„«»]', article["text"])]


def test_syndicated_copies_are_there(articles: list[Row]) -> None:
    openings = Counter(a["text"].removeprefix(a["title"])[:200] for a in articles)
    assert sum(count > 1 for count in openings.values()) >= 2


def test_every_article_has_one_row_of_gold(articles: list[Row], gold: list[Row]) -> None:
    assert [row["id"] for row in gold] == [article["id"] for article in articles]


def test_gold_names_occur_in_the_texts(gold: list[Row], texts: dict[str, str]) -> None:
    missing = [
        (row["id"], name)
        for row in gold
        for entity in row["entities"]
        for name in entity["names"]
        if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", texts[row["id"]])
    ]
    assert not missing
    assert all(entity["names"] for row in gold for entity in row["entities"])


def test_gold_keys_are_unique_and_known(gold: list[Row]) -> None:
    for row in gold:
        keys = [entity["key"] for entity in row["entities"]]
        ends = {c[end] for c in [*row["claims"], *row["absent"]] for end in ("subject", "object")}
        assert len(set(keys)) == len(keys)
        assert ends <= set(keys)


def test_evidence_is_whole_sentences(gold: list[Row], texts: dict[str, str]) -> None:
    for row in gold:
        whole = sentences(texts[row["id"]])
        cited = {tuple(span) for claim in row["claims"] for span in claim["evidence"]}
        assert cited <= whole, row["id"]


def test_every_claim_has_evidence_and_a_known_status(gold: list[Row]) -> None:
    claims = [claim for _, claim, _, _ in statements(gold)]
    assert all(claim["evidence"] for claim in claims)
    assert {claim["status"] for claim in claims} == {status.value for status in Status}


def test_predicates_join_the_kinds_that_the_ontology_allows(gold: list[Row]) -> None:
    predicates = load().predicates
    wrong = [
        (row["id"], claim["predicate"], subject, object_)
        for row, claim, subject, object_ in statements(gold)
        if not predicates[claim["predicate"]].joins(subject, object_)
    ]
    assert not wrong
    assert {claim["predicate"] for _, claim, _, _ in statements(gold)} == set(predicates)


def test_kinds_of_claims_are_those_of_their_predicate(gold: list[Row]) -> None:
    predicates = load().predicates
    kinds = [(c["predicate"], c["kind"]) for _, c, _, _ in statements(gold) if "kind" in c]
    assert kinds
    assert all(kind in predicates[predicate].kinds for predicate, kind in kinds)


def test_no_claim_is_annotated_twice_or_also_absent(gold: list[Row]) -> None:
    for row in gold:
        made = [(c["subject"], c["predicate"], c["object"]) for c in row["claims"]]
        absent = {(a["subject"], a["predicate"], a["object"]) for a in row["absent"]}
        assert len(set(made)) == len(made), row["id"]
        assert not absent & set(made), row["id"]


def test_every_article_has_tempting_wrong_claims_with_a_reason(gold: list[Row]) -> None:
    assert all(2 <= len(row["absent"]) <= 5 for row in gold)
    assert all(absent["why"] for row in gold for absent in row["absent"])


def test_one_article_claims_nothing(gold: list[Row]) -> None:
    assert any(not row["claims"] and row["entities"] for row in gold)
