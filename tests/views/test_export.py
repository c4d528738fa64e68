import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from kg.errors import ViewError
from kg.graph.base import Table
from kg.views.cells import xml_text
from kg.views.export import Format, export

NODES = Table(
    ("id", "kind", "name", "aliases", "ticker"),
    [
        ("c1", "Company", "Microsoft", [], "MSFT"),
        ("c2", "Company", "Stellantis", ["Fiat Chrysler", "PSA"], None),
        ("t1", "Theme", "=generative AI", [], None),
    ],
)
EDGES = Table(
    ("source", "target", "predicate", "type", "confidence", "claims", "first_seen"),
    [
        ("c1", "c2", "SUPPLIES", "x", 0.9, 5, date(2025, 3, 1)),
        ("c1", "c2", "PARTNERS_WITH", "y", 0.5, 1, None),
        ("c2", "t1", "USES", "z", 0.25, 1, date(2025, 3, 2)),
    ],
)
GRAPHS: dict[Format, Any] = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def rows(table: Table, start: int, end: int) -> Table:
    return replace(table, rows=table.rows[start:end])


def tables(names: list[str]) -> tuple[Table, Table]:
    ids = [f"n{i}" for i in range(len(names))]
    nodes = [(i, name, [name, name]) for i, name in zip(ids, names, strict=True)]
    edges = [(i, i, name) for i, name in zip(ids, names, strict=True)]
    return Table(("id", "name", "aliases"), [*nodes]), Table(
        ("source", "target", "quote"), [*edges]
    )


@pytest.mark.parametrize("format_", GRAPHS)
def test_a_graph_comes_back(tmp_path: Path, format_: Format) -> None:
    path = tmp_path / "new" / f"graph.{format_}"
    assert export(NODES, EDGES, path, format_) == (path,)
    graph = GRAPHS[format_](path)
    assert isinstance(graph, nx.MultiDiGraph)
    assert list(graph) == ["c1", "c2", "t1"]
    assert graph.nodes["c1"]["ticker"] == "MSFT"
    assert graph.nodes["c2"]["aliases"] == "Fiat Chrysler; PSA"
    assert "ticker" not in graph.nodes["c2"]
    found = {data["predicate"]: data for data in graph["c1"]["c2"].values()}
    assert found.keys() == {"SUPPLIES", "PARTNERS_WITH"}
    assert found["SUPPLIES"]["first_seen"] == "2025-03-01"
    assert (found["SUPPLIES"]["confidence"], found["SUPPLIES"]["claims"]) == (0.9, 5)
    assert "first_seen" not in found["PARTNERS_WITH"]


def test_gexf_keeps_a_column_whose_name_it_needs(tmp_path: Path) -> None:
    export(NODES, EDGES, tmp_path / "g.gexf", "gexf")
    [edge] = nx.read_gexf(tmp_path / "g.gexf")["c2"]["t1"].values()
    assert edge["type_"] == "z"


@pytest.mark.parametrize("format_", GRAPHS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(st.text(), min_size=1, max_size=4))
def test_any_name_comes_back_from_xml(tmp_path: Path, format_: Format, names: list[str]) -> None:
    export(*tables(names), tmp_path / "g", format_)
    graph = GRAPHS[format_](tmp_path / "g")
    assert [data.get("name", "") for _, data in graph.nodes(data=True)] == list(
        map(xml_text, names)
    )
    assert [data.get("quote", "") for *_, data in graph.edges(data=True)] == list(
        map(xml_text, names)
    )


def test_csv(tmp_path: Path) -> None:
    assert export(NODES, EDGES, tmp_path / "out", "csv") == (
        tmp_path / "out" / "nodes.csv",
        tmp_path / "out" / "edges.csv",
    )
    assert (tmp_path / "out" / "nodes.csv").read_text("utf-8") == (
        "id,kind,name,aliases,ticker\n"
        "c1,Company,Microsoft,,MSFT\n"
        "c2,Company,Stellantis,Fiat Chrysler; PSA,\n"
        "t1,Theme,'=generative AI,,\n"
    )
    assert (tmp_path / "out" / "edges.csv").read_text("utf-8").splitlines()[1:3] == [
        "c1,c2,SUPPLIES,x,0.9,5,2025-03-01",
        "c1,c2,PARTNERS_WITH,y,0.5,1,",
    ]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(st.text(), min_size=1, max_size=4))
def test_any_name_comes_back_from_the_other_files(tmp_path: Path, names: list[str]) -> None:
    nodes, edges = tables(names)
    for format_ in ("csv", "jsonl", "parquet"):
        export(nodes, edges, tmp_path, format_)
    with (tmp_path / "nodes.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["name"].removeprefix("'") for row in csv.DictReader(file)]
    lines = (tmp_path / "nodes.jsonl").read_text("utf-8").split("\n")[:-1]
    table = parquet.read_table(tmp_path / "nodes.parquet").to_pylist()
    unix = [name.replace("\r\n", "\n").replace("\r", "\n") for name in names]
    assert cells == [name.removeprefix("'") for name in unix]
    assert [json.loads(line)["name"] for line in lines] == names
    assert [row["name"] for row in table] == names
    assert [row["aliases"] for row in table] == [[n, n] for n in names]


def test_parquet_types_do_not_hang_on_what_is_absent(tmp_path: Path) -> None:
    export(NODES, EDGES, tmp_path / "full", "parquet")
    sparse_edge = (*EDGES.rows[1][:5], None, None)
    export(rows(NODES, 0, 1), replace(EDGES, rows=[sparse_edge]), tmp_path / "sparse", "parquet")
    full, sparse = (
        {
            field.name: field.type
            for name in ("nodes", "edges")
            for field in parquet.read_schema(tmp_path / folder / f"{name}.parquet")
        }
        for folder in ("full", "sparse")
    )
    assert full["first_seen"] == pa.date32()
    assert full["aliases"] == pa.list_(pa.string())
    assert full == sparse


def test_parquet_days_come_back(tmp_path: Path) -> None:
    _, edges = export(NODES, EDGES, tmp_path, "parquet")
    days = parquet.read_table(edges)["first_seen"].to_pylist()
    assert days == [date(2025, 3, 1), None, date(2025, 3, 2)]


def test_json_lines(tmp_path: Path) -> None:
    nodes, edges = export(NODES, EDGES, tmp_path, "jsonl")
    assert json.loads(nodes.read_text("utf-8").splitlines()[1]) == {
        "id": "c2",
        "kind": "Company",
        "name": "Stellantis",
        "aliases": ["Fiat Chrysler", "PSA"],
        "ticker": None,
    }
    assert json.loads(edges.read_text("utf-8").splitlines()[1])["first_seen"] is None


@pytest.mark.parametrize("format_", ["graphml", "gexf", "csv", "parquet", "jsonl"])
def test_nothing_is_exported_as_nothing(tmp_path: Path, format_: Format) -> None:
    paths = export(rows(NODES, 0, 0), rows(EDGES, 0, 0), tmp_path / "out", format_)
    assert all(path.is_file() for path in paths)


@pytest.mark.parametrize("format_", GRAPHS)
def test_an_edge_to_an_unknown_node_is_refused(tmp_path: Path, format_: Format) -> None:
    with pytest.raises(ViewError, match="edge 0 ends at 'c2', which is not among the nodes"):
        export(rows(NODES, 0, 1), EDGES, tmp_path / "g", format_)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(ViewError, match="the edges to export have no column 'target'"):
        export(NODES, Table(("source",), [("c1",)]), tmp_path, "csv")


@pytest.mark.parametrize("format_", ["graphml", "csv"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, format_: Format) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ViewError, match="choose a place that can be written"):
        export(NODES, EDGES, tmp_path / "file" / "out", format_)
