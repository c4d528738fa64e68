"""What only a graph on a server has: logging in, one writer at a time, foreign data, errors."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime

import pytest

from kg.errors import Busy, GraphError, QueryFailed, Unavailable
from kg.graph.bolt import open_reader, open_writer
from kg.graph.bolt_server import Server

NOBODY = Server("bolt://127.0.0.1:1", "neo4j", "secret-of-nobody")


@pytest.fixture
def server(neo4j_server: Server) -> Iterator[Server]:
    """The server with an empty graph, which nobody holds."""
    with closing(open_writer(neo4j_server)) as graph:
        graph.fill([], [])
    yield neo4j_server
    run(neo4j_server, "MATCH (n) DETACH DELETE n")


def run(server: Server, *statements: str) -> None:
    """As a foreign program would."""
    with closing(open_reader(server)) as graph, graph._driver.session() as session:
        for statement in statements:
            session.run(statement).consume()


def test_nobody_answers() -> None:
    with pytest.raises(Unavailable, match=r"Neo4j at bolt://127\.0\.0\.1:1 does not answer"):
        open_reader(NOBODY)


def test_a_password_is_never_shown() -> None:
    assert "secret" not in repr(NOBODY)
    assert "secret" not in str(NOBODY)
    with pytest.raises(Unavailable) as caught:
        open_writer(NOBODY)
    assert "secret" not in str(caught.value)


@contextmanager
def speaking(answer: bytes) -> Iterator[Server]:
    """A server that says only this to whoever greets it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(20)
                connection.sendall(answer)
                connection.recv(1000)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Server(f"bolt://127.0.0.1:{listening.getsockname()[1]}")
        thread.join(10)


@pytest.mark.parametrize(
    "answer", [b"\x00\x00\x00\x00", b"HTTP/1.1 400 Bad Request\r\n\r\n"], ids=["too old", "http"]
)
def test_what_is_no_server_that_we_know_is_unavailable(answer: bytes) -> None:
    with speaking(answer) as server, pytest.raises(Unavailable, match=r"bolt://127\.0\.0\.1"):
        open_reader(server)


@pytest.mark.neo4j
def test_a_wrong_password_is_told(server: Server) -> None:
    wrong = replace(server, password=server.password + "x")
    with pytest.raises(GraphError, match=r"refuses the user 'neo4j'.*KG_GRAPH_PASSWORD") as caught:
        open_writer(wrong)
    assert not isinstance(caught.value, Unavailable)


@pytest.mark.neo4j
def test_an_unknown_database_is_told(server: Server) -> None:
    with pytest.raises(GraphError, match=r"no database nowhere at bolt://.*correct --database"):
        open_writer(replace(server, database="nowhere"))


@pytest.mark.neo4j
def test_a_database_may_be_named(server: Server) -> None:
    with closing(open_reader(replace(server, database="neo4j"))) as graph:
        assert graph.read("RETURN 1 AS one").rows == [(1,)]


@pytest.mark.neo4j
def test_a_second_writer_must_wait(server: Server) -> None:
    with closing(open_writer(server)):
        with pytest.raises(Busy, match="being written by another process"):
            open_writer(server)
        with closing(open_reader(server)) as reader:
            assert reader.read("MATCH (n) RETURN count(n) AS n").rows == [(0,)]
    open_writer(server).close()


@pytest.mark.neo4j
def test_a_reader_does_not_write(server: Server) -> None:
    with closing(open_reader(server)) as reader:
        for write in (reader.checkpoint, lambda: reader.fill([], []), lambda: reader.prepare([])):
            with pytest.raises(Unavailable, match="opened for reading only"):
                write()


@pytest.mark.neo4j
def test_foreign_data_is_left_alone(server: Server) -> None:
    run(server, "CREATE (:Person {name: 'Ada'})")
    with pytest.raises(GraphError, match="holds data that kg did not write"):
        open_writer(server)
    with closing(open_reader(server)) as reader:
        assert reader.read("MATCH (n) RETURN n.name AS name").rows == [("Ada",)]


@pytest.mark.neo4j
def test_a_foreign_constraint_is_told(server: Server) -> None:
    run(server, "CREATE CONSTRAINT foreign FOR (n:Stray) REQUIRE n.name IS UNIQUE")
    try:
        with closing(open_writer(server)) as graph:
            add = "UNWIND [1, 2] AS x CREATE (:Stray {name: 'one'})"
            with pytest.raises(QueryFailed, match=r"remove from bolt://.* what kg did not write"):
                graph.write([(add, {})])
            assert graph.read("MATCH (n) RETURN count(n) AS n").rows == [(0,)]
    finally:
        run(server, "DROP CONSTRAINT foreign")


@pytest.mark.neo4j
def test_duplicates_that_a_constraint_forbids_are_told(server: Server) -> None:
    run(server, "UNWIND [1, 2] AS x CREATE (:Stray {name: 'one'})", "CREATE (:Projection)")
    run(server, "MATCH (p:Projection) SET p.id = 'projection'")
    with closing(open_writer(server)) as graph:
        declared = "CREATE CONSTRAINT strays FOR (n:Stray) REQUIRE n.name IS UNIQUE"
        with pytest.raises(QueryFailed, match="refused 'CREATE CONSTRAINT strays"):
            graph.prepare([declared])


@pytest.mark.neo4j
def test_what_is_declared_can_be_searched(server: Server) -> None:
    with closing(open_writer(server)) as graph:
        graph.prepare([])
        graph.write(
            [
                ("CREATE (:Company:Entity {id: 'a', name: 'Acme Works', aliases: ['AW']})", {}),
                ("CREATE (:Claim {id: 'c', quotes: ['It makes anvils.']})", {}),
            ]
        )
        for index, word, found in (("names", "works", "a"), ("quotes", "anvils", "c")):
            query = "CALL db.index.fulltext.queryNodes($index, $word) YIELD node RETURN node.id"
            assert graph.read(query, {"index": index, "word": word}).rows == [(found,)]


@pytest.mark.neo4j
def test_every_value_comes_back_plain(server: Server) -> None:
    query = (
        "RETURN date('2024-02-29') AS day, localdatetime('2024-02-29T10:00') AS moment, "
        "duration('P1DT2H') AS span, point({x: 1, y: 2}) AS place, [date('2024-02-29')] AS days"
    )
    with closing(open_reader(server)) as graph:
        (row,) = graph.read(query).rows
    day = date(2024, 2, 29)
    assert row == (day, datetime(2024, 2, 29, 10), "P1DT2H", [1.0, 2.0], [day])


@pytest.mark.neo4j
def test_whole_nodes_edges_and_paths_are_their_properties(server: Server) -> None:
    with closing(open_writer(server)) as graph:
        graph.write([("CREATE (:Company {id: 'a'})-[:OWNS {since: 1}]->(:Company {id: 'b'})", {})])
        (row,) = graph.read("MATCH p = (a)-[r:OWNS]->(b) RETURN a, r, p").rows
    assert row == ({"id": "a"}, {"since": 1}, [{"id": "a"}, {"id": "b"}])


@pytest.mark.neo4j
def test_parameters_that_the_driver_cannot_send(server: Server) -> None:
    with closing(open_reader(server)) as graph, pytest.raises(QueryFailed, match="object"):
        graph.read("RETURN $x AS x", {"x": object()})
