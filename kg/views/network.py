"""A drawing as a pyvis network: places, sizes, shapes and lines. Colours are the page's."""

import math
from collections import Counter
from collections.abc import Sequence

from pyvis.network import Network

from kg.model import Status
from kg.views.drawing import Drawing, Edge, Place
from kg.views.layout import positions

# Shape and colour both tell the kind, for readers who cannot tell the colours apart.
SHAPES = {
    "Company": "dot",
    "Organization": "square",
    "Product": "diamond",
    "Person": "star",
    "Place": "triangle",
    "Theme": "hexagon",
}
OTHER_SHAPE = "triangleDown"

# The predicates for which the style sheet has a colour; a user's own ones share another.
_TONED = {
    "ACQUIRES", "COMPETES_WITH", "DEVELOPS", "HAS_ROLE_AT", "INVESTS_IN", "LICENSES_TO",
    "MERGES_WITH", "OPERATES_IN", "OWNS", "PARTNERS_WITH", "SUES", "SUPPLIES", "USES",
}  # fmt: skip

# Lengths of stroke and gap, by turns, on a line of 1.6 pixels; only what holds now is whole.
DASHES: dict[Status, tuple[int, ...]] = {
    Status.CURRENT: (),
    Status.PLANNED: (9, 5),
    Status.RUMOURED: (2, 4),
    Status.ENDED: (12, 4, 2, 4),
    Status.DENIED: (4, 9),
}

# Wordings beside more lines than this only hide one another.
MOST_LABELLED_EDGES = 30
_MOST_NODE_SIZE = 34.0
_MOST_EDGE_WIDTH = 5.0
_BEND = 0.3


def group(kind: str) -> str:
    """The name under which the page's style sheet knows a kind."""
    return kind.lower() if kind in SHAPES else "other"


def tone(predicate: str) -> str:
    """The name under which the page's style sheet knows a predicate."""
    return predicate.lower() if predicate in _TONED else "other"


def network(drawing: Drawing) -> Network:
    """The network of a drawing; nodes and edges have their places in the drawing as ids.

    So no id out of the data reaches the browser's objects. Edges carry predicate and status, the
    name of their colour, whether they are over, and their first and last day.
    """
    place = {node.id: i for i, node in enumerate(drawing.nodes)}
    pairs = [(place[edge.source], place[edge.target]) for edge in drawing.edges]
    # A drawing of many nodes is seen from further away.
    growth = max(1.0, math.sqrt(len(drawing.nodes)) / 9)
    net = Network(directed=True)
    for i, (x, y, beside) in enumerate(_places(drawing, pairs)):
        node = drawing.nodes[i]
        net.add_node(
            i,
            label=node.name or node.id,
            shape=SHAPES.get(node.kind, OTHER_SHAPE),
            size=round(growth * min(_MOST_NODE_SIZE, 7 + 3 * math.sqrt(node.weight)), 1),
            group=group(node.kind),
            x=x,
            y=y,
            beside=beside,
            note=node.note,
        )
    labelled = len(drawing.edges) <= MOST_LABELLED_EDGES
    drawn: Counter[frozenset[int]] = Counter()
    for i, (edge, (source, target)) in enumerate(zip(drawing.edges, pairs, strict=True)):
        bend = _bend(drawn[frozenset((source, target))], forth=source < target)
        drawn[frozenset((source, target))] += 1
        net.add_edge(source, target, id=i, **_line(edge, growth), **bend)
        if labelled:
            net.edges[-1]["label"] = edge.wording
    return net


def _places(drawing: Drawing, pairs: Sequence[tuple[int, int]]) -> Sequence[Place]:
    if drawing.places:
        return [drawing.places[node.id] for node in drawing.nodes]
    return [Place(x, y) for x, y in positions(len(drawing.nodes), pairs)]


def _line(edge: Edge, growth: float) -> dict[str, object]:
    """Wider by publishers: one pixel more each time that their number doubles."""
    width = growth * min(_MOST_EDGE_WIDTH, 1.2 + math.log2(max(1, edge.publishers)))
    return {
        "predicate": edge.predicate,
        "status": edge.status.value,
        "tone": f"tone-{tone(edge.predicate)}",
        "over": edge.status in (Status.ENDED, Status.DENIED),
        "first": edge.first_seen and edge.first_seen.isoformat(),
        "last": edge.last_seen and edge.last_seen.isoformat(),
        "width": round(width, 1),
        "dashes": [round(max(1.0, width / 1.6) * n) for n in DASHES[edge.status]] or False,
        "arrows": "" if edge.symmetric else "to",
    }


def _bend(before: int, *, forth: bool) -> dict[str, object]:
    """Straight for the first edge of a pair, then to either side by turns, further each time.

    vis-network bends as seen from an edge's source, so an edge that runs back is turned round.
    """
    if not before:
        return {"smooth": False}
    clockwise = (before % 2 == 1) == forth
    roundness = round(_BEND * ((before + 1) // 2), 2)
    kind = "curvedCW" if clockwise else "curvedCCW"
    return {"smooth": {"enabled": True, "type": kind, "roundness": roundness}}
