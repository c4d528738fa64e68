"""The ledger as it was, by what had been published and by what we had recorded."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kg.ledger import Ledger, Policy
from kg.model import Slice
from tests.ledger.conftest import extraction

Past = Callable[[date | None, date | None], Slice]


@pytest.fixture
def past(tmp_path: Path) -> Iterator[Past]:
    """What all articles said, of a ledger with a history of four days in June.

    1 June: an article of 1 January says that Bolt supplies, 2 June: one of AP of 11 January that
    this has ended; 3 June: another reader finds Cogs in the first one; 4 June: AP is taken down.
    """
    days = iter(range(1, 5))
    both = extraction("Bolt SUPPLIES Acme", "Cogs SUPPLIES Acme", title="Early")
    first = replace(both, claims=both.claims[:1])
    second = replace(both, claims=both.claims[1:], extractor="reader-2")
    end = extraction("Bolt SUPPLIES Acme ended", title="Late", publisher="AP", day=10)
    ledger = Ledger(
        tmp_path / "ledger.sqlite",
        create=True,
        clock=lambda: datetime(2025, 6, next(days), 12, tzinfo=UTC),
    )
    for each in (first, end, second):
        ledger.record([each], Policy(), {})
    ledger.takedown(publisher="AP", reason="test")

    def read(published: date | None, recorded: date | None) -> Slice:
        copy = tmp_path / f"{published} {recorded}.sqlite"
        ledger.copy_as_of(copy, published, recorded)
        with Ledger(copy) as opened:
            return opened.slice([both.article.id, end.article.id])

    yield read
    ledger.close()


def june(day: int) -> date:
    return date(2025, 6, day)


def said(found: Slice) -> list[tuple[str, str]]:
    names = {entity.id: entity.name for entity in found.entities}
    return sorted((names[claim.subject], claim.status.value) for claim in found.claims)


@pytest.mark.parametrize(
    ("published", "recorded", "claims"),
    [
        (None, None, [("Cogs", "current")]),
        (None, date(2025, 5, 31), []),
        (None, june(1), [("Bolt", "current")]),
        (None, june(2), [("Bolt", "current"), ("Bolt", "ended")]),
        (None, june(3), [("Bolt", "ended"), ("Cogs", "current")]),
        (None, june(4), [("Cogs", "current")]),
        (date(2025, 1, 10), june(2), [("Bolt", "current")]),
        (date(2025, 1, 11), june(2), [("Bolt", "current"), ("Bolt", "ended")]),
        (date(2024, 12, 31), june(2), []),
        (date(2024, 12, 31), None, []),
    ],
)
def test_what_was_known(
    past: Past, published: date | None, recorded: date | None, claims: list[tuple[str, str]]
) -> None:
    assert said(past(published, recorded)) == claims


def test_words_that_were_taken_down_since_stay_erased(past: Past) -> None:
    (late,) = (article for article in past(None, june(2)).articles if article.publisher == "AP")
    quotes = [
        each.quote
        for claim in past(None, june(3)).claims
        if claim.publisher == "AP"
        for each in claim.evidence
    ]
    assert (late.title, late.text, quotes) == ("", "", [None])


def test_names_are_counted_as_they_were(past: Past) -> None:
    assert {entity.name for entity in past(None, june(1)).entities} == {"Acme", "Bolt", "Cogs"}
    assert past(None, date(2025, 5, 31)).entities == ()
