"""What is recorded, when, and what is asked back one by one."""

import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kg.errors import LedgerError
from kg.ledger import Ledger, Policy, Recorded
from kg.ledger.policy import KeepText, Rule
from kg.model import Channel, Entity, Extraction, Mention, Refused

Read = Callable[..., Extraction]

NEVER = Policy(Rule(keep_text=KeepText.NEVER, quote_characters=0))


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = datetime(2025, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_a_day(self) -> None:
        self.now += timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite", create=True, clock=clock) as opened:
        yield opened


def rows(ledger: Ledger, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(ledger.path)) as db:
        return db.execute(statement).fetchall()


def test_recording_twice_is_recording_once(ledger: Ledger, read: Read) -> None:
    batch = [read("Acme SUPPLIES Bolt", title="a"), read("Acme ACQUIRES Core", title="b")]
    assert ledger.record(batch, Policy(), {}) == Recorded(2, 0, 0, 2, 2)
    before = ledger.stats()
    assert ledger.record([*batch, batch[0]], Policy(), {}) == Recorded(0, 0, 3, 0, 2)
    assert ledger.stats() == before


def test_another_extractor_replaces_what_was_read_before(ledger: Ledger, read: Read) -> None:
    old = read("Acme SUPPLIES Bolt", "Acme ACQUIRES Core")
    new = replace(old, extractor="reader-2", claims=old.claims[:1])
    ledger.record([old], Policy(), {})
    assert ledger.record([new], Policy(), {}) == Recorded(0, 1, 0, 1, 2)
    article = old.article.id
    assert [ledger.holds(article, e) for e in ("reader-1", "reader-2")] == [False, True]
    assert ledger.stats()["claims"] == 1
    assert ledger.slice([article]).gone_claims == (old.claims[1].id,)


def test_both_times_are_kept(ledger: Ledger, clock: Clock, read: Read) -> None:
    told = read("Acme SUPPLIES Bolt", day=3)
    ledger.record([told], Policy(), {})
    clock.pass_a_day()
    ledger.record([replace(told, extractor="reader-2")], Policy(), {})
    clock.pass_a_day()
    ledger.takedown(article=told.article.id, reason="asked to")
    clock.pass_a_day()
    ledger.record([told], Policy(), {})
    days = [f"2025-06-0{day}T12:00:00+00:00" for day in range(1, 5)]
    assert rows(ledger, "SELECT published FROM article") == [("2025-01-04",)]
    assert rows(ledger, "SELECT extractor, recorded_at, retracted_at FROM extraction") == [
        ("reader-1", days[0], days[1]),
        ("reader-2", days[1], days[2]),
        ("reader-1", days[3], None),
    ]
    assert rows(ledger, "SELECT recorded_at, retracted_at, reason FROM holding") == [
        (days[0], days[2], "asked to"),
        (days[3], None, ""),
    ]


def test_a_batch_is_recorded_whole_or_not_at_all(ledger: Ledger, read: Read) -> None:
    good, bad = read("Acme SUPPLIES Bolt", title="a"), read("Acme ACQUIRES Core", title="b")
    with pytest.raises(LedgerError, match="does not list"):
        ledger.record([good, replace(bad, entities=())], Policy(), {})
    assert set(ledger.stats().values()) == {0}
    assert ledger.sequence() == 0


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda e: replace(e, entities=e.entities[:1]), "which it does not list"),
        (lambda e: replace(e, claims=e.claims * 2), "makes one claim twice"),
        (
            lambda e: replace(e, claims=(replace(e.claims[0], article="article-0"),)),
            "but stands in article-",
        ),
        (
            lambda e: replace(e, claims=(replace(e.claims[0], publisher="AP"),)),
            "but stands in article-",
        ),
        (
            lambda e: replace(e, claims=(replace(e.claims[0], speaker="person-0"),)),
            "'person-0', which it does not list",
        ),
        (
            lambda e: replace(e, mentions=(Mention(0, 4, "News", "Product", "", 0.5, "nil"),)),
            "refers to '', which it does not list",
        ),
        (
            lambda e: replace(e, entities=(*e.entities, Entity(e.entities[0].id, "Person", "A"))),
            "an id has one kind",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(
    ledger: Ledger, read: Read, spoil: Callable[[Extraction], Extraction], problem: str
) -> None:
    with pytest.raises(LedgerError, match=problem):
        ledger.record([spoil(read("Acme SUPPLIES Bolt"))], Policy(), {})


def test_hostile_text_is_kept_as_it_is(ledger: Ledger, read: Read) -> None:
    hostile = '\'); DROP TABLE claim; -- \x00 "x" ? :a <script>'
    told = read(f"{hostile}: Acme SUPPLIES Bolt", title=hostile, publisher=hostile)
    ledger.record([told], Policy(), {})
    found = ledger.slice([told.article.id])
    assert (found.articles[0].title, found.articles[0].publisher) == (hostile, hostile)
    assert found.claims == told.claims


def test_the_journal_names_changed_articles_once_in_order(ledger: Ledger, read: Read) -> None:
    a, b, c = (read("Acme SUPPLIES Bolt", title=title) for title in "abc")
    ledger.record([b, a], Policy(), {})
    start = ledger.sequence()
    ledger.record([c], Policy(), {})
    ledger.record([replace(b, extractor="reader-2"), a], Policy(), {})
    ledger.takedown(article=c.article.id, reason="asked to")
    assert ledger.changed_since(0) == [b.article.id, a.article.id, c.article.id]
    assert ledger.changed_since(start) == [c.article.id, b.article.id]
    assert ledger.changed_since(ledger.sequence()) == []


def test_live_articles_are_listed_by_id(ledger: Ledger, read: Read) -> None:
    told = [read("Acme SUPPLIES Bolt", title=f"{n}") for n in range(250)]
    ledger.record(told, Policy(), {})
    ledger.takedown(article=told[0].article.id, reason="asked to")
    ids = sorted(each.article.id for each in told[1:])
    assert [a.id for part in ledger.whole() for a in part.articles] == ids
    assert [article.id for article in ledger.kept_texts()] == ids


def test_kept_texts_can_be_read_anew_while_recording(ledger: Ledger, read: Read) -> None:
    told = [read("Acme SUPPLIES Bolt", title=f"{n}") for n in range(250)]
    ledger.record(told, Policy(), {})
    for article in ledger.kept_texts():
        ledger.record([Extraction(article, "reader-2")], Policy(), {})
    assert all(ledger.holds(each.article.id, "reader-2") for each in told)
    assert ledger.stats()["articles"] == 250


def test_a_text_is_kept_where_the_policy_allows(ledger: Ledger, read: Read) -> None:
    file, page = (
        read("Acme SUPPLIES Bolt", title=channel, channel=channel)
        for channel in (Channel.FILE, Channel.PAGE)
    )
    ledger.record([file, page], Policy(), {})
    assert [article.text for article in ledger.kept_texts()] == [file.article.text]
    assert [e.quote for c in ledger.slice([page.article.id]).claims for e in c.evidence] == [
        "Acme SUPPLIES Bolt"
    ]


def test_a_stricter_policy_erases_a_text_when_it_is_read_anew(ledger: Ledger, read: Read) -> None:
    told = read("Acme SUPPLIES Bolt")
    ledger.record([told], Policy(), {})
    ledger.record([replace(told, extractor="reader-2")], NEVER, {})
    assert list(ledger.kept_texts()) == []
    assert [e.quote for c in ledger.slice([told.article.id]).claims for e in c.evidence] == [None]


def test_an_article_whose_text_is_not_kept_keeps_its_id(ledger: Ledger, read: Read) -> None:
    told = read("Acme SUPPLIES Bolt", url="https://news.example/1")
    ledger.record([told], NEVER, {})
    (found,) = ledger.find_articles(told.article.id)
    assert (found.id, found.text, found.title) == (told.article.id, "", "News")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


def test_articles_are_found_by_id_address_and_key(ledger: Ledger, read: Read) -> None:
    one = read("Acme SUPPLIES Bolt", title="a", url="https://news.example/1")
    two = read("Acme SUPPLIES Bolt", title="b", url="https://news.example/1")
    ledger.record([one, two], Policy(), {})

    def found(reference: str) -> set[str]:
        return {article.title for article in ledger.find_articles(reference)}

    assert found(one.article.id) == {"a"}
    assert found("https://news.example/1") == {"a", "b"}
    assert found("key of b") == {"b"}
    assert found("") == set()


def test_a_refusal_is_noted_once(ledger: Ledger) -> None:
    first, second = Refused("a.jsonl", 2, "no date"), Refused("a.jsonl", 1, "no text")
    assert ledger.refuse([first, second, first]) == 2
    assert ledger.refuse([second, replace(second, line=3)]) == 1
    assert ledger.refusals() == [second, first, replace(second, line=3)]
    assert ledger.refuse([]) == 0
