"""Answers out of an opened store, as tables: what the command line prints and Python frames."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.graph.base import GraphStore, Table
from kg.graph.content import counts, digest
from kg.graph.resolution import resolve
from kg.graph.templates import template
from kg.model import Extraction
from kg.ontology import Predicate
from kg.queries import Catalogue, Query
from kg.store import Store
from kg.views.drawing import Drawing
from kg.views.neighbourhood import NODE_COLUMNS, draw

# Of how many neighbours and relations, the best attested, a drawing takes its choice.
_MOST_NEIGHBOURS = 500
_MOST_READ = 5_000

# What "all" means where a whole graph is read and no caller sets a bound.
_NO_LIMIT = 2**53


def named_queries(store: Store) -> Table:
    """The named queries: name, question and parameters, those that must be given first."""
    return Table(
        ("name", "question", "parameters"),
        [
            (
                query.name,
                query.question,
                ", ".join(
                    p.name if p.required else f"[{p.name}]"
                    for p in sorted(query.parameters, key=lambda p: not p.required)
                ),
            )
            for query in Catalogue.load(store.ontology).queries.values()
        ],
    )


def ask(store: Store, name: str, arguments: Mapping[str, object]) -> Table:
    """The answer of a named query.

    Raises:
        QueryError: there is no such query or parameter, or an argument does not fit.
    """
    return Catalogue.load(store.ontology).run(
        store.graph(),
        name,
        arguments,
        row_limit=store.settings.row_limit,
        timeout=store.settings.query_timeout,
    )


def named_query(store: Store, name: str) -> Query:
    """A named query: its question, parameters, columns and text.

    Raises:
        QueryError: there is no such query.
    """
    return Catalogue.load(store.ontology).get(name)


def query(store: Store, cypher: str, parameters: Mapping[str, object]) -> Table:
    """The answer of a query that writes nothing.

    Raises:
        QueryFailed: it writes, is malformed or takes too long.
    """
    return store.graph().read(
        cypher,
        parameters,
        row_limit=store.settings.row_limit,
        timeout=store.settings.query_timeout,
    )


def entity(store: Store, name: str) -> dict[str, object]:
    """The properties of what goes by a name, an alias or an id, those that are there.

    Raises:
        NotFound, QueryError: nothing or several things go by it.
    """
    graph = store.graph()
    found = _nodes(graph, [resolve(graph, name, tuple(store.ontology.kinds))], store)
    return {name: value for name, value in found.records()[0].items() if value not in (None, [])}


def relations(store: Store, id_: str) -> Table:
    """All relations of an entity, as stated from its side, the best attested first."""
    graph = store.graph()
    found = graph.read(template("read/relations", KIND=_kind(id_, store)), {"id": id_})
    predicates = store.ontology.predicates
    rows: list[tuple[object, ...]] = [
        (_worded(predicates[str(type_)], bool(outward)), *rest)
        for type_, outward, *rest in found.rows
    ]
    return Table(("relation", *found.columns[2:]), rows)


def evidence(
    store: Store, name: str, other: str | None = None, predicate: str | None = None
) -> Table:
    """The claims about an entity, or about two, with their sentences; newest first."""
    arguments = {"entity": name, "other": other, "predicate": predicate}
    return ask(store, "evidence_of", {k: v for k, v in arguments.items() if v is not None})


def takedown(store: Store, *, article: str | None, publisher: str | None, reason: str) -> Table:
    """Take an article or all of a publisher's out of ledger and graph; what changed.

    Raises:
        LedgerError: not one of `article` and `publisher` is given, or it is not known.
    """
    names = {row[0]: row[1] for row in store.graph().read(template("read/entity_names")).rows}
    receipt = store.ledger().takedown(article=article, publisher=publisher, reason=reason)
    store.project()
    rows: list[tuple[object, object]] = [("article taken down", id_) for id_ in receipt.articles]
    rows.append(("claims retracted", receipt.claims_retracted))
    for what, triples in (
        ("gone", receipt.relations_gone),
        ("weakened", receipt.relations_weakened),
    ):
        rows += [
            (f"relation {what}", f"{names.get(s, s)} {p} {names.get(o, o)}") for s, p, o in triples
        ]
    rows += [(f"{kind} gone", names.get(id_, id_)) for kind, id_ in receipt.entities_gone]
    return Table(("what", "which"), [*rows, ("reason", receipt.reason), ("when", receipt.when)])


def claims(found: Extraction) -> Table:
    """What one article states, with names for ids."""
    names = {entity.id: entity.name for entity in found.entities}
    return Table(
        ("subject", "predicate", "object", "status", "scope", "confidence", "quote"),
        [
            (
                names[claim.subject],
                claim.predicate,
                names[claim.object],
                claim.status.value,
                list(claim.scope),
                claim.confidence,
                claim.evidence[0].quote,
            )
            for claim in found.claims
        ],
    )


def drawing(store: Store, name: str | None = None) -> Drawing:
    """The neighbourhood of an entity, or the strongest relations of the whole graph, to draw."""
    graph = store.graph()
    centre = resolve(graph, name, tuple(store.ontology.kinds)) if name else ""
    edges = _around(graph, centre, store) if centre else _strongest(graph)
    ends = {centre} - {""} | {str(end) for row in edges.rows for end in row[:2]}
    nodes = _nodes(graph, ends, store)
    names = {row[0]: row[2] for row in nodes.rows}
    return draw(
        nodes,
        edges,
        store.ontology.predicates,
        title=f"{names[centre]} and its relations" if centre else "Companies and their relations",
        limit=store.settings.view_nodes,
        centre=centre,
    )


def _around(graph: GraphStore, centre: str, store: Store) -> Table:
    kind = _kind(centre, store)
    (neighbours,) = graph.read(template("read/neighbours", KIND=kind), {"id": centre}).rows[0]
    bounds = {"id": centre, "most": _MOST_NEIGHBOURS, "limit": _MOST_READ}
    edges = graph.read(template("read/view_edges_near", KIND=kind), bounds)
    return _marked(edges, cut=int(str(neighbours)) > _MOST_NEIGHBOURS)


def _strongest(graph: GraphStore) -> Table:
    return _marked(graph.read(template("read/view_edges"), {"limit": _MOST_READ}))


def _marked(edges: Table, *, cut: bool = False) -> Table:
    return replace(edges, truncated=cut or len(edges.rows) >= _MOST_READ)


def whole(store: Store) -> tuple[Table, Table]:
    """All entities and all relations, each relation with its latest sentence."""
    graph = store.graph()
    edges = graph.read(template("read/view_edges"), {"limit": _NO_LIMIT})
    ids = [str(row[0]) for row in graph.read(template("read/entity_ids")).rows]
    return _nodes(graph, ids, store), edges


def stats(store: Store) -> dict[str, object]:
    """Counts of the ledger and of the graph, and the digest of the graph's content."""
    graph = store.graph()
    held = counts(graph)
    return {
        **{f"ledger: {name.replace('_', ' ')}": n for name, n in store.ledger().stats().items()},
        **{f"graph: {label} nodes": n for label, n in held.nodes.items()},
        **{f"graph: {type_} edges": n for type_, n in held.edges.items()},
        "graph: engine": graph.version,
        "graph: digest": digest(graph),
    }


def _worded(predicate: Predicate, outward: bool) -> str:
    return predicate.wording if outward else predicate.inverse


def _kind(id_: str, store: Store) -> str:
    return next(kind for kind in store.ontology.kinds if kind.lower() == id_.rpartition("-")[0])


def _nodes(graph: GraphStore, ids: Iterable[str], store: Store) -> Table:
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in sorted(ids):
        by_kind[_kind(id_, store)].append(id_)
    found = [
        graph.read(template("read/view_nodes", KIND=kind), {"ids": same})
        for kind, same in by_kind.items()
    ]
    return Table(
        found[0].columns if found else NODE_COLUMNS, [row for table in found for row in table.rows]
    )
