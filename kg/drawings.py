"""What a view draws: a neighbourhood, a supply chain, a path, a contrast, a query's result."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg import answers
from kg.errors import NotFound, ViewError
from kg.graph.base import Table
from kg.graph.resolution import resolve
from kg.graph.templates import template
from kg.store import Store
from kg.views import chains, contrasts
from kg.views.drawing import Drawing
from kg.views.neighbourhood import EDGE_COLUMNS, MOST_QUOTES, draw, with_sentences

# Of how many neighbours and relations, the best attested, a drawing takes its choice.
_MOST_NEIGHBOURS = 500
_MOST_READ = 5_000
# More partners than these cannot be read beside one another.
_MOST_IN_CHAIN = 61

# What is told of a sentence, and the columns of sentences behind relations.
_TOLD = EDGE_COLUMNS[-4:]
_SENTENCES = ("source", "predicate", "target", "sentences")


def chosen(
    store: Store,
    entity: str | None = None,
    *,
    to: str | None = None,
    chain: bool = False,
    contrast: bool = False,
    theme: str | None = None,
    query: str | None = None,
    parameters: Mapping[str, object] | None = None,
) -> Drawing:
    """The drawing that is asked for: with `entity` alone its neighbourhood, with nothing the whole.

    At most one of `to`, `chain`, `contrast` and `query`; `theme` is for a contrast, `parameters`
    are for a query, which takes no entity.

    Raises:
        ViewError: they do not go together.
        KGError: as the one asked for raises.
    """
    ways = [name for name, on in _ways(to, chain, contrast, query) if on]
    if len(ways) > 1:
        raise ViewError(f"{' and '.join(ways)} are different views; ask for one of them")
    if ways and (entity is None) != (query is not None):
        need = "no entity" if query is not None else "an entity to begin with"
        raise ViewError(f"a view by {ways[0]} takes {need}")
    if theme is not None and not contrast:
        raise ViewError(f"the theme {theme!r} is for a contrast; ask for one, or leave it out")
    if query is not None:
        return result(store, answers.query(store, query, parameters or {}))
    if entity is None:
        return everything(store)
    if to is not None:
        return path(store, entity, to)
    if contrast:
        return beside_rivals(store, entity, theme)
    return supply_chain(store, entity) if chain else around(store, entity)


def _ways(
    to: str | None, chain: bool, contrast: bool, query: str | None
) -> Iterator[tuple[str, bool]]:
    yield from (("to", to is not None), ("chain", chain), ("contrast", contrast))
    yield "query", query is not None


def everything(store: Store) -> Drawing:
    """The strongest relations of the whole graph."""
    edges = _marked(store.graph().read(template("read/view_edges"), {"limit": _MOST_READ}))
    return _drawn(store, _ends(edges), edges, "Companies and their relations")


def around(store: Store, name: str) -> Drawing:
    """The neighbourhood of what goes by a name, an alias or an id.

    Raises:
        NotFound, QueryError: nothing or several things go by it.
    """
    centre = _resolved(store, name)
    edges = _around(store, centre)
    title = f"{_name(store, centre)} and its relations"
    return _drawn(store, {centre, *_ends(edges)}, edges, title, centre=centre)


def supply_chain(store: Store, name: str) -> Drawing:
    """Who supplies it, to the left, and whom it supplies, to the right; see `around`."""
    centre = _resolved(store, name)
    edges = chains.goods(_around(store, centre), centre)
    title = f"{_name(store, centre)}: suppliers to the left, customers to the right"
    ids = {centre, *_ends(edges)}
    drawing = _drawn(store, ids, edges, title, centre=centre, most=_MOST_IN_CHAIN)
    return chains.chained(drawing, centre)


def path(store: Store, name: str, other: str) -> Drawing:
    """One of the shortest paths between two entities, ended and denied steps included.

    Raises:
        NotFound, QueryError: nothing or several things go by a name, or nothing joins them.
    """
    steps = answers.ask(store, "path_between", {"from": name, "to": other}).records()
    if not steps:
        raise NotFound(f"no path of at most six steps leads from {name!r} to {other!r}")
    triples = {(step["source_id"], step["target_id"], step["predicate"]) for step in steps}
    ids = list(_along(_resolved(store, name), steps))
    edges = _among(store, ids)
    edges = replace(edges, rows=[row for row in edges.rows if row[:3] in triples])
    drawing = _drawn(store, ids, edges, f"From {_name(store, ids[0])} to {_name(store, ids[-1])}")
    return chains.lined_up(drawing, ids)


def beside_rivals(store: Store, company: str, theme: str | None = None) -> Drawing:
    """A company and its rivals, each with whom it buys from, allies with and what it makes."""
    players = answers.contrast(store, company, theme)
    return contrasts.drawing(players, {**store.ontology.predicates})


def result(store: Store, found: Table, title: str = "Result of a query") -> Drawing:
    """The entities that an answer names, by id or else by name, and the relations between them.

    Raises:
        NotFound: it has rows and they name none.
    """
    ids = _named(store, found)
    if found.rows and not ids:
        raise NotFound(
            "no row of the answer names an entity to draw; "
            "let the query return ids or names, such as company.id"
        )
    edges = _among(store, ids[:_MOST_NEIGHBOURS])
    cut = found.truncated or edges.truncated or len(ids) > _MOST_NEIGHBOURS
    return _drawn(store, ids[:_MOST_NEIGHBOURS], replace(edges, truncated=cut), title)


def _resolved(store: Store, name: str) -> str:
    return resolve(store.graph(), name, tuple(store.ontology.kinds))


def _name(store: Store, id_: str) -> str:
    return str(answers.nodes_of(store.graph(), [id_], store).records()[0]["name"])


def _drawn(
    store: Store,
    ids: Iterable[str],
    edges: Table,
    title: str,
    *,
    centre: str = "",
    most: int | None = None,
) -> Drawing:
    """Nodes and edges as far as they fit, with more of the sentences behind each edge."""
    nodes = answers.nodes_of(store.graph(), ids, store)
    limit = min(store.settings.view_nodes, most or store.settings.view_nodes)
    drawing = draw(nodes, edges, store.ontology.predicates, title=title, limit=limit, centre=centre)
    return with_sentences(with_sentences(drawing, _best(store, drawing)), _said(store, drawing))


def _best(store: Store, drawing: Drawing) -> Table:
    """The latest sentence that gives each drawn relation the status that it has."""
    rows = _of_drawn(store, drawing, "read/view_edges_among")
    first = len(EDGE_COLUMNS) - len(_TOLD)
    best: list[tuple[object, ...]] = [
        (r[0], r[2], r[1], [dict(zip(_TOLD, r[first:], strict=True))]) for r in rows
    ]
    return Table(_SENTENCES, best)


def _said(store: Store, drawing: Drawing) -> Table:
    """The latest sentences behind each drawn relation."""
    rows = _of_drawn(store, drawing, "read/view_sentences", most=2 * MOST_QUOTES)
    return Table(_SENTENCES, rows)


def _of_drawn(
    store: Store, drawing: Drawing, query: str, **values: object
) -> list[tuple[object, ...]]:
    drawn = [f"{edge.source} {edge.predicate} {edge.target}" for edge in drawing.edges]
    return _by_kind(store, (node.id for node in drawing.nodes), query, drawn=drawn, **values)


def _among(store: Store, ids: Iterable[str]) -> Table:
    """All relations between these without their sentences, the best attested first."""
    rows = _by_kind(store, ids, "read/view_relations")
    claims, publishers = (EDGE_COLUMNS.index(name) for name in ("claims", "publishers"))
    rows.sort(key=lambda row: (-int(str(row[publishers])), -int(str(row[claims]))))
    return _marked(Table(EDGE_COLUMNS, rows[:_MOST_READ]))


def _by_kind(
    store: Store, ids: Iterable[str], query: str, **values: object
) -> list[tuple[object, ...]]:
    """The rows of a query about sources of one kind each, joined."""
    among = sorted(ids)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in among:
        groups[answers.kind_of(id_, store)].append(id_)
    graph = store.graph()
    return [
        row
        for kind, same in groups.items()
        for row in graph.read(
            template(query, KIND=kind), {"ids": same, "among": among, **values}
        ).rows
    ]


def _around(store: Store, centre: str) -> Table:
    """The relations between a centre and its neighbours, and between these; see `_among`."""
    asked = {"id": centre, "most": _MOST_NEIGHBOURS}
    query = template("read/neighbours", KIND=answers.kind_of(centre, store))
    ((ids, neighbours),) = store.graph().read(query, asked).rows
    edges = _among(store, {centre, *ids})  # type: ignore[misc]
    return _marked(edges, cut=edges.truncated or int(str(neighbours)) > _MOST_NEIGHBOURS)


def _marked(edges: Table, *, cut: bool = False) -> Table:
    return replace(edges, truncated=cut or len(edges.rows) >= _MOST_READ)


def _ends(edges: Table) -> set[str]:
    return {str(end) for row in edges.rows for end in row[:2]}


def _along(first: str, steps: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The ids on a path from `first` on, in order; a step may be told against its arrow."""
    here = first
    yield here
    for step in steps:
        ends = [str(step["source_id"]), str(step["target_id"])]
        here = ends[0] if ends[1] == here else ends[1]
        yield here


def _named(store: Store, found: Table) -> list[str]:
    """The ids in an answer, in its order; without any, those of the names in it."""
    texts = dict.fromkeys(text for row in found.rows for value in row for text in _texts(value))
    kinds = "|".join(kind.lower() for kind in store.ontology.kinds)
    ids = [text for text in texts if re.fullmatch(rf"(?:{kinds})-[0-9a-f]+", text)]
    if ids:
        return [str(id_) for (id_, *_) in answers.nodes_of(store.graph(), ids, store).rows]
    rows = store.graph().read(template("read/ids_of_names"), {"names": [*texts]}).rows
    return sorted(str(id_) for (id_,) in rows)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
