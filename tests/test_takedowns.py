"""A takedown tells what it changed beyond the relations."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kg import config
from kg.errors import LedgerError
from kg.graph.embedded import open_reader
from kg.store import LEDGER_FILE, Store
from kg.takedowns import takedown
from kg.watchlist import Watchlist


@pytest.fixture
def store(own_store: Path) -> Iterator[Store]:
    with Store(config.Settings(store=own_store)) as opened:
        yield opened


def told(rows: list[tuple[object, ...]], what: str) -> list[str]:
    return [str(row[1]) for row in rows if row[0] == what]


def test_postures_watches_and_briefs_that_change_are_told(store: Store) -> None:
    watch = {
        "name": "Tesla's chips",
        "company": "Tesla",
        "condition": "second_supplier",
        "opened": date(2025, 7, 1),
        "deadline": date(2025, 12, 31),
    }
    Watchlist(store).add(watch, date(2025, 7, 1))
    articles = {held.key: held for held in store.ledger().kept_texts()}
    first, copy = articles["S029"], articles["S030"]
    gone = takedown(store, article=first.id, publisher=None, reason="asked").rows
    assert told(gone, "article taken down") == [first.id]
    rows = takedown(store, article=copy.id, publisher=None, reason="asked").rows
    assert told(rows, "claims retracted") != ["0"]
    assert any(each.startswith("Tesla") for each in told(rows, "posture changed"))
    assert any(each.startswith("Tesla's chips: met") for each in told(rows, "watch changed"))
    assert any("Dojo" in each for each in told(rows, "brief changed"))
    assert told(rows, "reason") == ["asked"]


def test_what_concerns_nobody_changes_nothing(store: Store) -> None:
    (museum,) = store.ledger().find_articles("S011")
    rows = takedown(store, article=museum.id, publisher=None, reason="asked").rows
    whats = {row[0] for row in rows}
    assert not whats & {"posture changed", "watch changed", "brief changed"}


def test_a_reader_of_the_ledger_keeps_no_article_in_the_graph(store: Store) -> None:
    (museum,) = store.ledger().find_articles("S011")
    store.ledger()._db.execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(store.folder / LEDGER_FILE)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM article").fetchall()
        with pytest.raises(LedgerError, match="another process is reading"):
            takedown(store, article=museum.id, publisher=None, reason="asked")
    with closing(open_reader(store.folder)) as graph:
        found = graph.read("MATCH (a:Article {id: $id}) RETURN a.id", {"id": museum.id})
    assert found.rows == []


def test_an_article_that_was_never_held_is_refused(store: Store) -> None:
    with pytest.raises(LedgerError, match="no article has the id"):
        takedown(store, article="nowhere", publisher=None, reason="asked")
