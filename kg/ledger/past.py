"""The ledger as it was: what had been published by a day, and what we had recorded by one."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from kg.ledger.store import transaction, translated

# What came later counts as retracted from the first; what was retracted later was still there.
# Only one statement of an article may be live at a time, so the first comes first.
_STATEMENTS = """
    UPDATE {table} SET retracted_at = recorded_at
    WHERE recorded_at >= :after OR article IN (SELECT id FROM article WHERE published > :published);
    UPDATE {table} SET retracted_at = NULL
    WHERE recorded_at < :after AND retracted_at >= :after
        AND article IN (SELECT id FROM article WHERE published <= :published);
"""

# A judgement that came later is none.
_JUDGEMENTS = "DELETE FROM judgement WHERE recorded_at >= :after"

# As the triggers would have counted.
_LIVE_FORMS = """
    UPDATE form SET live = 0;
    UPDATE form SET live = named.times
    FROM (
        SELECT naming.form AS form, count(*) AS times
        FROM naming JOIN extraction ON extraction.id = naming.extraction
        WHERE extraction.retracted_at IS NULL
        GROUP BY naming.form
    ) AS named
    WHERE named.form = form.id;
"""


def copy(db: sqlite3.Connection, path: Path, published: date, recorded: date) -> None:
    """Write the ledger as it was to a new file: both days are the last that count, in UTC.

    What has been taken down since is there, without the words that were erased with it.

    Raises:
        LedgerError: the file cannot be written.
    """
    days = {"published": published.isoformat(), "after": _next(recorded).isoformat()}
    with translated(path), closing(sqlite3.connect(path, isolation_level=None)) as past:
        db.backup(past)
        with transaction(past, path, write=True):
            for table in ("extraction", "holding"):
                _run(past, _STATEMENTS.format(table=table), days)
            past.execute(_JUDGEMENTS, days)
            _run(past, _LIVE_FORMS, {})


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _run(db: sqlite3.Connection, statements: str, values: dict[str, str]) -> None:
    for statement in statements.split(";"):
        db.execute(statement, values)
