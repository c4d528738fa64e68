from contextlib import closing, suppress

import pytest

from kg.errors import GraphError, QueryFailed
from kg.graph import bolt
from kg.graph.bolt import open_reader
from kg.graph.bolt_server import Server
from kg.graph.guard import check_read_only

HOSTILE = {
    "create": "CREATE (n:Company)",
    "create after a match": "MATCH (n) CREATE (m:Company)",
    "mixed case": "MATCH (n) cReAtE (m:Company)",
    "merge": "MERGE (n:Company {id: 'x'})",
    "merge after with": "WITH 1 AS x MERGE (n:Company {id: x})",
    "set": "MATCH (n) SET n.name = 'x'",
    "set on a new line": "MATCH (n)\nSET\nn.name = 'x'",
    "set glued to a number": "MATCH (n) WHERE n.cik = 1SET n.name = 'x'",
    "create glued to a number with a dot": "RETURN 1.CREATE (n)",
    "create glued to a string": "RETURN 'a'CREATE (n)",
    "create glued to a bracket": "MATCH (n)CREATE(m)",
    "delete": "MATCH (n) DELETE n",
    "detach delete": "MATCH (n) DETACH DELETE n",
    "nodetach delete": "MATCH (n) NODETACH DELETE n",
    "insert": "INSERT (n:Company)",
    "remove": "MATCH (n) REMOVE n.name",
    "drop": "DROP INDEX company_name",
    "create index": "CREATE INDEX FOR (n:Company) ON (n.name)",
    "create constraint": "CREATE CONSTRAINT FOR (n:Company) REQUIRE n.id IS UNIQUE",
    "foreach": "MATCH (n) FOREACH (x IN [1] | SET n.a = x)",
    "load csv": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load csv with headers": "LOAD CSV WITH HEADERS FROM '/etc/passwd' AS line RETURN line",
    "load csv after with": "WITH 1 AS x LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "use": "USE system MATCH (n) RETURN n.id",
    "use inside a subquery": "CALL { USE system MATCH (n) RETURN n.id AS id } RETURN id",
    "a write in a subquery": "MATCH (n) CALL { WITH n SET n.a = 1 } RETURN 1",
    "in transactions": "CALL { MATCH (n) RETURN n } IN TRANSACTIONS RETURN 1",
    "second statement": "RETURN 1; MATCH (n) RETURN n",
    "second statement that writes": "RETURN 1; MATCH (n) DETACH DELETE n",
    "union with a write": "RETURN 1 AS a UNION CREATE (n) RETURN 1 AS a",
    "procedure that writes": "CALL table.upsert({node: 1})",
    "procedure that fetches": "CALL apoc.load.json('http://localhost') YIELD value RETURN value",
    "procedure in backticks": "CALL `apoc`.`load`.`json`('x') YIELD value RETURN value",
    "procedure with spaces": "CALL apoc . load . json('x') YIELD value RETURN value",
    "procedure without arguments": "CALL db.cdc.enable",
    "procedure that administers": "CALL dbms.listConfig()",
    "procedure behind an allowed name": "CALL db.labels.evil()",
    "procedure without a name": "MATCH (n) CALL",
    "function of a plug-in": "RETURN apoc.cypher.runFirstColumn('CREATE (n)', {}, true) AS x",
    "function of a plug-in, quoted": "RETURN `apoc`.`cypher`.`run`('CREATE (n)') AS x",
    "show": "SHOW DATABASES",
    "explain": "EXPLAIN MATCH (n) RETURN n",
    "profile": "PROFILE MATCH (n) RETURN n",
    "valid time": "FOR VALID_TIME ALL MATCH (n) RETURN n",
    "text format": "MATCH (n) RETURN n.id FORMAT CSV",
    "alter": "ALTER USER neo4j SET PASSWORD 'x'",
    "nothing": "",
    "only a comment": "// MATCH (n) RETURN n",
    "only semicolons": ";;",
    "write after a line comment": "MATCH (n) // look\nSET n.a = 1",
    "write after a block comment": "MATCH (n) /* look */ SET n.a = 1",
    "comment between the words": "MATCH (n) DETACH/**/DELETE n",
    "comment sign in a string": "MATCH (n) WHERE n.url = 'http://a' SET n.a = 1",
    "quote in a comment": "MATCH (n) // it's\nSET n.a = 1 // it's",
    "quote in a block comment": "MATCH (n) /* ' */ SET n.a = 1 /* ' */",
    "quote in backticks": "MATCH (`'`) SET n.a = 1 RETURN `'`",
    "escaped quote": r"MATCH (n) WHERE n.a = '\\' SET n.a = 1 //'",
    "escaped quote in double quotes": r"""MATCH (n) WHERE n.a = "\"" SET n.a = 1""",
    "doubled backtick": "MATCH (`a``b`) SET n.a = 1",
    "backslash in backticks": r"MATCH (`a\`) SET n.a = 1 RETURN `b`",
    "escaped letter": r"MATCH (n) \u0053ET n.a = 1",
    "escaped letter with two u": r"MATCH (n) \uu0053ET n.a = 1",
    "escaped quote ends a string": r"RETURN '\u0027 CREATE (n) //'",
    "escaped backtick ends a name": r"MATCH (`a\u0060) SET n.a = 1 //`",
    "escaped line end ends a comment": "MATCH (n) // \\u000a SET n.a = 1",
    "lone carriage return ends a comment": "MATCH (n) //\rSET n.a = 1",
    "line separator ends a comment": "MATCH (n) //\u2028SET n.a = 1",
    "zero byte": "MATCH (n)\x00 RETURN n",
    "unclosed string": "RETURN 'a",
    "unclosed backtick": "RETURN `a",
    "unclosed comment": "RETURN 1 /* a",
    "long s": "MATCH (n) ſET n.a = 1",
}

INNOCENT = {
    "plain": "MATCH (n:Company) RETURN n.name AS name",
    "write word in a string": "RETURN 'create'",
    "write clause in a string": 'RETURN "MATCH (n) DETACH DELETE n; DROP INDEX x"',
    "string with an escaped quote": r"RETURN 'it\'s; SET' AS x",
    "property named set": "MATCH (n) RETURN n.set, n . create",
    "label named Set": "MATCH (n:Set) RETURN n.id",
    "one label of several": "MATCH (n:Create|Delete&!Merge) RETURN n.id",
    "edge type named USE": "MATCH ()-[r:USE|LOAD]->() RETURN type(r)",
    "parameter named set": "MATCH (n) WHERE n.id = $set RETURN n.id",
    "column named set": "RETURN 1 AS set",
    "key named set": "RETURN {set: 1, delete: 2} AS map",
    "name in backticks": "MATCH (`create`) RETURN `create`.name AS `SET`",
    "write word in a comment": "MATCH (n) // then SET n.a\nRETURN n.id /* DELETE n */",
    "word that begins like one": "MATCH (n) RETURN n.settlement AS settled, n.created AS creator",
    "created as a variable": "WITH 1 AS created, 2 AS usage RETURN created, usage",
    "final semicolon": "RETURN 1;\n",
    "windows line ends": "MATCH (n)\r\nRETURN n.id // x\r\n",
    "subquery": "CALL { MATCH (n) RETURN n.id AS id UNION MATCH (m) RETURN m.id AS id } RETURN id",
    "subquery with scope": "MATCH (n) CALL (n) { MATCH (n)--(m) RETURN m } RETURN m.id",
    "harmless procedure": "CALL db.labels() YIELD label RETURN label",
    "harmless procedure in other case": "call DB.relationshipTypes() yield relationshipType",
    "search": "CALL db.index.fulltext.queryNodes('names', $text) YIELD node RETURN node.id",
    "dates": "RETURN date.truncate('month', date()), duration.between(date(), date()) AS d",
    "slice": "WITH [1, 2, 3] AS list RETURN list[0..2] AS some, list[-1] AS last",
    "numbers": "RETURN 1.5, 1e5, .5, 0xff, 3..name",
    "optional match first": "OPTIONAL MATCH (n:Company) RETURN count(n) AS n",
    "unwind": "UNWIND $rows AS row RETURN row.id AS id",
    "accents": "MATCH (n) WHERE n.name = 'Nestl\\u00e9' RETURN n.name AS société",
    "path": "MATCH p = shortestPath((a)-[*1..4]-(b)) RETURN length(p) AS steps",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_refuses(query: str) -> None:
    with pytest.raises(QueryFailed):
        check_read_only(query)


@pytest.mark.neo4j
def test_the_server_is_asked_nothing_hostile(neo4j_server: Server) -> None:
    """All of them in one test: each is refused before it is sent."""
    with closing(open_reader(neo4j_server)) as graph:
        before = graph.read("MATCH (n) RETURN count(n) AS n").rows
        for query in HOSTILE.values():
            with pytest.raises(QueryFailed):
                graph.read(query)
        assert graph.read("MATCH (n) RETURN count(n) AS n").rows == before


@pytest.mark.neo4j
def test_the_server_refuses_writes_without_the_guard(
    neo4j_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bolt, "check_read_only", lambda _: None)
    with closing(open_reader(neo4j_server)) as graph:
        before = graph.read("MATCH (n) RETURN count(n) AS n").rows
        for query in HOSTILE.values():
            with suppress(GraphError):
                graph.read(query, {}, timeout=10)
            assert graph.read("MATCH (n) RETURN count(n) AS n").rows == before


@pytest.mark.parametrize("query", INNOCENT.values(), ids=INNOCENT)
def test_lets_pass(query: str) -> None:
    check_read_only(query)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("MATCH (n) DETACH DELETE n", "DETACH"),
        ("CALL apoc.load.json('x')", "apoc.load.json"),
        ("RETURN apoc.util.sleep(1)", "apoc.util.sleep"),
        ("DROP INDEX x", "begins with one of CALL, MATCH"),
        ("RETURN 1; RETURN 2", "one statement"),
        ("RETURN 'a", "never closes"),
    ],
)
def test_says_what_it_refuses(query: str, named: str) -> None:
    with pytest.raises(QueryFailed, match=named):
        check_read_only(query)


def test_a_long_query_is_checked_in_time() -> None:
    check_read_only("RETURN [" + ", ".join(["a.b.c"] * 50_000) + "]")
