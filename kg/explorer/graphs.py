"""A drawing as the explorer's script takes it, and drawings that were expanded."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.model import Status
from kg.views.cells import web_address
from kg.views.drawing import Drawing, Edge, Node
from kg.views.network import DASHES, network


def graph_data(drawing: Drawing) -> dict[str, object]:
    """Nodes and edges as kg/views/graph.js takes them, with what the panel and the legend say."""
    net = network(drawing)
    return {
        "title": drawing.title,
        "placed": bool(drawing.places),
        "nodes": [
            {**drawn, **_node(node)} for drawn, node in zip(net.nodes, drawing.nodes, strict=True)
        ],
        "edges": [
            {**drawn, **_edge(edge)} for drawn, edge in zip(net.edges, drawing.edges, strict=True)
        ],
        "dashes": {status.value: " ".join(map(str, DASHES[status])) for status in Status},
        "omitted": {"nodes": drawing.omitted_nodes, "edges": drawing.omitted_edges},
        "cut": drawing.cut,
    }


def expanded(drawings: Sequence[Drawing], limit: int) -> Drawing:
    """One drawing of several neighbourhoods, the first being the page's own.

    Each gives its nodes by turns, so that the first leaves room for the others. What was left
    out of several is counted for each.
    """
    by_turns = (node for turn in zip_longest(*(d.nodes for d in drawings)) for node in turn if node)
    nodes: dict[str, Node] = {}
    for node in by_turns:
        known = nodes.get(node.id, node)
        if node.id in nodes or len(nodes) < limit:
            nodes[node.id] = replace(node, weight=max(node.weight, known.weight))
    found = {_triple(edge): edge for drawing in drawings for edge in drawing.edges}
    edges = tuple(e for e in found.values() if e.source in nodes and e.target in nodes)
    seen = {node.id for drawing in drawings for node in drawing.nodes}
    return Drawing(
        drawings[0].title,
        tuple(nodes.values()),
        edges,
        omitted_nodes=sum(d.omitted_nodes for d in drawings) + len(seen) - len(nodes),
        omitted_edges=sum(d.omitted_edges for d in drawings) + len(found) - len(edges),
        cut=any(drawing.cut for drawing in drawings),
    )


def _triple(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.predicate, edge.target


def _node(node: Node) -> dict[str, object]:
    return {"ref": node.id, "name": node.name or node.id, "kind": node.kind, "facts": node.facts}


def _edge(edge: Edge) -> dict[str, object]:
    return {
        "wording": edge.wording,
        "kind": edge.kind,
        "publishers": edge.publishers,
        "claims": edge.claims,
        "confidence": round(edge.confidence, 2),
        "quotes": [
            {
                "text": quote.text,
                "publisher": quote.publisher,
                "published": quote.published,
                "url": web_address(quote.url),
            }
            for quote in edge.quotes
        ],
    }
