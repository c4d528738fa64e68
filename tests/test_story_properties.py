"""What holds of every story told by made-up articles: its posture, its graph, and their past."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.config import Settings
from kg.errors import NotFound
from kg.graph.content import digest
from kg.model import Extraction
from kg.posture import Posture
from kg.store import Store
from tests.test_answers import ACME, BOLT, COGS, article, asked, record

FIRST = date(2025, 1, 10)
LAST = "2025-12-31"
PREDICATES = ("SUPPLIES", "PARTNERS_WITH", "OWNS", "ACQUIRES", "LICENSES_TO")
STATUSES = ("current", "planned", "rumoured", "ended", "denied")

claims = st.tuples(
    st.permutations((ACME, BOLT, COGS)), st.sampled_from(PREDICATES), st.sampled_from(STATUSES)
)


def told(ends: Sequence[str], predicate: str, status: str) -> tuple[str, str, str, str]:
    first, second = sorted(ends[:2]) if predicate == "PARTNERS_WITH" else ends[:2]
    return first, predicate, second, status


@st.composite
def stories(draw: st.DrawFn) -> list[Extraction]:
    """Some articles of up to three publishers over ten days; the first makes Acme known."""
    said = draw(st.lists(st.lists(claims, min_size=1, max_size=3), min_size=1, max_size=5))
    first = article("First", FIRST.isoformat(), "Daily", (BOLT, "SUPPLIES", ACME, "current"))
    return [first] + [
        article(
            f"Article {number}",
            (FIRST + timedelta(draw(st.integers(0, 9)))).isoformat(),
            draw(st.sampled_from(("Daily", "Wire", "Sun"))),
            *{(t[0], t[1], t[2]): t for t in (told(*claim) for claim in each)}.values(),
        )
        for number, each in enumerate(said)
    ]


some = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
pytestmark = pytest.mark.slow


class World:
    """A store in a folder of its own, and what it answers about Acme's modems."""

    def __init__(self, articles: Sequence[Extraction]) -> None:
        self._folder = TemporaryDirectory()
        self.store = Store(Settings(store=Path(self._folder.name) / "kg"))
        record(articles, self.store)

    def __enter__(self) -> "World":
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()
        self._folder.cleanup()

    def state(self, day: str = LAST) -> tuple[Posture | None, str]:
        return posture(self.store, day), digest(self.store.graph())

    def take_down(self, articles: Sequence[Extraction]) -> None:
        for each in articles:
            self.store.ledger_to_change().takedown(article=each.article.id, reason="test")
        self.store.project()


def posture(store: Store, day: str) -> Posture | None:
    try:
        return asked(store, day)
    except NotFound:
        return None


@some
@given(stories(), st.data())
def test_neither_the_order_of_ingestion_nor_its_parts_matter(
    story: list[Extraction], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(story))
    cut = data.draw(st.integers(0, len(story)))
    with World(story) as one, World(shuffled[:cut]) as other:
        record(shuffled[cut:], other.store)
        assert other.state() == one.state()


@some
@given(stories(), st.data())
def test_what_is_taken_down_was_never_there_and_comes_back_whole(
    story: list[Extraction], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(story))
    count = data.draw(st.integers(1, len(story)))
    gone, left = order[:count], order[count:]
    with World(story) as world, World(left) as without:
        before = world.state()
        world.take_down(gone)
        assert world.state() == without.state()
        record(gone, world.store)
        assert world.state() == before


@some
@given(stories(), st.integers(0, 9))
def test_a_day_does_not_see_the_next(story: list[Extraction], days: int) -> None:
    day = FIRST + timedelta(days)
    before = [each for each in story if each.article.published <= day]
    with World(story) as now, World(before) as then:
        expected = then.state(day.isoformat())
        assert asked(now.store, day.isoformat()) == expected[0]
        with Store(replace(now.store.settings, as_of=day)) as past:
            assert (asked(past, day.isoformat()), digest(past.graph())) == expected
