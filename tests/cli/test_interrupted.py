"""Runs that are killed or interrupted at chosen moments, and the runs that follow them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import answers, config, ingest
from kg.nlp import Extractor
from kg.store import Store
from tests.conftest import HANGS

# kg, but it sends itself a signal when a function is called for the n-th time.
# Arguments: module, name in it, n, signal, articles a batch, then those of kg.
DRIVER = """
import importlib
import itertools
import os
import signal
import sys

from kg import ingest
from kg.cli import main
from kg.graph import embedded

embedded._LITTLE = 0
module, path, count, sent, batch, *arguments = sys.argv[1:]
*owners, name = path.split(".")
owner = importlib.import_module(module)
for each in owners:
    owner = getattr(owner, each)
called = getattr(owner, name)
calls = itertools.count(1)


def watched(*args, **kwargs):
    if next(calls) == int(count):
        os.kill(os.getpid(), signal.Signals[sent])
    return called(*args, **kwargs)


setattr(owner, name, watched)
ingest._ARTICLES_A_BATCH = int(batch)
sys.argv = ["kg", *arguments]
main()
"""

Stopped = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def stopped(tmp_path: Path, clean_environment: dict[str, str]) -> Stopped:
    """kg, stopped by a signal at the n-th call of a function."""

    def stopping(
        module: str, name: str, count: int, sent: str, *words: object
    ) -> subprocess.CompletedProcess[str]:
        driver = [sys.executable, "-c", DRIVER, module, name, str(count), sent, "16"]
        return subprocess.run(
            [*driver, *map(str, words)],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=clean_environment,
            timeout=HANGS,
            check=False,
        )

    return stopping


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    settings = config.Settings()
    return Extractor(settings, Store(settings).ontology)


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch, extractor: Extractor) -> None:
    """One extractor for the runs in this process, because loading one takes seconds."""
    monkeypatch.setattr(ingest, "Extractor", lambda _settings, _ontology: extractor)


def held(folder: Path) -> dict[str, object]:
    with Store(config.Settings(store=folder)) as store:
        return answers.stats(store)


def ingest_samples(folder: Path) -> ingest.Report:
    with Store(config.Settings(store=folder)) as store:
        return ingest.ingest([ingest.sample_articles()], store)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "name", "count", "kept"),
    [
        ("kg.nlp.pipeline", "prepare", 40, 32),
        ("kg.ledger.ledger", "write", 20, 16),
        ("kg.store", "Store.project", 1, 50),
    ],
)
def test_a_killed_run_is_finished_by_the_next(
    stopped: Stopped,
    tmp_path: Path,
    samples_store: Path,
    module: str,
    name: str,
    count: int,
    kept: int,
) -> None:
    store = tmp_path / "killed.kg"
    killed = stopped(module, name, count, "SIGKILL", "--store", store, "ingest", "--samples")
    assert killed.returncode == -9, killed.stderr
    assert held(store)["ledger: articles"] == kept
    report = ingest_samples(store)
    assert (report.added, report.known) == (50 - kept, kept)
    assert held(store) == held(samples_store)


@pytest.mark.parametrize(
    ("module", "name", "count", "sent"),
    [
        ("kg.graph.loading", "load", 1, "SIGKILL"),
        ("kg.graph.loading", "_frame", 9, "SIGKILL"),
        ("kg.graph.loading", "_frame", 9, "SIGINT"),
        ("pathlib", "Path.replace", 1, "SIGKILL"),
        ("kg.graph.embedded", "_session", 2, "SIGKILL"),
    ],
)
def test_a_graph_whose_making_was_stopped_is_finished_by_the_next_question(
    stopped: Stopped,
    own_store: Path,
    samples_store: Path,
    module: str,
    name: str,
    count: int,
    sent: str,
) -> None:
    ended = stopped(module, name, count, sent, "--store", own_store, "rebuild")
    assert ended.returncode == {"SIGKILL": -9, "SIGINT": 130}[sent], ended.stderr
    assert held(own_store) == held(samples_store)


def test_a_takedown_killed_before_the_graph_followed_is_finished_by_the_next_question(
    stopped: Stopped, own_store: Path
) -> None:
    words = ["--store", own_store, "takedown", "--publisher", "Sample Motor Daily"]
    moment = ("kg.graph.embedded", "EmbeddedGraph.write", 1)
    ended = stopped(*moment, "SIGKILL", *words, "--reason", "asked to")
    assert ended.returncode == -9
    with Store(config.Settings(store=own_store)) as store:
        (publishers,) = answers.query(store, PUBLISHERS, {}).rows
        after = answers.stats(store)
        store.rebuild()
        assert answers.stats(store) == after
    assert "Sample Motor Daily" not in publishers[0]  # type: ignore[operator]


PUBLISHERS = "MATCH (:Article)-[:PUBLISHED_BY]->(p:Publisher) RETURN collect(p.name) AS names"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "name", "count", "kept"),
    [
        ("kg.nlp.pipeline", "prepare", 20, 16),
        ("kg.graph.loading", "_frame", 9, 50),
    ],
)
def test_ctrl_c_keeps_what_was_recorded_and_says_so(
    stopped: Stopped,
    tmp_path: Path,
    samples_store: Path,
    module: str,
    name: str,
    count: int,
    kept: int,
) -> None:
    store = tmp_path / "stopped.kg"
    ended = stopped(module, name, count, "SIGINT", "--store", store, "ingest", "--samples")
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == (
        "kg: interrupted; what was recorded is kept, the same command goes on from there\n"
    )
    assert held(store)["ledger: articles"] == kept
    assert ingest_samples(store).articles == 50
    assert held(store) == held(samples_store)


def test_ctrl_c_in_a_question_says_nothing_more(stopped: Stopped, samples_store: Path) -> None:
    moment = ("kg.graph.embedded", "EmbeddedGraph.read", 2)
    ended = stopped(*moment, "SIGINT", "--store", samples_store, "stats")
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
