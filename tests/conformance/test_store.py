"""What every store does alike: read, write, limits, and what it refuses."""

from datetime import date

import pytest

from kg.errors import QueryFailed
from kg.graph.base import GraphStore, Table


def test_values_come_back_plain(store: GraphStore) -> None:
    day = date(2024, 2, 29)
    given = {"text": "it's", "list": ["a", "b"], "day": day, "share": 1.0, "none": None}
    table = store.read(
        "RETURN $text AS text, $list AS list, $day AS day, $share AS share, $none AS none, "
        "{day: $day, list: [$none, 1]} AS map, true AS yes",
        given,
    )
    assert table == Table(
        ("text", "list", "day", "share", "none", "map", "yes"),
        [("it's", ["a", "b"], day, 1.0, None, {"day": day, "list": [None, 1]}, True)],
    )
    assert [type(value) for value in table.rows[0][2:4]] == [date, float]


def test_records_are_rows_by_column() -> None:
    assert Table(("a", "b"), [(1, 2)]).records() == [{"a": 1, "b": 2}]


def test_an_empty_answer_has_its_columns(store: GraphStore) -> None:
    assert store.read("MATCH (n:Nothing) RETURN n.id AS id, n.name AS name") == Table(
        ("id", "name"), []
    )


@pytest.mark.parametrize(
    ("limit", "rows", "truncated"), [(2, 2, True), (3, 3, False), (4, 3, False)]
)
def test_the_row_limit_says_that_it_cut(
    store: GraphStore, limit: int, rows: int, truncated: bool
) -> None:
    table = store.read("UNWIND [1, 2, 3] AS x RETURN x", row_limit=limit)
    assert (table.rows, table.truncated) == ([(1,), (2,), (3,)][:rows], truncated)


def test_a_slow_query_is_stopped(store: GraphStore) -> None:
    slow = (
        "UNWIND range(1, 30000) AS x UNWIND range(1, 30000) AS y WITH x * y AS z RETURN sum(z) AS n"
    )
    with pytest.raises(QueryFailed, match=r"longer than 0\.05 s; narrow it .* query_timeout"):
        store.read(slow, timeout=0.05)


@pytest.mark.parametrize(
    "query", ["MATCH (n", "RETURN $missing AS x", "RETURN nothing AS x", "RETURN 1 / 0 AS x"]
)
def test_a_faulty_query_is_refused(store: GraphStore, query: str) -> None:
    with pytest.raises(QueryFailed, match="refused the query"):
        store.read(query)


@pytest.mark.parametrize(
    "query", ["CREATE (n:Company)", "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line"]
)
def test_a_read_only_reads(store: GraphStore, query: str) -> None:
    with pytest.raises(QueryFailed, match="begins with one of"):
        store.read(query)
    assert store.read("MATCH (n) RETURN count(n) AS n").rows == [(0,)]


def test_a_transaction_takes_effect_as_a_whole(store: GraphStore) -> None:
    store.write([("CREATE (n:Company {id: $id})", {"id": "a"})])
    with pytest.raises(QueryFailed, match="refused to write"):
        store.write(
            [
                ("CREATE (n:Company {id: $id})", {"id": "b"}),
                ("MATCH (n:Company {id: 'a'}) SET n.share = 1 / 0", {}),
            ]
        )
    assert store.read("MATCH (n:Company) RETURN n.id AS id").rows == [("a",)]


def test_statements_run_in_order_and_see_each_other(store: GraphStore) -> None:
    store.write(
        [
            ("CREATE (n:Company {id: 'a'})", {}),
            ("MATCH (n:Company {id: 'a'}) SET n.name = $name", {"name": "x'}) DELETE n //"}),
        ]
    )
    assert store.read("MATCH (n:Company) RETURN n.name AS name").rows == [("x'}) DELETE n //",)]


def test_a_faulty_declaration_is_refused(store: GraphStore) -> None:
    with pytest.raises(QueryFailed, match="CREATE CONSTRAINT nonsense"):
        store.prepare(["CREATE CONSTRAINT nonsense"])


def test_filling_leaves_nothing_of_before(store: GraphStore) -> None:
    store.write([("CREATE (a:Company {id: 'a'})-[:OWNS]->(b:Company {id: 'b'})", {})])
    store.fill([], [])
    assert store.read("MATCH (n) RETURN n.id AS id").rows == []
