"""The graph as files for other programs: GraphML, GEXF, CSV, Parquet and JSON lines."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import networkx as nx
import pyarrow as pa
from pyarrow import parquet

from kg.errors import ViewError
from kg.graph.base import Table
from kg.views.cells import plain, plain_text, spreadsheet_text, xml_text

Format = Literal["graphml", "gexf", "csv", "parquet", "jsonl"]

# GEXF keeps these for itself as attributes of a node or an edge; ours are given another name.
_GEXF_OWN = {"id", "label", "start", "end", "pid", "parents", "slices", "spells", "viz", "weight"}
_GEXF_OWN |= {"type", "key"}
_LIST_OF_TEXT = pa.list_(pa.string())
# The types of columns that may hold nothing at all; any other such column is text.
_USUAL_TYPES: dict[str, pa.DataType] = {
    "aliases": _LIST_OF_TEXT,
    "first_seen": pa.date32(),
    "last_seen": pa.date32(),
    "published": pa.date32(),
    "confidence": pa.float64(),
    "claims": pa.int64(),
    "publishers": pa.int64(),
}


def export(nodes: Table, edges: Table, to: Path, format_: Format) -> tuple[Path, ...]:
    """Writes nodes and edges, and gives the paths written; what was there is replaced.

    `nodes` has a column id, `edges` have source and target that name ids; every other column is
    an attribute. `to` is a file for graphml and gexf, else a folder for nodes.* and edges.*,
    which is made where it is missing.

    GraphML and GEXF: lists are joined by "; ", dates are ISO text, absent values are left out, and
    so are characters that XML cannot hold. In GEXF a column whose name the format needs itself
    gets a trailing underscore.
    CSV: lists are joined, absent values are empty, and an apostrophe leads text that a
    spreadsheet would run as a formula (it begins with = + - @, a tab or a line end).
    Parquet: days are date32, lists stay lists. JSON lines: dates are ISO text, lists stay lists.

    Raises:
        ViewError: a column is missing, an edge's end is not among the nodes (graphml, gexf), or
            `to` cannot be written.
    """
    for table, what, needed in ((nodes, "nodes", {"id"}), (edges, "edges", {"source", "target"})):
        if missing := sorted(needed - set(table.columns)):
            raise ViewError(f"the {what} to export have no column {missing[0]!r}; add it")
    try:
        if format_ in ("graphml", "gexf"):
            return (_write_graph(nodes, edges, to, format_),)
        to.mkdir(parents=True, exist_ok=True)
        paths = (to / f"nodes.{format_}", to / f"edges.{format_}")
        for table, path in zip((nodes, edges), paths, strict=True):
            _WRITERS[format_](table, path)
    except OSError as err:
        raise ViewError(
            f"cannot export to {to}: {err}; choose a place that can be written"
        ) from err
    return paths


def _write_graph(nodes: Table, edges: Table, path: Path, format_: Format) -> Path:
    graph = _graph(nodes, edges, _GEXF_OWN if format_ == "gexf" else set())
    path.parent.mkdir(parents=True, exist_ok=True)
    (nx.write_gexf if format_ == "gexf" else nx.write_graphml)(graph, path)
    return path


def _graph(nodes: Table, edges: Table, reserved: set[str]) -> "nx.MultiDiGraph[str]":
    """With the edges' places in their frame as keys: e0, e1 and so on."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in nodes.records():
        graph.add_node(xml_text(str(row.pop("id"))), **_attributes(row, reserved))
    for i, row in enumerate(edges.records()):
        ends = [xml_text(str(row.pop(end))) for end in ("source", "target")]
        if unknown := [end for end in ends if end not in graph]:
            raise ViewError(
                f"edge {i} ends at {unknown[0]!r}, which is not among the nodes; export both whole"
            )
        graph.add_edge(ends[0], ends[1], key=f"e{i}", **_attributes(row, reserved))
    return graph


def _attributes(row: dict[str, Any], reserved: set[str]) -> dict[str, Any]:
    """The present values as numbers, truth values and text that XML can hold."""
    attributes = {}
    for name, value in row.items():
        value = plain(value)
        if value is not None and value != []:
            shown = value if isinstance(value, bool | int | float) else xml_text(plain_text(value))
            attributes[f"{name}_" if name in reserved else name] = shown
    return attributes


def _write_csv(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(map(spreadsheet_text, row.values()) for row in table.records())


def _write_jsonl(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in table.records():
            out.write(json.dumps(plain(row), ensure_ascii=False) + "\n")


def _write_parquet(table: Table, path: Path) -> None:
    rows = table.records()
    columns = {name: _arrow(name, [row[name] for row in rows]) for name in table.columns}
    parquet.write_table(pa.table(columns), path)


def _arrow(name: str, values: list[Any]) -> pa.Array:
    """The column with a type that does not hang on whether a value happens to be absent."""
    if all(value is None for value in values):
        return pa.array(values, _USUAL_TYPES.get(name, pa.string()))
    array = pa.array(values)
    return array.cast(_LIST_OF_TEXT) if array.type == pa.list_(pa.null()) else array


_WRITERS: dict[str, Callable[[Table, Path], None]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "jsonl": _write_jsonl,
}
