import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from kg.graph.base import GraphStore
from kg.graph.bolt import open_writer
from kg.graph.bolt_server import Server

# Machines differ in speed; how long an example takes says nothing about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NEO4J = ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD")

ROOT = Path(__file__).parent.parent

# Seconds after which a command hangs, also on a machine that is busy with other things.
HANGS = 600

Run = Callable[..., subprocess.CompletedProcess[str]]
OwnServer = Callable[..., AbstractContextManager[tuple[Server, "subprocess.Popen[str]"]]]


@pytest.fixture(scope="session")
def kg_script() -> Path:
    """The console script beside this interpreter."""
    return Path(sys.executable).with_name("kg")


@pytest.fixture(scope="session")
def clean_environment() -> dict[str, str]:
    """No setting from outside, a width for tables, UTF-8 whatever the machine's locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return kept | {"COLUMNS": "200", "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def neo4j_server() -> Server:
    """The server that scripts/neo4j has started for these tests; what it holds is deleted."""
    if not set(NEO4J) <= os.environ.keys():
        pytest.skip(os.environ.get("NEO4J_UNAVAILABLE", "run by scripts/neo4j pytest ..."))
    return Server(*(os.environ[name] for name in NEO4J))


@pytest.fixture(scope="module")
def neo4j_graph(neo4j_server: Server) -> Iterator[GraphStore]:
    """The graph on that server, held to be written; whoever else writes must wait."""
    with closing(open_writer(neo4j_server)) as graph:
        yield graph
        graph.fill([], [])


@contextmanager
def _started(*options: object) -> Iterator[tuple[Server, "subprocess.Popen[str]"]]:
    words = [str(ROOT / "scripts" / "neo4j"), *map(str, options)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            said = [process.stdout.readline().strip().partition("=")[2] for _ in NEO4J]
            if not all(said):
                pytest.skip("scripts/neo4j cannot start a server with data of its own here")
            yield Server(*said), process
        finally:
            process.terminate()


@pytest.fixture
def own_neo4j(request: pytest.FixtureRequest) -> OwnServer:
    """Starts a server for one test alone, which may stop it; the options are scripts/neo4j's."""
    request.getfixturevalue("neo4j_server")  # where there can be none, neither can another
    return _started


@pytest.fixture(scope="session")
def on_neo4j(neo4j_server: Server) -> dict[str, str]:
    """The settings, as environment variables, by which kg keeps its graph on that server."""
    return settings_for(neo4j_server)


def settings_for(server: Server) -> dict[str, str]:
    return {
        "KG_GRAPH": server.address,
        "KG_GRAPH_USER": server.user,
        "KG_GRAPH_PASSWORD": server.password,
    }


@pytest.fixture
def run(kg_script: Path, tmp_path: Path, clean_environment: dict[str, str]) -> Run:
    """The real command, run in tmp_path: its exit status, output and messages."""

    def running(
        *words: object, store: Path | None = None, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        where = ["--store", str(store)] if store else []
        return subprocess.run(
            [kg_script, *where, *map(str, words)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=clean_environment | environment,
            timeout=HANGS,
            check=False,
        )

    return running


@pytest.fixture(scope="session")
def samples_store(
    kg_script: Path, tmp_path_factory: pytest.TempPathFactory, clean_environment: dict[str, str]
) -> Path:
    """A store of the sample articles, to be read only."""
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run(
        [kg_script, "--store", folder / "news.kg", "ingest", "--samples"],
        cwd=folder,
        env=clean_environment,
        timeout=HANGS,
        check=True,
    )
    return folder / "news.kg"


@pytest.fixture
def own_store(samples_store: Path, tmp_path: Path) -> Path:
    """A store of the sample articles that the test may change."""
    return shutil.copytree(samples_store, tmp_path / "own.kg")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of its own, of 64 MB in memory."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small file system to fill it")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607
