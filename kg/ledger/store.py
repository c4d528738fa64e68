"""The SQLite file: opening, migrating, transactions, and its errors in words."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from kg.errors import LedgerError

# "kgLG" in ASCII: marks a file as a ledger (https://sqlite.org/pragma.html#pragma_application_id).
_APPLICATION_ID = 0x6B674C47

_OLDEST = (3, 37, 0)  # STRICT tables

_BUSY_SECONDS = 30.0
_PAUSE_SECONDS = 0.02

# FULL: an acknowledged batch is on the disk, not just with the operating system. NORMAL would
# survive a killed process too, but a power cut could take back what the graph, a file of its own,
# has already followed. It costs one sync a batch.
_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
)

_REMEDIES = {
    "SQLITE_BUSY": "another process holds it; try again when that one has finished",
    "SQLITE_LOCKED": "another part of this process holds it; finish that first",
    "SQLITE_READONLY": "it may not be written; check its permissions and those of its folder",
    "SQLITE_FULL": "the disk is full; make room and run again",
    "SQLITE_NOTADB": "it is not a ledger; choose another path",
    "SQLITE_CORRUPT": "it is damaged; restore it from a backup",
    "SQLITE_CANTOPEN": "it cannot be opened; check the path and its permissions",
    "SQLITE_IOERR": "the disk cannot be read or written; check it and its free space",
}


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """An open ledger, migrated to this version.

    A new file is readable by its owner alone: it holds texts under others' copyright and shows
    what somebody looks into. SQLite gives the files beside it the same permissions.

    Raises:
        LedgerError: there is none and `create` is false, it is no ledger, of a newer version,
            damaged, locked or not to be written.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise LedgerError(
            f"SQLite is {sqlite3.sqlite_version}; the ledger needs 3.37, so use another Python"
        )
    with translated(path):
        if create:
            _make_file(path)
        if not path.is_file():
            raise LedgerError(_missing(path))
        db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            _identify(db, path, create=create)
            _log_ahead(db)
            for setting in _SETTINGS:
                db.execute(setting)
            _migrate(db, path)
        except BaseException:
            db.close()
            raise
        return db


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of SQLite and of the file system as LedgerErrors that say what to do."""
    try:
        yield
    except sqlite3.Error as err:
        code = getattr(err, "sqlite_errorname", "")
        remedy = next((_REMEDIES[known] for known in _REMEDIES if code.startswith(known)), None)
        raise LedgerError(f"ledger {path}: {remedy or 'it failed'} ({err})") from err
    except OSError as err:
        raise LedgerError(f"ledger {path}: {err}; check the path and its permissions") from err


@contextmanager
def transaction(db: sqlite3.Connection, path: Path, *, write: bool) -> Iterator[sqlite3.Connection]:
    """One view of the ledger throughout; all that is written in it is kept, or nothing."""
    with translated(path):
        db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def wipe(db: sqlite3.Connection, path: Path) -> None:
    """Leave no trace of erased words in the file or in the log beside it.

    secure_delete overwrites what is deleted, but not the copies that stay in unused parts of a
    page when rows move to another: 4 of 1,800 trial takedowns left some. So the file is written
    anew, which takes about as long as copying it twice, and twice its size in free space.

    Raises:
        LedgerError: another process is reading; the log could not be cut.
    """
    with translated(path):
        db.execute("VACUUM")
        (busy, _, _) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise LedgerError(
            f"ledger {path}: taken down, but another process is reading, so traces of the text "
            "may be left on the disk; run the takedown again when that one has finished"
        )


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _missing(path: Path) -> str:
    return f"there is no ledger at {path}; ingest articles to make one"


def _identify(db: sqlite3.Connection, path: Path, *, create: bool) -> None:
    # In this order: another process may be making the ledger, and what is there has its mark.
    (objects,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if not objects and not create:
        raise LedgerError(_missing(path))
    if objects and application != _APPLICATION_ID:
        raise LedgerError(f"{path} is a database, but not a ledger; choose another path")


def _log_ahead(db: sqlite3.Connection) -> None:
    """Keep a write-ahead log; for the change to it, SQLite does not wait for others by itself."""
    end = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as err:
            if err.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    scripts = _migrations()
    if _version(db, path, len(scripts)) == len(scripts):
        return
    with transaction(db, path, write=True):
        for script in scripts[_version(db, path, len(scripts)) :]:
            for statement in _statements(script):
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {len(scripts)}")


def _version(db: sqlite3.Connection, path: Path, newest: int) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > newest:
        raise LedgerError(
            f"ledger {path} has version {version}, this kg knows versions up to {newest}; "
            "install a newer kg"
        )
    return int(version)


def _migrations() -> list[str]:
    """The scripts by number: after the n-th, the ledger has version n."""
    folder = resources.files("kg.ledger").joinpath("migrations")
    scripts = {each.name: each for each in folder.iterdir() if each.name.endswith(".sql")}
    return [scripts[name].read_text("utf-8") for name in sorted(scripts)]


def _statements(script: str) -> Iterator[str]:
    """A script's statements one by one: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
