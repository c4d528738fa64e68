"""Where nodes stand in a supply chain, and along a path."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.graph.base import Table
from kg.views.drawing import Drawing, Place

# Whether the goods go with the arrow: what somebody uses comes to it.
_GOODS = {"SUPPLIES": True, "LICENSES_TO": True, "USES": False}

# Pixels between nodes, from the middle to the first column and from it to the next.
_APART, _ASIDE, _FURTHER, _STEP = 40.0, 300.0, 260.0, 260.0
_MOST_IN_COLUMN = 14

Places = Mapping[str, Place]


def goods(edges: Table, centre: str) -> Table:
    """Of a table with source, target and predicate, the rows by which goods come or go."""
    columns = [edges.columns.index(name) for name in ("source", "target", "predicate")]
    rows = []
    for row in edges.rows:
        source, target, predicate = (row[column] for column in columns)
        if predicate in _GOODS and centre in (source, target) and source != target:
            rows.append(row)
    return replace(edges, rows=rows)


def chained(drawing: Drawing, centre: str) -> Drawing:
    """A drawing of `goods` with suppliers to the left of the centre and customers to the right.

    Who is both stands with the suppliers.
    """
    ends = [
        (e.source, e.target) if _GOODS[e.predicate] else (e.target, e.source) for e in drawing.edges
    ]
    before = dict.fromkeys(giver for giver, taker in ends if taker == centre)
    after = dict.fromkeys(t for giver, t in ends if giver == centre and t not in before)
    return replace(
        drawing,
        places={centre: Place(0.0, 0.0), **_columns([*before], -1), **_columns([*after], 1)},
    )


def lined_up(drawing: Drawing, ids: Iterable[str]) -> Drawing:
    """The drawing with its nodes in a row, in the order of `ids`."""
    return replace(drawing, places={id_: Place(i * _STEP, 0.0) for i, id_ in enumerate(ids)})


def _columns(ids: Sequence[str], side: int) -> Places:
    """Columns beside the middle, the first ids nearest to it."""
    places = {}
    for first in range(0, len(ids), _MOST_IN_COLUMN):
        column = ids[first : first + _MOST_IN_COLUMN]
        x = side * (_ASIDE + first // _MOST_IN_COLUMN * _FURTHER)
        for i, id_ in enumerate(column):
            places[id_] = Place(x, (i - (len(column) - 1) / 2) * _APART, side)
    return places
