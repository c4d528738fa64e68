"""Taking articles down: what goes, what stays, and what is said about it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from kg.errors import LedgerError
from kg.ledger import Ledger, Policy, Receipt
from kg.model import Amount, Extraction, Slice, entity_id

Read = Callable[..., Extraction]

ACME, BOLT, CORE, DYNE = (entity_id("Company", name) for name in ("Acme", "Bolt", "Core", "Dyne"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    def clock() -> datetime:
        return datetime(2025, 6, 1, 12, tzinfo=UTC)

    with Ledger(tmp_path / "ledger.sqlite", create=True, clock=clock) as opened:
        yield opened


def on_disk(ledger: Ledger) -> bytes:
    """All bytes of the ledger's file and of those beside it."""
    return b"".join(
        file.read_bytes() for file in sorted(ledger.path.parent.glob(ledger.path.name + "*"))
    )


def test_the_receipt_says_what_went(ledger: Ledger, read: Read) -> None:
    one = read("Acme SUPPLIES Bolt", "Acme ACQUIRES Core", title="a")
    two = read("Acme SUPPLIES Bolt", "Core ACQUIRES Dyne", title="b")
    other = read("Acme SUPPLIES Bolt", title="c", publisher="AP")
    ledger.record([one, two, other], Policy(), {})
    receipt = ledger.takedown(publisher="reuters", reason="licence ended")
    assert receipt == Receipt(
        articles=tuple(sorted([one.article.id, two.article.id])),
        claims_retracted=4,
        relations_gone=tuple(sorted([(ACME, "ACQUIRES", CORE), (CORE, "ACQUIRES", DYNE)])),
        relations_weakened=((ACME, "SUPPLIES", BOLT),),
        entities_gone=tuple(sorted([("Company", CORE), ("Company", DYNE)])),
        reason="licence ended",
        when="2025-06-01T12:00:00+00:00",
    )
    assert [a.id for part in ledger.whole() for a in part.articles] == [other.article.id]


def test_the_graph_is_told_to_remove_it(ledger: Ledger, read: Read) -> None:
    told = read("Acme SUPPLIES Bolt", title="a", themes=("battery cells",))
    other = read("Acme SUPPLIES Core", title="b")
    ledger.record([told, other], Policy(), {})
    before = ledger.sequence()
    ledger.takedown(article=told.article.id, reason="asked to")
    assert ledger.changed_since(before) == [told.article.id]
    theme = (entity_id("Theme", "battery cells"), "Theme")
    assert ledger.slice([told.article.id]) == Slice(
        entities=tuple(each for each in told.entities if each.id == ACME),
        claims_by_triple={(ACME, "SUPPLIES", BOLT): ()},
        gone_articles=(told.article.id,),
        gone_entities=((BOLT, "Company"), theme),
        gone_claims=(told.claims[0].id,),
    )


def test_no_word_of_it_is_left_on_the_disk(ledger: Ledger, read: Read) -> None:
    def secretive(word: str) -> Extraction:
        return read(
            f"{word} sentence {'and more ' * 900}: Acme SUPPLIES Bolt",
            title=f"{word} title",
            role=f"{word} role",
            amount=Amount(1.0, "EUR", f"{word} amount"),
            notes=(f"{word} note",),
        )

    gone, kept = secretive("vanishing"), secretive("lasting")
    ledger.record([gone, kept], Policy(), {})
    ledger.record([replace(gone, extractor="reader-2")], Policy(), {})
    assert b"vanishing" in on_disk(ledger)
    ledger.takedown(article=gone.article.id, reason="asked to")
    left = on_disk(ledger)
    assert b"vanishing" not in left
    assert all(f"lasting {word}".encode() in left for word in ("sentence", "title", "role", "note"))


def test_no_word_is_left_in_rows_that_moved(ledger: Ledger, read: Read) -> None:
    """Takedowns make SQLite move rows between pages, which leaves copies in unused space."""
    random = Random(12)
    told = [
        read(
            f"{'x' * random.choice([1, 30, 100, 300, 900, 2500])}: Acme SUPPLIES Bolt",
            title=f"word{n:04}",
        )
        for n in range(100)
    ]
    ledger.record(told, Policy(), {})
    gone = random.sample(told, 66)
    for each in gone:
        ledger.takedown(article=each.article.id, reason="asked to")
    left = on_disk(ledger)
    assert [e.article.title for e in gone if e.article.title.encode() in left] == []


def test_a_tombstone_stays(ledger: Ledger, read: Read) -> None:
    told = read("Acme SUPPLIES Bolt", url="https://news.example/1", day=3)
    ledger.record([told], Policy(), {})
    ledger.takedown(article="https://news.example/1", reason="asked to")
    with closing(sqlite3.connect(ledger.path)) as db:
        tombstone = db.execute(
            "SELECT article.key, url, name, published, length(text_sha256)"
            " FROM article JOIN publisher ON publisher.id = publisher"
        ).fetchall()
    assert tombstone == [(told.article.id, "https://news.example/1", "Reuters", "2025-01-04", 32)]
    assert ledger.find_articles(told.article.id) == []
    assert not ledger.holds(told.article.id, "reader-1")
    assert ledger.stats()["taken_down"] == 1


def test_taking_down_twice_is_harmless(ledger: Ledger, read: Read) -> None:
    told = read("Acme SUPPLIES Bolt")
    ledger.record([told], Policy(), {})
    ledger.takedown(article=told.article.id, reason="asked to")
    sequence = ledger.sequence()
    again = ledger.takedown(article=told.article.id, reason="asked again")
    assert (again.articles, again.claims_retracted, again.relations_gone) == ((), 0, ())
    assert ledger.sequence() == sequence


def test_what_is_recorded_again_is_back(ledger: Ledger, read: Read) -> None:
    told = read("Acme SUPPLIES Bolt", title="a", role="supplier")
    ledger.record([told, read("Acme ACQUIRES Core", title="b")], Policy(), {})
    before = ledger.slice([told.article.id])
    ledger.takedown(article=told.article.id, reason="asked to")
    assert ledger.record([told], Policy(), {}).added == 1
    assert ledger.slice([told.article.id]) == before
    assert ledger.stats()["taken_down"] == 0


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ({"article": "article-0"}, "no article has the id or address 'article-0'"),
        ({"publisher": "Rueters"}, "named 'Rueters'; did you mean 'Reuters'?"),
        ({"publisher": "Nobody"}, "named 'Nobody'$"),
        ({"publisher": ""}, "named ''$"),
        ({}, "either an article or a publisher"),
        ({"article": "article-0", "publisher": "Reuters"}, "either an article or a publisher"),
    ],
)
def test_what_was_never_held_cannot_be_taken_down(
    ledger: Ledger, read: Read, named: dict[str, str], problem: str
) -> None:
    ledger.record([read("Acme SUPPLIES Bolt")], Policy(), {})
    with pytest.raises(LedgerError, match=problem.replace("?", r"\?")):
        ledger.takedown(**named, reason="asked to")
    assert ledger.stats()["articles"] == 1


def test_a_reader_in_the_way_is_named_and_a_second_takedown_wipes(
    ledger: Ledger, read: Read
) -> None:
    told = read("vanishing words: Acme SUPPLIES Bolt")
    ledger.record([told], Policy(), {})
    ledger._db.execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(ledger.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM article").fetchall()
        with pytest.raises(LedgerError, match="another process is reading"):
            ledger.takedown(article=told.article.id, reason="asked to")
    assert [a.id for part in ledger.whole() for a in part.articles] == []
    ledger.takedown(article=told.article.id, reason="asked to")
    assert b"vanishing" not in on_disk(ledger)
