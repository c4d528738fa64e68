"""kill -9 at random moments of a projection: the next one completes it, to the same graph."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.graph import embedded
from kg.graph.bolt import open_reader
from kg.graph.bolt_server import Server
from kg.graph.content import digest

# Arguments: the store, a seed, how often. Forks, so that all is loaded once; prints the digest of
# an undisturbed projection, then one for each that was killed and completed by the next.
DRIVER = """
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from kg import projection
from kg.config import load
from kg.graph import bolt, embedded
from kg.graph.content import digest
from kg.store import Store

folder, seed, times = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
projection._ARTICLES_A_STEP = 10
embedded._LITTLE = 0
choice = random.Random(seed)


def forked(work):
    child = os.fork()
    if not child:
        with Store(load({"store": folder})) as store:
            work(store)
        os._exit(0)
    return child


def completed(work):
    _, status = os.waitpid(forked(work), 0)
    assert status == 0, status


def told(store):
    store.project()
    print(json.dumps(digest(store.graph())), flush=True)


completed(lambda store: store.rebuild())
began = time.monotonic()
completed(lambda store: store.rebuild())
whole = time.monotonic() - began
completed(told)
for _ in range(times):
    child = forked(lambda store: store.rebuild())
    time.sleep(choice.uniform(0, whole))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    completed(told)
"""


def digests(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  (pytest shows it where the test fails)
    said = subprocess.run(
        [sys.executable, "-c", DRIVER, folder, str(seed), "20"],
        env=environment, stdout=subprocess.PIPE, text=True, timeout=900, check=True,
    )  # fmt: skip
    yield from map(json.loads, said.stdout.splitlines())


@pytest.mark.slow
def test_in_a_folder(own_store: Path, clean_environment: dict[str, str]) -> None:
    with closing(embedded.open_reader(own_store)) as graph:
        undisturbed = digest(graph)
    assert [*digests(own_store, clean_environment)] == [undisturbed] * 21


@pytest.mark.slow
@pytest.mark.neo4j
def test_on_a_server(
    own_store: Path,
    neo4j_server: Server,
    on_neo4j: dict[str, str],
    clean_environment: dict[str, str],
) -> None:
    with closing(embedded.open_reader(own_store)) as graph:
        undisturbed = digest(graph)
    try:
        assert [*digests(own_store, clean_environment | on_neo4j)] == [undisturbed] * 21
    finally:
        with closing(open_reader(neo4j_server)) as server, server._driver.session() as session:
            session.run("MATCH (n) DETACH DELETE n").consume()
