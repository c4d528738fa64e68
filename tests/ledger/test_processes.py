"""Processes that are killed while they record, or record at the same time."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kg.ledger import Ledger

ROOT = Path(__file__).parents[2]

# Arguments: the ledger's path, what to do, the publisher, how many batches.
CHILD = """
import os
import signal
import sys
from datetime import date
from pathlib import Path

from kg.ledger import Ledger, Policy, Signature
from kg.model import Article, Claim, Entity, Evidence, Extraction, Mention, Status, entity_id

IDS = [entity_id("Company", name) for name in ("Acme", "Bolt")]
ENTITIES = tuple(Entity(key, "Company", key) for key in IDS)


def told(number, publisher):
    text = f"Article {number}\\n\\n" + "Acme supplies Bolt. " * 100
    article = Article(f"Article {number}", text, publisher, date(2025, 1, 1))
    key = article.id
    evidence = (Evidence(key, 10, 29, "Acme supplies Bolt."),)
    claim = Claim(key, IDS[0], "SUPPLIES", IDS[1], Status.CURRENT, 0.6, evidence,
                  article.published, publisher)
    mentions = tuple(Mention(n, n + 4, "Acme", "Company", IDS[0], 1.0, "exact") for n in range(50))
    return Extraction(article, "reader-1", ENTITIES, mentions, (claim,))


def killed(first, second):
    os.kill(os.getpid(), signal.SIGKILL)


def main(path, what, publisher, batches):
    with Ledger(Path(path), create=True) as ledger:
        for batch in range(int(batches)):
            extractions = [told(batch * 20 + n, publisher) for n in range(20)]
            ledger.record(extractions, Policy(), {})
            print(ledger.sequence(), flush=True)
        if what == "die":
            extractions = [told(10_000 + n, publisher) for n in range(1_000)]
            copies = [extractions[0].article.id, extractions[-1].article.id]
            signatures = {key: Signature(key.encode(), ("all",)) for key in copies}
            ledger.record(extractions, Policy(), signatures, killed)


main(*sys.argv[1:])
"""


def child(path: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(path), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def assert_whole(path: Path, articles: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    with Ledger(path) as ledger:
        stats = ledger.stats()
    counted = (stats["articles"], stats["claims"], stats["mentions"], stats["texts_kept"])
    assert counted == (articles, articles, articles * 50, articles)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def test_nothing_is_left_of_a_batch_whose_process_was_killed(path: Path) -> None:
    with child(path, "die", "Reuters", "2") as process:
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert_whole(path, 40)


def test_what_was_acknowledged_outlasts_a_kill_at_any_moment(path: Path) -> None:
    with child(path, "record", "Reuters", "1000") as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(5)][-1]
        process.kill()
    with Ledger(path) as ledger:
        sequence = ledger.sequence()
    assert sequence >= acknowledged == 100
    assert sequence % 20 == 0
    assert_whole(path, sequence)


def test_two_processes_may_record_at_once(path: Path) -> None:
    writers = [child(path, "record", publisher, "10") for publisher in ("AP", "Reuters", "AP")]
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert_whole(path, 400)
