"""Entities and relations for NetworkX."""

from typing import Any, cast

import networkx as nx

from kg.graph.base import Table


def to_networkx(nodes: Table, edges: Table) -> "nx.MultiDiGraph[str]":
    """The graph of these tables: nodes by id, edges by predicate, all else as attributes.

    Values stay as they are, None too; see `kg.views.export` for what files can hold.
    """
    graph: Any = nx.MultiDiGraph()  # whose stubs know no keys but numbers
    for row in nodes.records():
        graph.add_node(str(row.pop("id")), **row)
    for row in edges.records():
        ends = (str(row.pop("source")), str(row.pop("target")))
        graph.add_edge(*ends, key=str(row.pop("predicate")), **row)
    return cast("nx.MultiDiGraph[str]", graph)
