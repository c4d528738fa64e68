"""Drawings for the script, and several neighbourhoods as one."""

from typing import Any

from kg.explorer.graphs import expanded, graph_data
from kg.model import Status
from kg.views.drawing import Drawing, Edge, Node, Quote


def star(centre: str, *others: str, omitted: int = 0) -> Drawing:
    nodes = tuple(Node(id_, "Company", id_.upper(), 1) for id_ in (centre, *others))
    edges = tuple(Edge(centre, id_, "OWNS", "owns", Status.CURRENT) for id_ in others)
    return Drawing(centre, nodes, edges, omitted_nodes=omitted, omitted_edges=omitted)


def test_two_neighbourhoods_are_one_drawing() -> None:
    found = expanded([star("a", "b", "c"), star("b", "a", "d")], limit=10)
    assert {node.id for node in found.nodes} == {"a", "b", "c", "d"}
    assert {(edge.source, edge.target) for edge in found.edges} == {
        ("a", "b"),
        ("a", "c"),
        ("b", "a"),
        ("b", "d"),
    }
    assert (found.omitted_nodes, found.omitted_edges) == (0, 0)


def test_what_is_expanded_finds_room_beside_a_crowd() -> None:
    crowd = star("a", *(f"x{i}" for i in range(50)), omitted=7)
    found = expanded([crowd, star("b", "a", "d")], limit=10)
    ids = [node.id for node in found.nodes]
    assert len(ids) == 10
    assert {"a", "b", "d"} <= set(ids)
    assert found.omitted_nodes == 7 + 53 - 10
    assert all({edge.source, edge.target} <= set(ids) for edge in found.edges)


def test_ids_reach_the_script_as_plain_values_and_only_web_addresses_as_links() -> None:
    nodes = (Node("__proto__", "Company", ""), Node("b", "Company", "B"))
    quotes = (Quote("So it is.", "Wire", None, "javascript:alert(1)"),)
    edge = Edge("__proto__", "b", "OWNS", "owns", Status.CURRENT, quotes=quotes)
    data: dict[str, Any] = graph_data(Drawing("x", nodes, (edge,)))
    first = data["nodes"][0]
    assert (first["id"], first["ref"], first["name"]) == (0, "__proto__", "__proto__")
    (drawn,) = data["edges"]
    assert drawn["quotes"] == [
        {"text": "So it is.", "publisher": "Wire", "published": None, "url": ""}
    ]
