"""Analysts' own queries: the same rows on every engine, and what is told of those that differ."""

import json
import tomllib
from pathlib import Path

import pytest

from kg.errors import QueryFailed
from kg.graph.base import GraphStore
from kg.graph.portability import explain

FILE = Path(__file__).parent.parent / "data" / "analyst_queries.toml"
QUERIES: dict[str, str] = tomllib.loads(FILE.read_text("utf-8"))["queries"]

# One query for each construct that `explain` knows.
DIFFERENT = {
    "COLLECT { … }": "MATCH (c:Company) RETURN c.name AS n, "
    "COLLECT { MATCH (c)-[:OWNS]->(o) RETURN o.name } AS o ORDER BY n",
    "WHERE within ( ) or [ ] of a pattern": "MATCH (c:Company WHERE c.name STARTS WITH 'S') "
    "RETURN c.name AS n ORDER BY n",
    "a quantified path": "MATCH p = (a:Company)-[:OWNS]->{1,3}(b) RETURN count(p) AS n",
    "SHORTEST, ANY or ALL before a path": "MATCH p = SHORTEST 1 (a:Company)-[:OWNS]-+(b:Company) "
    "WHERE a.name = 'Cariad' AND b.name = 'Argo AI' RETURN length(p) AS n",
    "shortestPath() after another pattern": "MATCH (a:Company), (b:Company), "
    "p = shortestPath((a)-[*1..4]-(b)) WHERE a.name = 'Stellantis' AND b.name = 'Cariad' "
    "RETURN length(p) AS n",
    "a choice of labels in a condition": "MATCH (a) WHERE a:Company|Product RETURN count(a) AS n",
    "a negated label": "MATCH (a:Entity&!Company) RETURN count(a) AS n",
    "a chain of comparisons": "MATCH (c:Company) WHERE 'M' < c.name <= 'Z' RETURN count(c) AS n",
    "a function that kglite lacks": "MATCH (c:Company) "
    "RETURN percentileCont(size(c.aliases), 0.5) AS p",
    "an underscore in a number": "RETURN 1_000 AS n",
    "a point without a globe": "RETURN point({x: 1, y: 2}).x AS x",
    "a full-text index": "CALL db.index.fulltext.queryNodes('names', 'Stellantis') YIELD node "
    "RETURN node.name AS n",
    "FILTER": "MATCH (c:Company) FILTER c.name = 'Arm' RETURN c.name AS n",
    "length() of text": "RETURN length('abc') AS n",
    "id()": "MATCH (c:Company) RETURN id(c) >= 0 AS n LIMIT 1",
    "all properties": "MATCH (c:Company) RETURN keys(properties(c)) AS k ORDER BY c.id",
    "lists joined by ||": "RETURN [1] || [2] AS n",
    "a duration between days": "RETURN duration.between(date('2024-01-01'), date('2024-03-01'))"
    ".months AS m",
    "a divisor that may be 0": "UNWIND [0.0] AS zero RETURN 1.0 / zero AS x",
    "a property of an edge within { } of a pattern": "MATCH (:Company)-[r:OWNS]->() "
    "MATCH (c:Claim {id: r.evidence}) RETURN c.quote AS q ORDER BY q",
    "db.labels()": "CALL db.labels() YIELD label RETURN count(*) AS n",
    "a whole node, edge or path as a column": "MATCH (c:Company)-[o:OWNS]->() RETURN c, o",
    "name or title of a node that has none": "MATCH (a:Article) RETURN a.name AS n ORDER BY a.id",
}


def answer(store: GraphStore, query: str) -> str:
    """The rows, in their order where the query gives one, or that there are none."""
    try:
        rows = [json.dumps(row, default=str, sort_keys=True) for row in store.read(query).rows]
    except QueryFailed:
        return "refused"
    return str(rows if "ORDER BY" in query else sorted(rows))


def test_there_are_enough() -> None:
    assert len(QUERIES) >= 60


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_an_analyst_gets_an_answer(filled: GraphStore, query: str) -> None:
    assert filled.read(query).rows


@pytest.mark.neo4j
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_both_engines_answer_alike(
    filled_kglite: GraphStore, filled_neo4j: GraphStore, query: str
) -> None:
    assert answer(filled_neo4j, query) == answer(filled_kglite, query)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_nothing_is_told_of_what_runs_alike(query: str) -> None:
    told = [construct for construct, *_ in explain(query).rows]
    assert [each for each in told if each != "a divisor that may be 0"] == []


@pytest.mark.parametrize(("construct", "query"), DIFFERENT.items(), ids=DIFFERENT)
def test_what_differs_is_told(construct: str, query: str) -> None:
    assert construct in [row[0] for row in explain(query).rows]


@pytest.mark.neo4j
@pytest.mark.parametrize("query", DIFFERENT.values(), ids=DIFFERENT)
def test_what_is_told_does_differ(
    filled_kglite: GraphStore, filled_neo4j: GraphStore, query: str
) -> None:
    assert answer(filled_neo4j, query) != answer(filled_kglite, query)
