"""Which nodes and edges a page shows: the centre and what the most evidence holds to it."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg.errors import QueryError
from kg.graph.base import Table
from kg.model import Status
from kg.ontology import Predicate
from kg.views.cells import plain_text
from kg.views.drawing import Drawing, Edge, Node, Quote

# What a page still draws without a delay and holds in about 1.5 MB.
MOST_EDGES = 1_200
# The latest sentences behind an edge; `kg evidence` shows all.
MOST_QUOTES = 4

NODE_COLUMNS = ("id", "kind", "name")
EDGE_COLUMNS = (
    "source",
    "target",
    "predicate",
    "status",
    "kind",
    "confidence",
    "claims",
    "publishers",
    "first_seen",
    "last_seen",
)
# Of the sentence that an edge may come with.
QUOTE_COLUMNS = ("quote", "publisher", "published", "url")


def draw(
    nodes: Table,
    edges: Table,
    predicates: Mapping[str, Predicate],
    *,
    title: str,
    limit: int,
    centre: str = "",
) -> Drawing:
    """What two queries found, as a drawing of at most `limit` nodes; see `select`.

    `nodes` has the columns of NODE_COLUMNS; any further column is a fact about the node.
    `edges` has those of EDGE_COLUMNS, and may have those of QUOTE_COLUMNS; a predicate that the
    ontology no longer knows is worded by its name.

    Raises:
        QueryError: a column is missing or a value does not fit it.
    """
    drawing = select(
        read_nodes(nodes), read_edges(edges, predicates), title=title, limit=limit, centre=centre
    )
    return replace(drawing, cut=nodes.truncated or edges.truncated)


def select(
    nodes: Sequence[Node], edges: Sequence[Edge], *, title: str, limit: int, centre: str = ""
) -> Drawing:
    """At most `limit` nodes and MOST_EDGES edges, and the count of what was left out.

    Kept first is the node whose id is `centre`, then the ends of edges: nearer the centre first,
    then by publishers, claims, edges at both ends and confidence. Nodes without an edge come
    last. An edge whose end is not among `nodes` counts as left out. `centre` "" or unknown: the
    whole is drawn by strength alone.
    """
    known = {node.id: node for node in nodes}
    whole = [edge for edge in edges if edge.source in known and edge.target in known]
    degree = Counter(end for edge in whole for end in {edge.source, edge.target})
    hops = _hops(whole, centre)
    whole.sort(key=lambda edge: _rank(edge, degree, hops))
    kept = _kept(known, whole, limit, centre, degree)
    drawn = [edge for edge in whole if edge.source in kept and edge.target in kept][:MOST_EDGES]
    return Drawing(
        title,
        tuple(replace(known[id_], weight=degree[id_]) for id_ in kept),
        tuple(drawn),
        omitted_nodes=len(known) - len(kept),
        omitted_edges=len(edges) - len(drawn),
    )


def _hops(edges: Iterable[Edge], centre: str) -> dict[str, int]:
    """Steps from the centre, direction aside, of every node that it reaches."""
    beside: dict[str, set[str]] = {}
    for edge in edges:
        beside.setdefault(edge.source, set()).add(edge.target)
        beside.setdefault(edge.target, set()).add(edge.source)
    hops = {centre: 0}
    queue = deque([centre])
    while queue:
        here = queue.popleft()
        found = beside.get(here, set()) - hops.keys()
        hops |= dict.fromkeys(found, hops[here] + 1)
        queue.extend(found)
    return hops


def _rank(
    edge: Edge, degree: Mapping[str, int], hops: Mapping[str, int]
) -> tuple[float, int, int, int, float, str, str, str]:
    """Sorts the edge to keep first lowest; the ids make the order the same in every run."""
    return (
        min(hops.get(edge.source, math.inf), hops.get(edge.target, math.inf)),
        -edge.publishers,
        -edge.claims,
        -degree[edge.source] - degree[edge.target],
        -edge.confidence,
        edge.source,
        edge.target,
        edge.predicate,
    )


def _kept(
    known: Iterable[str], ranked: Iterable[Edge], limit: int, centre: str, degree: Mapping[str, int]
) -> dict[str, None]:
    """The ids to draw, in the order in which they were taken."""
    kept = dict.fromkeys(id_ for id_ in known if id_ == centre)
    for edge in ranked:
        new = dict.fromkeys(end for end in (edge.source, edge.target) if end not in kept)
        if len(kept) + len(new) <= limit:
            kept |= new
    rest = sorted(set(known) - kept.keys(), key=lambda id_: (-degree[id_], id_))
    return kept | dict.fromkeys(rest[: max(0, limit - len(kept))])


def read_nodes(table: Table) -> tuple[Node, ...]:
    """The nodes of a table with NODE_COLUMNS; other columns that hold something become facts.

    Raises:
        QueryError: a column is missing.
    """
    return tuple(
        Node(
            id=str(row["id"]),
            kind=str(row["kind"]),
            name=str(row["name"]),
            facts=tuple(
                (label, plain_text(value))
                for label, value in row.items()
                if label not in NODE_COLUMNS and value not in (None, "", [], ())
            ),
        )
        for row in _rows(table, NODE_COLUMNS, "nodes")
    )


def read_edges(table: Table, predicates: Mapping[str, Predicate]) -> tuple[Edge, ...]:
    """The edges of a table with EDGE_COLUMNS, worded by the ontology.

    Raises:
        QueryError: a column is missing or a value does not fit it.
    """
    return tuple(_edge(row, predicates) for row in _rows(table, EDGE_COLUMNS, "edges"))


def _edge(row: Mapping[str, object], predicates: Mapping[str, Predicate]) -> Edge:
    name = str(row["predicate"])
    known = predicates.get(name)
    try:
        return Edge(
            source=str(row["source"]),
            target=str(row["target"]),
            predicate=name,
            wording=known.wording if known else name.lower().replace("_", " "),
            status=Status(str(row["status"])),
            kind=str(row["kind"] or ""),
            confidence=float(str(row["confidence"] or 0)),
            claims=int(str(row["claims"] or 0)),
            publishers=int(str(row["publishers"] or 0)),
            first_seen=_day(row["first_seen"]),
            last_seen=_day(row["last_seen"]),
            quotes=_quotes([row]) if "quote" in row else (),
            symmetric=known.symmetric if known else False,
        )
    except ValueError as err:
        raise QueryError(
            f"edge {row['source']} {name} {row['target']} cannot be drawn: {err}; "
            "rebuild the graph from its ledger"
        ) from err


def with_sentences(drawing: Drawing, sentences: Table) -> Drawing:
    """The drawing with more quotes for its edges, at most MOST_QUOTES each and none twice.

    `sentences` has the columns source, predicate, target, status and sentences: a list, the
    newest first, of maps with quote, publisher, published and url. Those that say what the edge
    says come first.
    """
    said: defaultdict[tuple[object, ...], list[tuple[str, Quote]]] = defaultdict(list)
    for *ends, status, found in sentences.rows:
        said[tuple(ends)] += [(str(status), quote) for quote in _quotes(found)]  # type: ignore[arg-type]
    edges = (
        replace(edge, quotes=_distinct([*edge.quotes, *_ordered(edge, said[_triple(edge)])]))
        for edge in drawing.edges
    )
    return replace(drawing, edges=tuple(edges))


def _ordered(edge: Edge, said: Iterable[tuple[str, Quote]]) -> list[Quote]:
    """The quotes with the edge's own status, then the others, each the newest first."""
    newest = sorted(said, key=lambda one: one[1].published or date.min, reverse=True)
    return [quote for _, quote in sorted(newest, key=lambda one: one[0] != edge.status.value)]


def _triple(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.predicate, edge.target


def _distinct(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The first of each text; what may not be shown counts by its origin."""
    kept: dict[object, Quote] = {}
    for quote in quotes:
        kept.setdefault(quote.text or quote, quote)
    return tuple(kept.values())[:MOST_QUOTES]


def _quotes(said: Iterable[Mapping[str, object]]) -> tuple[Quote, ...]:
    """What is told of each sentence; none where neither the words nor the origin are known."""
    found = (
        Quote(
            str(each["quote"] or ""),
            str(each["publisher"] or ""),
            _day(each["published"]),
            str(each["url"] or ""),
        )
        for each in said
    )
    return tuple(quote for quote in found if quote != Quote())


def _day(value: object) -> date | None:
    """A day out of a date, ISO text, or nothing."""
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _rows(table: Table, needed: Iterable[str], what: str) -> list[dict[str, object]]:
    if missing := [name for name in needed if name not in table.columns]:
        raise QueryError(
            f"the {what} to draw have no column {missing[0]!r}; "
            f"the query must return {', '.join(needed)}"
        )
    return table.records()
