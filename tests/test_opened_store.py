"""A store on the disk: what is opened, mended, waited for and kept up to date."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kg import config, ontology, projection
from kg.errors import GraphError, LedgerError, Unavailable
from kg.graph import embedded, writer
from kg.graph.base import Statement, statements
from kg.graph.content import digest
from kg.ledger import Ledger
from kg.store import LEDGER_FILE, Store

GRAPH = embedded.FILE
LOG = f"{embedded.FILE}-wal"

# A node that must not outlive a graph made anew.
STRAY: Statement = ("CREATE (:Stray {id: 'x'})", {})

# Holds the graph until its standard input ends.
HOLDER = """
import sys
from pathlib import Path
from kg.graph import embedded

graph = embedded.open_writer(Path(sys.argv[1]))
print("holding", flush=True)
sys.stdin.read()
graph.close()
"""


def opened(folder: Path) -> Store:
    return Store(config.Settings(store=folder))


def digest_of(folder: Path) -> str:
    with opened(folder) as store:
        return digest(store.graph())


def take_down_all(store: Store) -> None:
    store.ledger().takedown(publisher="Sample Motor Daily", reason="test")


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The graph in the folder, held by another process."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        yield process


def delete(folder: Path) -> None:
    for file in folder.glob("graph.kgl*"):
        file.unlink()


def truncate(folder: Path) -> None:
    (folder / GRAPH).write_bytes((folder / GRAPH).read_bytes()[:5_000])


def empty(folder: Path) -> None:
    (folder / GRAPH).write_bytes(b"")


def garble(folder: Path) -> None:
    (folder / GRAPH).write_bytes(b"no graph at all" * 1_000)


def flip(folder: Path) -> None:
    """One byte in the middle of the file."""
    held = bytearray((folder / GRAPH).read_bytes())
    held[len(held) // 2] ^= 0xFF
    (folder / GRAPH).write_bytes(held)


def garble_log(folder: Path) -> None:
    (folder / LOG).write_bytes(b"no log at all" * 1_000)


def identity_of(folder: Path) -> str:
    with Ledger(folder / LEDGER_FILE) as ledger:
        return ledger.identity()


def write_as_another_schema(folder: Path) -> None:
    graph = embedded.open_writer(folder)
    mark = writer.mark(graph, ontology.load(), identity_of(folder), 10_000)
    other = replace(mark, values=[{**mark.values[0], "schema": 999}])
    graph.write([*statements([other]), ("CREATE (:Stray {id: 'x'})", {})])
    graph.close()


def write_as_ahead_of_the_ledger(folder: Path) -> None:
    graph = embedded.open_writer(folder)
    mark = writer.mark(graph, ontology.load(), identity_of(folder), 10_000)
    graph.write([*statements([mark]), ("CREATE (:Stray {id: 'x'})", {})])
    graph.close()


def write_as_of_another_ledger(folder: Path) -> None:
    graph = embedded.open_writer(folder)
    mark = writer.mark(graph, ontology.load(), "ledger-0123456789abcdef", 1)
    graph.write([*statements([mark]), ("CREATE (:Stray {id: 'x'})", {})])
    graph.close()


DAMAGES = [
    delete,
    truncate,
    empty,
    garble,
    flip,
    garble_log,
    write_as_another_schema,
    write_as_ahead_of_the_ledger,
    write_as_of_another_ledger,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_question_makes_a_graph_anew_that_cannot_be_used(
    samples_store: Path, own_store: Path, damage: Callable[[Path], None]
) -> None:
    damage(own_store)
    assert digest_of(own_store) == digest_of(samples_store)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_rebuilding_gives_the_same_graph(
    samples_store: Path, own_store: Path, damage: Callable[[Path], None]
) -> None:
    damage(own_store)
    with opened(own_store) as store:
        assert store.rebuild() == 50
    assert digest_of(own_store) == digest_of(samples_store)


@pytest.mark.parametrize(
    "use",
    [Store.graph, Store.project, Store.rebuild, Store.ledger],
    ids=lambda use: use.__name__,
)
def test_without_a_ledger_nothing_is_made(tmp_path: Path, use: Callable[[Store], object]) -> None:
    with opened(tmp_path / "none.kg") as store, pytest.raises(LedgerError, match="ingest articles"):
        use(store)
    assert not (tmp_path / "none.kg").exists()


def test_a_folder_that_cannot_be_made_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with opened(tmp_path / "file" / "news.kg") as store, pytest.raises(LedgerError, match="path"):
        store.ledger_to_change(create=True)


def test_what_another_process_changed_is_seen_by_the_next_question(own_store: Path) -> None:
    with opened(own_store) as reading:
        before = digest(reading.graph())
        with opened(own_store) as changing:
            take_down_all(changing)
            changing.project()
            after = digest(changing.graph())
        assert digest(reading.graph()) == after != before


def test_a_graph_by_another_vocabulary_is_made_anew(own_store: Path, tmp_path: Path) -> None:
    themes = tmp_path / "themes.toml"
    themes.write_text('[[theme]]\nname = "folding bicycles"\nwords = ["folding bikes"]\n')
    before = digest_of(own_store)
    with Store(config.Settings(store=own_store, themes=themes)) as store:
        assert digest(store.graph()) != before
    assert digest_of(own_store) == before


def test_the_graph_stays_open_while_nothing_changes(samples_store: Path) -> None:
    with opened(samples_store) as store:
        assert store.graph() is store.graph()


def test_while_another_process_writes_the_last_state_is_read_with_a_warning(
    own_store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = digest_of(own_store)
    with held(own_store), opened(own_store) as store:
        take_down_all(store)
        assert digest(store.graph()) == before
    assert ["may lag behind" in message for message in caplog.messages] == [True]
    assert digest_of(own_store) != before


def test_a_graph_of_another_schema_that_cannot_be_made_anew_now_is_refused(
    own_store: Path,
) -> None:
    write_as_another_schema(own_store)
    with (
        held(own_store),
        opened(own_store) as store,
        pytest.raises(GraphError, match=r"is of schema 999, .* kg rebuild"),
    ):
        store.graph()


def test_a_relation_never_quotes_a_claim_that_is_not_there_yet(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "_ARTICLES_A_STEP", 7)
    quoting: set[int] = set()

    def check(*_: int) -> None:
        found = graph.read("MATCH ()-[r]->() WHERE r.claims > 0 RETURN r.evidence, r.claims")
        claims = {row[0] for row in graph.read("MATCH (c:Claim) RETURN c.id").rows}
        assert {row[0] for row in found.rows} <= claims
        quoting.add(len(found.rows))

    with opened(own_store) as store:
        ledger, vocabulary = store.ledger(), store.ontology
        graph = embedded.open_writer(tmp_path / "stepwise")
        begun = writer.mark(graph, vocabulary, ledger.identity(), 0)
        graph.fill(writer.schema(vocabulary), [[*writer.taxonomy(vocabulary), begun]])
        assert projection.project(ledger, graph, vocabulary, check) == 50
        assert len(quoting) > 1
        assert digest(graph) == digest(store.graph())
        graph.close()


def test_impatient_projecting_says_who_is_in_the_way(own_store: Path) -> None:
    with (
        held(own_store),
        opened(own_store) as store,
        pytest.raises(Unavailable, match="written by another process"),
    ):
        store.project(patience=0)


def test_projecting_waits_for_another_process(
    own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(own_store) as holder, opened(own_store) as store:
        take_down_all(store)
        monkeypatch.setattr("kg.store.sleep", lambda _: holder.communicate())
        assert store.project() == 6
        assert projection.is_current(store.ledger(), store.graph(), store.ontology)


def test_a_damaged_graph_is_reported_when_it_is_made_anew(
    own_store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    garble(own_store)
    with caplog.at_level(logging.WARNING), opened(own_store) as store:
        store.graph()
    assert ["damaged" in message for message in caplog.messages] == [True]


def test_closing_twice_does_nothing(samples_store: Path) -> None:
    store = opened(samples_store)
    store.graph()
    store.close()
    store.close()
