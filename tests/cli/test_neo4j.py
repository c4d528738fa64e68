"""The command line with its graph on a Neo4j server: as with a folder, and when that fails."""

import json
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.config import Settings, load
from kg.graph.bolt import open_reader, open_writer
from kg.graph.bolt_server import Server
from kg.graph.content import digest
from kg.store import LEDGER_FILE, Store
from tests.conftest import HANGS, settings_for

if TYPE_CHECKING:
    from tests.conftest import OwnServer, Run

    Disturbed = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parent.parent.parent

THEMED = (
    "suppliers_of",
    "customers_of",
    "competitors_of",
    "partners_of",
    "vertical_integration",
    "vendor_dependency",
    "competitors_contrast",
    "deals_of",
)

pytestmark = pytest.mark.neo4j


@pytest.fixture(autouse=True)
def emptied(neo4j_server: Server) -> Iterator[None]:
    """The shared server holds nothing before a test, and nothing after it."""
    empty(neo4j_server)
    yield
    empty(neo4j_server)


def empty(server: Server) -> None:
    foreign(server, "MATCH (n) DETACH DELETE n")


def foreign(server: Server, statement: str) -> None:
    with closing(open_reader(server)) as graph, graph._driver.session() as session:
        session.run(statement).consume()


def settings(folder: Path, server: Server | None = None) -> Settings:
    where = {"store": folder}
    if server is None:
        return load(where, environ={})
    access = {"graph": server.address, "graph_user": server.user}
    return load({**where, **access, "graph_password": server.password}, environ={})


def digest_of(folder: Path, server: Server | None = None) -> str:
    with Store(settings(folder, server)) as store:
        return digest(store.graph())


def content_of(folder: Path) -> list[str]:
    """All that the ledger says, row by row."""
    with closing(sqlite3.connect(folder / LEDGER_FILE)) as db:
        return list(db.iterdump())


def test_the_same_graph_and_the_same_answers(
    run: "Run", own_store: Path, on_neo4j: dict[str, str]
) -> None:
    here, there = (
        json.loads(run("stats", "--json", store=own_store, **where).stdout)
        for where in ({}, on_neo4j)
    )
    assert there["graph: engine"].startswith("Neo4j 5.")
    assert {**there, "graph: engine": ""} == {**here, "graph: engine": ""}
    words = ["ask", "competitors_contrast", "--company", "Stellantis", "--json"]
    answers = {run(*words, store=own_store, **where).stdout for where in ({}, on_neo4j)}
    assert len(answers) == 1


def test_a_takedown_reaches_the_server(own_store: Path, neo4j_server: Server) -> None:
    with Store(settings(own_store, neo4j_server)) as store:
        before = digest(store.graph())
        article, *_ = [a.id for part in store.ledger().whole() for a in part.articles]
        store.ledger().takedown(article=article, reason="test")
        store.project()
        after = digest(store.graph())
    assert before != after == digest_of(own_store)


def test_without_a_ledger_the_graph_is_read_as_it_is(
    run: "Run", own_store: Path, tmp_path: Path, neo4j_server: Server, on_neo4j: dict[str, str]
) -> None:
    digest_of(own_store, neo4j_server)
    found = run("show", "Stellantis", store=tmp_path / "nothing.kg", **on_neo4j)
    assert (found.returncode, found.stderr) == (0, "")
    assert not (tmp_path / "nothing.kg").exists()
    with closing(open_writer(neo4j_server)) as graph:
        graph.write([("MATCH (p:Projection) SET p.schema = 3", {})])
    found = run("show", "Stellantis", store=tmp_path / "nothing.kg", **on_neo4j)
    assert (found.returncode, found.stdout) == (1, "")
    assert "is of schema 3, this kg reads schema" in found.stderr


def test_the_password_may_stand_in_a_file(
    run: "Run", own_store: Path, tmp_path: Path, neo4j_server: Server
) -> None:
    (tmp_path / "password").write_text(neo4j_server.password + "\n")
    address = ("--graph", neo4j_server.address)
    found = run(*address, "stats", store=own_store, KG_GRAPH_PASSWORD_FILE="password")  # noqa: S106
    assert found.returncode == 0


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"KG_GRAPH_PASSWORD": "guessed-secret"}, "refuses the user 'neo4j'"),
        ({"KG_GRAPH": "bolt://127.0.0.1:1"}, "bolt://127.0.0.1:1 does not answer"),
        ({"KG_GRAPH_DATABASE": "nowhere"}, "no database nowhere"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_in_one_line(
    run: "Run", own_store: Path, on_neo4j: dict[str, str], environment: dict[str, str], says: str
) -> None:
    found = run("--debug", "rebuild", store=own_store, **on_neo4j | environment)
    plain = run("rebuild", store=own_store, **on_neo4j | environment)
    assert (plain.returncode, plain.stdout, plain.stderr.count("\n")) == (1, "", 1)
    assert says in plain.stderr
    assert "secret" not in found.stderr
    assert run("stats", store=own_store).returncode == 0


def test_foreign_data_is_neither_read_nor_deleted(
    run: "Run", own_store: Path, neo4j_server: Server, on_neo4j: dict[str, str]
) -> None:
    foreign(neo4j_server, "CREATE (:Person {name: 'Ada'})")
    found = run("rebuild", store=own_store, **on_neo4j)
    assert found.returncode == 1
    assert "holds data that kg did not write" in found.stderr
    with closing(open_reader(neo4j_server)) as graph:
        assert graph.read("MATCH (n) RETURN n.name AS name").rows == [("Ada",)]


def test_a_foreign_constraint_stops_a_rebuild_and_no_more(
    run: "Run", own_store: Path, neo4j_server: Server, on_neo4j: dict[str, str]
) -> None:
    foreign(neo4j_server, "CREATE CONSTRAINT foreign FOR (n:Article) REQUIRE n.publisher IS UNIQUE")
    try:
        found = run("rebuild", store=own_store, **on_neo4j)
    finally:
        foreign(neo4j_server, "DROP CONSTRAINT foreign")
    assert (found.returncode, found.stderr.count("\n")) == (1, 1)
    assert "what kg did not write, or its constraint, then run again" in found.stderr
    assert digest_of(own_store, neo4j_server) == digest_of(own_store)


def test_two_processes_write_in_turn(
    run: "Run", own_store: Path, neo4j_server: Server, on_neo4j: dict[str, str]
) -> None:
    with closing(open_writer(neo4j_server)):
        found = run("stats", store=own_store, **on_neo4j)
    assert found.returncode == 0
    assert "being written by another process" in found.stderr
    assert digest_of(own_store, neo4j_server) == digest_of(own_store)


def test_another_ledger_is_neither_mixed_in_nor_replaced_unasked(
    run: "Run", own_store: Path, tmp_path: Path, neo4j_server: Server, on_neo4j: dict[str, str]
) -> None:
    (tmp_path / "one.txt").write_text("Acme buys Bolt\n\nDate: 2024-01-02\n\nAcme bought Bolt.\n")
    other = tmp_path / "other.kg"
    assert run("ingest", "one.txt", "--date", "2024-01-02", store=other).returncode == 0
    before = digest_of(other, neo4j_server)
    found = run("stats", store=own_store, **on_neo4j)
    assert found.returncode == 1
    assert "shows the articles of another ledger; kg rebuild puts those of" in found.stderr
    assert digest_of(other, neo4j_server) == before
    assert run("rebuild", store=own_store, **on_neo4j).returncode == 0
    assert digest_of(own_store, neo4j_server) == digest_of(own_store)


def test_the_real_tool_imports_what_is_exported(
    run: "Run", own_store: Path, tmp_path: Path, own_neo4j: "OwnServer"
) -> None:
    home, tools = tmp_path / "home", tmp_path / "bin"
    assert run("export", "neo4j-admin", "out", store=own_store).returncode == 0
    tools.mkdir()
    tool = tools / "neo4j-admin"
    call = shlex.join([str(ROOT / "scripts" / "neo4j"), "--admin", "--home", str(home)])
    tool.write_text(f'#!/bin/sh\nexec {call} "$@"\n')
    tool.chmod(0o755)
    path = f"{tools}:/usr/local/bin:/usr/bin:/bin"
    subprocess.run([tmp_path / "out" / "import.sh"], env={"PATH": path}, check=True, timeout=HANGS)
    with own_neo4j("--home", home) as (server, _):
        with closing(open_reader(server)) as graph:
            imported = digest(graph)
        # The mark came along: nothing is made anew.
        with Store(settings(own_store, server)) as store:
            assert store.project() == 0
            assert imported == digest(store.graph()) == digest_of(own_store)
        # Empty lists of a file are no properties.
        for name in THEMED:
            words = ["ask", name, "--company", "Stellantis", "--theme", "AI stack", "--json"]
            here, there = (
                run(*words, store=own_store, **where) for where in ({}, settings_for(server))
            )
            assert (here.stdout, here.returncode) == (there.stdout, 0), there.stderr


# kg, but something happens at its n-th write, which is in the middle of the projection.
# Arguments: n, what happens, where, then those of kg.
DRIVER = """
import itertools
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from kg import projection
from kg.cli import main
from kg.graph.bolt import BoltGraph


def stop(pid, port):
    os.kill(int(pid), signal.SIGTERM)
    with suppress(OSError):
        while True:
            socket.create_connection(("127.0.0.1", int(port)), 1).close()
            time.sleep(0.1)


def fill(path):
    with suppress(OSError), Path(path).open("wb", buffering=0) as out:
        while out.write(b"0" * 4096) == 4096:
            pass


count, what, where, *words = sys.argv[1:]
happens = {"stop": stop, "fill": fill}[what]
write, calls = BoltGraph.write, itertools.count(1)


def watched(self, statements):
    if next(calls) == int(count):
        happens(*where.split(","))
    write(self, statements)


BoltGraph.write = watched
projection._ARTICLES_A_STEP = 10
sys.argv = ["kg", *words]
main()
"""


@pytest.fixture
def disturbed(
    clean_environment: dict[str, str], own_store: Path
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command that makes the graph on a server anew, and what happens to it at a write."""

    def disturbing(
        server: Server, count: int, what: str, where: str
    ) -> subprocess.CompletedProcess[str]:
        words = [str(count), what, where, "--store", str(own_store), "rebuild"]
        return subprocess.run(
            [sys.executable, "-c", DRIVER, *words],
            env=clean_environment | settings_for(server),
            capture_output=True, encoding="utf-8", timeout=HANGS, check=False,
        )  # fmt: skip

    return disturbing


def test_a_server_that_stops_at_work(
    disturbed: "Disturbed", own_store: Path, tmp_path: Path, own_neo4j: "OwnServer"
) -> None:
    home, ledger = ("--home", tmp_path / "home"), content_of(own_store)
    with own_neo4j(*home) as (server, process):
        port = server.address.rpartition(":")[2]
        found = disturbed(server, 5, "stop", f"{process.pid},{port}")
    assert (found.returncode, found.stdout) == (1, ""), found.stderr
    assert found.stderr.count("\n") == 1, found.stderr
    assert "run again to go on" in found.stderr
    assert content_of(own_store) == ledger
    with own_neo4j(*home) as (server, _), Store(settings(own_store, server)) as store:
        with closing(open_reader(server)) as graph:
            assert digest(graph) != digest_of(own_store)
        assert digest(store.graph()) == digest_of(own_store)


def test_a_server_that_may_only_be_read(
    run: "Run", own_store: Path, tmp_path: Path, own_neo4j: "OwnServer"
) -> None:
    home = ("--home", tmp_path / "home")
    with own_neo4j(*home):
        pass  # what may only be read must be there
    with own_neo4j(*home, "--set", "server.databases.default_to_read_only=true") as (server, _):
        found = run("rebuild", store=own_store, **settings_for(server))
    assert (found.returncode, found.stdout, found.stderr.count("\n")) == (1, "", 1)
    assert "may not be written" in found.stderr


def test_a_full_disk(
    disturbed: "Disturbed", own_store: Path, small_disk: Path, own_neo4j: "OwnServer"
) -> None:
    lean = ("--set", "db.tx_log.preallocate=false", "--set", "db.tx_log.rotation.size=1m")
    home, filler, ledger = small_disk / "home", small_disk / "filler", content_of(own_store)
    with own_neo4j("--home", home, *lean) as (server, _):
        found = disturbed(server, 5, "fill", str(filler))
    assert (found.returncode, found.stdout, found.stderr.count("\n")) == (1, "", 1)
    assert found.stderr.startswith("kg: ")
    assert content_of(own_store) == ledger
    filler.unlink()
    with own_neo4j("--home", home, *lean) as (server, _):
        assert digest_of(own_store, server) == digest_of(own_store)
