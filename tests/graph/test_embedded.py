"""The embedded store's file: one writer, many readers, and what a crash or damage leaves."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import kglite
import pytest

from kg.errors import Busy, GraphError, QueryFailed, Unavailable, Unusable
from kg.graph.base import GraphStore, Rows
from kg.graph.embedded import discard, open_reader, open_writer

ROOT = Path(__file__).parents[2]
WRITER = """
import sys, time
from pathlib import Path
from kg.graph.embedded import open_writer
graph = open_writer(Path(sys.argv[1]))
def add(name, before="RETURN 1"):
    graph.write([("CREATE (n:Company {id: $id})", {"id": f"{name}-first"}), (before, {}),
                 ("CREATE (n:Company {id: $id})", {"id": name})])
def say(word):
    print(word, flush=True)
"""


def ids(graph: GraphStore) -> list[object]:
    table = graph.read("MATCH (n:Company) RETURN n.id AS id ORDER BY id")
    return [id_ for (id_,) in table.rows]


def add(graph: GraphStore, *names: str) -> None:
    graph.write([("CREATE (n:Company {id: $id})", {"id": name}) for name in names])


@contextmanager
def child(folder: Path, then: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that opens the graph to write, then does `then`; killed at the end."""
    command = [sys.executable, "-c", WRITER + then, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_what_was_written_is_read_after_closing(tmp_path: Path) -> None:
    with closing(open_writer(tmp_path / "new" / "folder")) as graph:
        add(graph, "a", "b")
    assert ids(open_reader(tmp_path / "new" / "folder")) == ["a", "b"]
    with closing(open_writer(tmp_path / "new" / "folder")) as graph:
        assert ids(graph) == ["a", "b"]


def test_version_names_the_engine(tmp_path: Path) -> None:
    with closing(open_writer(tmp_path)) as graph:
        assert graph.version == f"kglite {kglite.__version__}"


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with child(tmp_path, "say('open'); time.sleep(60)") as other:
        assert said(other) == "open"
        with pytest.raises(Unavailable, match=r"graph\.kgl is being written by another process"):
            open_writer(tmp_path)
        with pytest.raises(Unavailable, match="being written"):
            discard(tmp_path)
    with closing(open_writer(tmp_path)) as graph:
        assert ids(graph) == []


def test_readers_open_beside_a_writer(tmp_path: Path) -> None:
    with closing(open_writer(tmp_path)) as graph:
        assert ids(open_reader(tmp_path)) == []
        add(graph, "a")
        assert ids(open_reader(tmp_path)) == []
        graph.checkpoint()
        reader = open_reader(tmp_path)
        assert ids(reader) == ["a"]
        add(graph, "b")
        graph.checkpoint()
        assert ids(reader) == ["a"]
        assert ids(open_reader(tmp_path)) == ["a", "b"]


def test_a_reader_does_not_write(tmp_path: Path) -> None:
    open_writer(tmp_path).close()
    reader = open_reader(tmp_path)
    with pytest.raises(Unavailable, match="opened for reading only"):
        add(reader, "a")
    with pytest.raises(Unavailable, match="opened for reading only"):
        reader.prepare(["CREATE INDEX FOR (n:Company) ON (n.name)"])
    with pytest.raises(Unavailable, match="opened for reading only"):
        reader.fill([], [])
    with pytest.raises(Unavailable, match="opened for reading only"):
        reader.checkpoint()
    reader.close()


def test_closing_twice_does_nothing(tmp_path: Path) -> None:
    graph = open_writer(tmp_path)
    graph.close()
    graph.close()
    with pytest.raises(Unavailable, match="cannot write"):
        add(graph, "a")


def test_killed_between_transactions_loses_nothing(tmp_path: Path) -> None:
    with child(tmp_path, "add('a'); say('done'); time.sleep(60)") as other:
        assert said(other) == "done"
    assert ids(open_reader(tmp_path)) == ["a", "a-first"]


def test_killed_within_a_transaction_leaves_none_of_it(tmp_path: Path) -> None:
    endless = "UNWIND range(1, 20000) AS x UNWIND range(1, 20000) AS y RETURN sum(x * y)"
    with child(tmp_path, f"add('a'); say('next'); add('b', {endless!r}); say('b')") as other:
        assert said(other) == "next"
        time.sleep(0.5)
    assert ids(open_reader(tmp_path)) == ["a", "a-first"]


@pytest.mark.parametrize("seconds", [0.05, 0.2])
def test_killed_at_work_keeps_what_was_acknowledged(tmp_path: Path, seconds: float) -> None:
    then = "for n in range(10 ** 6): add(f'{n:07d}'); say(n)"
    with child(tmp_path, then) as other:
        assert said(other) == "0"
        time.sleep(seconds)
        other.kill()
        assert other.stdout
        acknowledged = 1 + len([line for line in other.stdout if line.endswith("\n")])
    found = ids(open_reader(tmp_path))
    complete = len(found) // 2
    assert acknowledged <= complete <= acknowledged + 1
    assert found == sorted(f"{n:07d}{end}" for n in range(complete) for end in ("", "-first"))


def test_there_is_nothing_to_read_yet(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="there is no graph in"):
        open_reader(tmp_path)
    assert list(tmp_path.iterdir()) == []


def damaged(content: bytes) -> dict[str, bytes]:
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
    return {
        "empty": b"",
        "cut": content[:middle],
        "cut at the end": content[:-1],
        "flipped": flipped,
        "something else": b"hello" * 100,
        # The byte after the magic number is the version of the format.
        "a later format": content[:3] + b"\x63" + content[4:],
    }


@pytest.mark.parametrize(
    "damage", ["empty", "cut", "cut at the end", "flipped", "something else", "a later format"]
)
def test_a_damaged_file_is_told_and_discarded(tmp_path: Path, damage: str) -> None:
    with closing(open_writer(tmp_path)) as graph:
        add(graph, *(f"company-{n}" for n in range(200)))
    file = tmp_path / "graph.kgl"
    file.write_bytes(damaged(file.read_bytes())[damage])
    for opened in (open_reader, open_writer):
        with pytest.raises(Unusable, match=r"graph\.kgl is damaged or of another version; rebuild"):
            opened(tmp_path)
    discard(tmp_path)
    with closing(open_writer(tmp_path)) as graph:
        assert ids(graph) == []


def test_a_log_of_something_else_is_told_and_discarded(tmp_path: Path) -> None:
    open_writer(tmp_path).close()
    (tmp_path / "graph.kgl-wal").write_bytes(b"not a log of kglite")
    with pytest.raises(Unusable, match="rebuild it"):
        open_writer(tmp_path)
    discard(tmp_path)
    open_writer(tmp_path).close()
    assert ids(open_reader(tmp_path)) == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "news.kg").write_text("")
    with pytest.raises(Unavailable, match=r"cannot make the folder .*news\.kg"):
        open_writer(tmp_path / "news.kg")


def test_parameters_that_the_engine_cannot_take(tmp_path: Path) -> None:
    with closing(open_writer(tmp_path)) as graph:
        with pytest.raises(QueryFailed, match="unsupported Python type"):
            graph.read("RETURN $x AS x", {"x": object()})
        with pytest.raises(QueryFailed, match="unsupported Python type"):
            graph.write([("CREATE (n:Company {id: $x})", {"x": object()})])
        assert issubclass(QueryFailed, GraphError)
        assert ids(graph) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("UNWIND range(1, 9) AS n RETURN n ORDER BY n DESC LIMIT $most", [9, 8]),
        ("UNWIND range(1, 9) AS n RETURN n ORDER BY n DESC limit 2 * $most", [9, 8, 7, 6]),
        ("// it's\nUNWIND range(1, 9) AS n RETURN n ORDER BY n DESC LIMIT $most", [9, 8]),
        ("RETURN 'LIMIT $most' AS n LIMIT $most", ["LIMIT $most"]),
    ],
)
def test_a_limit_may_be_a_parameter(tmp_path: Path, query: str, found: list[object]) -> None:
    graph = open_writer(tmp_path)
    assert [row[0] for row in graph.read(query, {"most": 2}).rows] == found
    graph.close()


@pytest.mark.parametrize("limit", ["4", "2 * 2", "$most", "2 * $half", "4 // all\n"])
@pytest.mark.parametrize("cut", ["RETURN n.id AS id, n.x AS x", "WITH n.id AS id, n.x AS x"])
def test_an_order_by_a_condition_on_a_column_and_a_limit(
    tmp_path: Path, cut: str, limit: str
) -> None:
    graph = open_writer(tmp_path)
    rows = [{"id": str(n), "x": n} for n in range(1, 10)]
    graph.write([("UNWIND $rows AS row CREATE (n:Company {id: row.id, x: row.x})", {"rows": rows})])
    last = "" if cut.startswith("RETURN") else "RETURN x"
    query = f"MATCH (n:Company) {cut} ORDER BY x > 7, x DESC LIMIT {limit} {last}"
    assert [row[-1] for row in graph.read(query, {"most": 4, "half": 2}).rows] == [7, 6, 5, 4]
    graph.close()


def test_no_other_writer_comes_in_before_the_new_file_is_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def replace(self: Path, target: Path) -> None:
        with pytest.raises(Busy) as refused:
            open_writer(tmp_path)
        tried.append(refused)
        self.rename(target)

    graph = open_writer(tmp_path)
    graph.write([("CREATE (:Company {id: 'old'})", {})])
    monkeypatch.setattr(Path, "replace", replace)
    graph.fill([], [[Rows("publisher", {}, [{"id": "publisher-1", "name": "Daily Post"}])]])
    graph.close()
    assert len(tried) == 1
    with closing(open_reader(tmp_path)) as reader:
        assert reader.read("MATCH (n) RETURN n.id").rows == [("publisher-1",)]


@pytest.mark.parametrize("name", ["graph.new", "graph.new.tmp.15840.0"])
def test_what_a_killed_filling_left_is_gone(tmp_path: Path, name: str) -> None:
    left = tmp_path / name
    left.write_text("with words that may have been taken down since")
    open_writer(tmp_path).close()
    assert not left.exists()
