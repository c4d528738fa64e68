"""What a page draws: nodes, edges with the sentence behind them, and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kg.model import Status


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence behind an edge and where it was printed.

    `text` is "" where it may not be shown, `publisher` "" and `published` None where they are not
    known; `url` may be any text.
    """

    text: str = ""
    publisher: str = ""
    published: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity. `weight` counts its edges before any were left out and sets its size.

    `facts` are (label, value) pairs, shown in this order; `note` stands under the name.
    """

    id: str
    kind: str
    name: str
    weight: int = 0
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation. `wording` reads from `source` to `target`: "supplies".

    `kind` refines the predicate or is empty. Of `quotes` the first is the latest that gives the
    status; the others follow, the newest first.
    """

    source: str
    target: str
    predicate: str
    wording: str
    status: Status
    kind: str = ""
    confidence: float = 0.0
    claims: int = 0
    publishers: int = 0
    first_seen: date | None = None
    last_seen: date | None = None
    quotes: tuple[Quote, ...] = ()
    symmetric: bool = False


class Place(NamedTuple):
    """Where a node stands, in pixels, x to the right and y downwards.

    Its name stands to the left where `beside` is -1, to the right where it is 1, else below.
    """

    x: float
    y: float
    beside: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page's content: `edges` join `nodes` only, strongest first.

    `places` are by node id, where the drawing says where its nodes stand; empty where they are
    to be laid out.

    `omitted_nodes` and `omitted_edges` were found and left out; `cut` says that the question
    itself was stopped at its row limit, so that more than these is missing.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    omitted_nodes: int = 0
    omitted_edges: int = 0
    cut: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)
