"""Keeping watches, and the changes of their states."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from kg.errors import LedgerError
from kg.ledger.records import HeldWatch, WatchChange

_ADD = """
    INSERT INTO watch (key, definition, recorded_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
"""

_WITHDRAW = """
    UPDATE watch SET withdrawn = ?, reason = ? WHERE key = ? AND withdrawn IS NULL
"""

_WATCHES = "SELECT key, definition, withdrawn, reason FROM watch ORDER BY id"

_CHANGES = """
    SELECT watch.key, watch_change.state, watch_change.day, watch_change.evidence,
        watch_change.recorded_at
    FROM watch_change JOIN watch ON watch.id = watch_change.watch
    ORDER BY watch_change.id
"""

_NOTE = """
    INSERT INTO watch_change (watch, state, day, evidence, recorded_at)
    SELECT id, ?2, ?3, ?4, ?5 FROM watch WHERE key = ?1
"""


def add(db: sqlite3.Connection, key: str, definition: Mapping[str, str], now: str) -> bool:
    """Keep a watch; whether it was not kept before."""
    return db.execute(_ADD, (key, json.dumps(definition), now)).rowcount == 1


def withdraw(db: sqlite3.Connection, key: str, day: date, reason: str) -> None:
    """Let a watch end on that day.

    Raises:
        LedgerError: there is no such watch, or it was withdrawn before.
    """
    if db.execute(_WITHDRAW, (day.isoformat(), reason, key)).rowcount != 1:
        raise LedgerError(f"no watch {key!r} is open to be withdrawn; kg watch list shows them")


def watches(db: sqlite3.Connection) -> list[HeldWatch]:
    """All watches in the order in which they came."""
    return [
        HeldWatch(key, json.loads(definition), left and date.fromisoformat(left), reason)
        for key, definition, left, reason in db.execute(_WATCHES)
    ]


def changes(db: sqlite3.Connection) -> list[WatchChange]:
    """All changes that checks have seen, the oldest first."""
    return [
        WatchChange(key, state, date.fromisoformat(day), tuple(json.loads(evidence)), when)
        for key, state, day, evidence, when in db.execute(_CHANGES)
    ]


def note(db: sqlite3.Connection, seen: Iterable[WatchChange], now: str) -> None:
    """Append changes, recorded now."""
    rows = [
        (each.watch, each.state, each.day.isoformat(), json.dumps(each.evidence), now)
        for each in seen
    ]
    db.executemany(_NOTE, rows)
