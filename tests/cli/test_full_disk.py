"""The real command on a disk that is full: one line, exit 1, and nothing that was held is lost."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.store import LEDGER_FILE

if TYPE_CHECKING:
    from tests.conftest import Run


@pytest.fixture
def full(small_disk: Path, samples_store: Path) -> Iterator[Path]:
    """A store of the samples on a disk without space; taking away `filler` beside it gives some.

    Somebody has the ledger open to read, so that SQLite needs no new file to open it.
    """
    store = shutil.copytree(samples_store, small_disk / "own.kg")
    with closing(sqlite3.connect(store / LEDGER_FILE)) as reader:
        reader.execute("SELECT count(*) FROM article").fetchone()
        with suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as out:
            while out.write(b"0" * 4096) == 4096:
                pass
        yield store


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["rebuild"], "cannot write the graph"),
        (["ingest", "new.txt", "--date", "2026-01-02"], "ledger"),
        (["takedown", "--publisher", "Sample Motor Daily", "--reason", "asked to"], "ledger"),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else None,
)
def test_what_cannot_be_stored_is_told_and_done_later(
    run: "Run", samples_store: Path, full: Path, tmp_path: Path, words: list[str], says: str
) -> None:
    (tmp_path / "new.txt").write_text("Acme buys Bolt\n\nAcme bought Bolt.\n")
    found = run(*words, store=full)
    assert (found.returncode, found.stdout, found.stderr.count("\n")) == (1, "", 1)
    assert says in found.stderr
    (full.parent / "filler").unlink()
    before, after = (
        json.loads(run("stats", "--json", store=store).stdout) for store in (samples_store, full)
    )
    assert after == before
    assert run(*words, store=full).returncode == 0
