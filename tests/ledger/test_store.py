"""Opening the file, and what is said when it cannot be used."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kg.errors import LedgerError
from kg.ledger import Ledger, Policy
from kg.model import Extraction

Read = Callable[..., Extraction]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "ledger.sqlite"


def test_a_new_ledger_is_empty_and_its_owner_s_alone(path: Path, read: Read) -> None:
    with Ledger(path, create=True) as ledger:
        assert ledger.sequence() == 0
        assert set(ledger.stats().values()) == {0}
        ledger.record([read("Acme SUPPLIES Bolt")], Policy(), {})
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(
        ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"], 0o600
    )


def test_the_file_waits_for_the_disk_and_checks_references(path: Path) -> None:
    with Ledger(path, create=True) as ledger:
        settings = {
            name: ledger._db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_what_was_recorded_is_there_when_opened_again(path: Path, read: Read) -> None:
    with Ledger(path, create=True) as ledger:
        ledger.record([read("Acme SUPPLIES Bolt")], Policy(), {})
    with Ledger(path) as ledger:
        assert ledger.stats()["claims"] == 1


def test_closing_twice_does_nothing_and_a_closed_ledger_says_so(path: Path) -> None:
    ledger = Ledger(path, create=True)
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        ledger.sequence()


def test_many_may_open_a_new_ledger_at_once(path: Path) -> None:
    failed: list[Exception] = []
    start = threading.Barrier(4)

    def make() -> None:
        start.wait()
        try:
            Ledger(path, create=True).close()
        except LedgerError as err:
            failed.append(err)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Ledger(path) as ledger:
        assert ledger.sequence() == 0


@pytest.mark.parametrize("content", [None, b""])
def test_a_missing_ledger_is_not_made_unasked(path: Path, content: bytes | None) -> None:
    path.parent.mkdir()
    files = {} if content is None else {path: content}
    for file, held in files.items():
        file.write_bytes(held)
    with pytest.raises(LedgerError, match=r"no ledger at .*ledger\.sqlite; ingest"):
        Ledger(path)
    assert set(path.parent.iterdir()) == set(files)


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("not a database, but long enough to be looked at " * 20, "utf-8")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger"):
        Ledger(path, create=True)
    assert path.read_bytes() == before


def test_a_database_of_others_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE article (id)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger"):
        Ledger(path, create=True)
    assert path.read_bytes() == before


def test_a_newer_ledger_is_refused(path: Path) -> None:
    Ledger(path, create=True).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match=r"version 99.*install a newer kg"):
        Ledger(path)


def test_a_damaged_ledger_says_so(path: Path, read: Read) -> None:
    with Ledger(path, create=True) as ledger:
        ledger.record([read("Acme SUPPLIES Bolt")], Policy(), {})
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    damaged = pytest.raises(LedgerError, match="damaged; restore it from a backup")
    with damaged, Ledger(path) as ledger:
        ledger.stats()


def test_a_folder_in_the_way_says_so(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(LedgerError, match="no ledger at"):
        Ledger(path, create=True)


def test_a_file_in_place_of_the_folder_says_so(path: Path) -> None:
    path.parent.write_bytes(b"")
    with pytest.raises(LedgerError, match="check the path"):
        Ledger(path, create=True)


def test_a_locked_ledger_says_so_and_keeps_nothing(path: Path, read: Read) -> None:
    with Ledger(path, create=True) as ledger, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        ledger._db.execute("PRAGMA busy_timeout = 20")
        with pytest.raises(LedgerError, match="another process holds it"):
            ledger.record([read("Acme SUPPLIES Bolt")], Policy(), {})
        other.execute("ROLLBACK")
        assert ledger.sequence() == 0


def test_a_ledger_that_may_not_be_written_says_so(path: Path, read: Read) -> None:
    with Ledger(path, create=True) as ledger:
        ledger._db.execute("PRAGMA query_only = ON")
        with pytest.raises(LedgerError, match="may not be written; check its permissions"):
            ledger.record([read("Acme SUPPLIES Bolt")], Policy(), {})


def test_a_full_disk_says_so_and_keeps_nothing_of_the_batch(path: Path, read: Read) -> None:
    batch = [read(f"{'long ' * 900}: Acme SUPPLIES Bolt", title=f"{n}") for n in range(50)]
    with Ledger(path, create=True) as ledger:
        ledger.record(batch[:1], Policy(), {})
        (pages,) = ledger._db.execute("PRAGMA page_count").fetchone()
        ledger._db.execute(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(LedgerError, match="disk is full"):
            ledger.record(batch[1:], Policy(), {})
        ledger._db.execute("PRAGMA max_page_count = 100000")
        assert ledger.stats()["articles"] == 1
        assert ledger.record(batch, Policy(), {}).added == 49


def test_an_old_sqlite_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(LedgerError, match=r"needs 3\.37"):
        Ledger(path, create=True)
