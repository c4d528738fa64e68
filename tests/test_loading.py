"""Whole graphs for pandas and NetworkX, there and back."""

from pathlib import Path

import networkx as nx

import kg


def test_frames_and_a_graph_hold_the_same(samples_store: Path) -> None:
    nodes, edges = kg.load_frames(samples_store)
    graph = kg.load_networkx(samples_store)
    assert set(graph) == set(nodes["id"])
    assert sorted(graph.edges(keys=True)) == sorted(
        zip(edges["source"], edges["target"], edges["predicate"], strict=True)
    )
    stellantis = nodes[nodes["name"] == "Stellantis"].iloc[0]
    assert graph.nodes[stellantis["id"]]["aliases"] == stellantis["aliases"]


def test_back_from_frames(samples_store: Path) -> None:
    _, edges = kg.load_frames(samples_store)
    graph = kg.load_networkx(samples_store)
    back = nx.from_pandas_edgelist(
        edges, edge_attr=True, edge_key="predicate", create_using=nx.MultiDiGraph
    )
    assert set(back.edges(keys=True)) == set(graph.edges(keys=True))
    for there, here, predicate in graph.edges(keys=True):
        quote = graph.edges[there, here, predicate]["quote"]
        assert back.edges[there, here, predicate]["quote"] == quote
