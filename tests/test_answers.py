"""Postures through a store: takedown, order of ingestion, and the past."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg import answers, config
from kg.errors import QueryError
from kg.graph.content import digest
from kg.model import (
    Article,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Status,
    ThemeScore,
    entity_id,
)
from kg.posture import Posture
from kg.store import Store
from kg.takedowns import takedown

ACME, BOLT, COGS = (entity_id("Company", name) for name in ("Acme", "Bolt", "Cogs"))
NAMES = {ACME: "Acme", BOLT: "Bolt", COGS: "Cogs"}


def article(title: str, day: str, publisher: str, *told: tuple[str, str, str, str]) -> Extraction:
    """An article about modems whose claims are subject, predicate, object and status."""
    read = Article(title, f"{title}\n\nText.", publisher, date.fromisoformat(day))
    claims = tuple(
        Claim(
            read.id, subject, predicate, object_, Status(status), 0.9,
            (Evidence(read.id, 0, 4, f"{title} {number}."),), read.published, publisher,
            scope=("modems",),
        )
        for number, (subject, predicate, object_, status) in enumerate(told)
    )  # fmt: skip
    named = sorted({end for each in told for end in (each[0], each[2])})
    return Extraction(
        read,
        "test",
        tuple(Entity(id_, "Company", NAMES[id_]) for id_ in named),
        tuple(Mention(0, 1, "x", "Company", id_, 1.0, "exact") for id_ in named),
        claims,
        (ThemeScore("modems", 0.9),),
    )


STORY = (
    article("One", "2025-01-10", "Daily", (BOLT, "SUPPLIES", ACME, "current")),
    article("Two", "2025-02-10", "Wire", (COGS, "SUPPLIES", ACME, "current")),
    article("Three", "2025-03-10", "Sun", (BOLT, "SUPPLIES", ACME, "ended")),
    article("Four", "2025-04-10", "Post", (ACME, "OWNS", COGS, "current")),
)
LABELS = {
    "2025-01-09": "insufficient-evidence",
    "2025-01-10": "vendor-dependent",
    "2025-02-10": "multi-vendor",
    "2025-03-10": "vendor-dependent",
    "2025-04-10": "vertically-integrated",
}


def record(found: Sequence[Extraction], store: Store) -> None:
    store.ledger_to_change(create=True).record(found, store.policy(), {})
    store.project()


def kept(folder: Path, *found: Extraction) -> Store:
    store = Store(config.Settings(store=folder))
    record(found, store)
    return store


def asked(store: Store, day: str = "2025-12-31") -> Posture:
    return answers.posture(store, "Acme", "cellular modems", as_of=date.fromisoformat(day))


@pytest.mark.parametrize(("day", "label"), LABELS.items())
def test_the_posture_follows_the_story(tmp_path: Path, day: str, label: str) -> None:
    # Acme is known from the first article on; before it, nobody is.
    with kept(tmp_path / "kg", *STORY) as store:
        assert asked(store, day).label == label


def test_the_past_of_everything_is_the_past_of_a_posture(tmp_path: Path) -> None:
    for day in list(LABELS)[1:]:
        with kept(tmp_path / day, *STORY) as store:
            quick = asked(store, day)
        past = config.Settings(store=tmp_path / day, as_of=date.fromisoformat(day))
        with Store(past) as store:
            assert asked(store, day) == quick


def test_the_future_is_not_seen(tmp_path: Path) -> None:
    before, after = STORY[:2], STORY[2:]
    with kept(tmp_path / "then", *before) as then, kept(tmp_path / "now", *before, *after) as now:
        assert asked(now, "2025-02-28") == asked(then, "2025-02-28")


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 3, 0, 2)])
def test_the_order_of_ingestion_does_not_matter(tmp_path: Path, order: Sequence[int]) -> None:
    with kept(tmp_path / "a", *STORY) as one, kept(tmp_path / "b") as other:
        for place in order:
            record([STORY[place]], other)
        assert asked(other) == asked(one)


def test_a_takedown_restores_the_answer_and_a_return_the_graph(tmp_path: Path) -> None:
    with kept(tmp_path / "kg", *STORY[:1]) as store:
        before, graph = asked(store), digest(store.graph())
        record(STORY[1:], store)
        after, whole = asked(store), digest(store.graph())
        assert after != before
        for publisher in ("Wire", "Sun", "Post"):
            takedown(store, article=None, publisher=publisher, reason="test")
        assert (asked(store), digest(store.graph())) == (before, graph)
        record(STORY[1:], store)
        assert (asked(store), digest(store.graph())) == (after, whole)


def test_a_name_of_several_companies_is_asked_back(tmp_path: Path) -> None:
    found = article("One", "2025-01-10", "Daily", (BOLT, "SUPPLIES", ACME, "current"))
    twins = tuple(
        replace(each, aliases=("Twin",)) if each.id in (ACME, BOLT) else each
        for each in found.entities
    )
    with (
        kept(tmp_path / "kg", replace(found, entities=twins)) as store,
        pytest.raises(QueryError, match=r"'Twin' may be any of Bolt .*, Acme"),
    ):
        answers.posture(store, "Twin")
