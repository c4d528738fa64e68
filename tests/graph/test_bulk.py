"""The files for neo4j-admin; tests/cli/test_neo4j.py has the real tool import them."""

import shlex
from contextlib import closing
from pathlib import Path

import pytest

from kg.errors import Unavailable, Unusable
from kg.graph import embedded, writer
from kg.graph.base import statements
from kg.graph.bulk import write_import_files
from kg.graph.embedded import EmbeddedGraph
from kg.ontology import load

COMPANY = "CREATE (a:Company {id: 'a'}) SET a:Entity, a.name = $name, a.aliases = $more"
ARTICLE = "CREATE (a:Article {id: 'b'}) SET a.title = 'T', a.published = date('2024-02-29')"
MENTION = (
    "MATCH (b:Article {id: 'b'}) MATCH (a:Company {id: 'a'}) "
    "MERGE (b)-[m:MENTIONS]->(a) SET m.count = 2"
)


@pytest.fixture
def graph(tmp_path: Path) -> EmbeddedGraph:
    with closing(embedded.open_writer(tmp_path / "graph")) as opened:
        company = {"name": 'a "b", c\nd\x27; rm -rf /', "more": ["x", "y"]}
        opened.write([(COMPANY, company), (ARTICLE, {}), (MENTION, {})])
        opened.write(statements([writer.mark(opened, load(), "ledger-1", 7)]))
    return embedded.open_reader(tmp_path / "graph")


def test_headers_and_rows(graph: EmbeddedGraph, tmp_path: Path) -> None:
    out = tmp_path / "out"
    paths = write_import_files(graph, out)
    assert sorted(paths) == sorted(out.iterdir())
    header = (out / "nodes-Company-header.csv").read_text()
    assert header.startswith("id:ID,name,aliases:string[],cik,")
    row = (out / "nodes-Company.csv").read_text()
    assert row.startswith('"a","a ""b"", c\nd\x27; rm -rf /","x\x1fy",,')
    assert "id:ID,title," in (out / "nodes-Article-header.csv").read_text()
    assert ",2024-02-29," in (out / "nodes-Article.csv").read_text()
    header = (out / "relationships-MENTIONS-header.csv").read_text()
    assert header.startswith(":START_ID,:END_ID,count:long,")
    assert (out / "relationships-MENTIONS.csv").read_text().startswith('"b","a",2,')
    assert '"Neo4j 5"' in (out / "nodes-Projection.csv").read_text()


def test_the_command_names_every_file(graph: EmbeddedGraph, tmp_path: Path) -> None:
    *files, command = write_import_files(graph, tmp_path / "out", "news")
    text = command.read_text()
    words = shlex.split(text.partition("exit 1\n")[2])
    assert words[:5] == ["neo4j-admin", "database", "import", "full", "news"]
    assert "--nodes=Company:Entity=nodes-Company-header.csv,nodes-Company.csv" in words
    assert all(file.name in text for file in files)
    assert command.stat().st_mode & 0o111


def test_an_empty_graph_and_a_folder_that_cannot_be(graph: EmbeddedGraph, tmp_path: Path) -> None:
    empty = embedded.open_writer(tmp_path / "empty")
    with closing(empty), pytest.raises(Unusable, match="the graph is empty"):
        write_import_files(empty, tmp_path / "out")
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot export to"):
        write_import_files(graph, tmp_path / "file")
