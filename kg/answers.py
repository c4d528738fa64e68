"""Answers out of an opened store, as tables: what the command line prints and Python frames."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from kg.graph.base import GraphStore, Table
from kg.graph.bulk import write_import_files
from kg.graph.content import counts, digest
from kg.graph.resolution import resolve
from kg.graph.templates import template
from kg.model import Extraction
from kg.ontology import Predicate
from kg.posture import Player, Posture, Turn, days_of, series
from kg.posture import contrast as contrast_players
from kg.posture import load as load_rules
from kg.posture import posture as ask_posture
from kg.queries import Catalogue, Query
from kg.store import Store
from kg.views.neighbourhood import NODE_COLUMNS

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
    found = nodes_of(graph, [resolve(graph, name, tuple(store.ontology.kinds))], store)
    return {name: value for name, value in found.records()[0].items() if value not in (None, [])}


def relations(store: Store, id_: str) -> Table:
    """All relations of an entity, as stated from its side, the best attested first."""
    graph = store.graph()
    found = graph.read(template("read/relations", KIND=kind_of(id_, store)), {"id": id_})
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


def posture(
    store: Store, company: str, theme: str | None = None, *, as_of: date | None = None
) -> Posture:
    """How a company gets a capability, as of a day, by default today; see `kg.posture`.

    Raises:
        NotFound, QueryError: nothing or several things go by that name; the theme is blank.
        ConfigError: the file of the setting `posture` is wrong.
    """
    settings = store.settings
    return ask_posture(
        store.graph(),
        Catalogue.load(store.ontology),
        company,
        theme,
        as_of=as_of or settings.as_of,
        today=date.today(),
        rules=load_rules(settings.posture),
        half_life_days=settings.half_life_days,
        origins=store.ledger().origins,
    )


def contrast(
    store: Store,
    company: str,
    theme: str | None = None,
    *,
    as_of: date | None = None,
    rivals: int = 6,
) -> tuple[Player, ...]:
    """The posture of a company and of those it is compared with; see `kg.posture.contrast`."""
    return contrast_players(
        store.graph(),
        Catalogue.load(store.ontology),
        lambda player: posture(store, player, theme, as_of=as_of),
        company,
        as_of=as_of,
        rivals=rivals,
    )


def postures(
    store: Store,
    company: str,
    theme: str | None = None,
    *,
    as_of: date | None = None,
    last: Posture | None = None,
) -> tuple[Turn, ...]:
    """The days on which the posture of a company became another, by `as_of`, by default today.

    `last` is what `posture` tells of the same, where that is known.
    """
    found = last or posture(store, company, theme, as_of=as_of)
    days = {*days_of(found), found.day}

    def asked(day: date) -> Posture:
        if day == found.day == max(days):
            return found
        return posture(store, found.company_id, theme, as_of=day)

    return series(days, asked)


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


def whole(store: Store) -> tuple[Table, Table]:
    """All entities and all relations, each relation with its latest sentence."""
    graph = store.graph()
    edges = graph.read(template("read/view_edges"), {"limit": _NO_LIMIT})
    ids = [str(row[0]) for row in graph.read(template("read/entity_ids")).rows]
    return nodes_of(graph, ids, store), edges


def import_files(store: Store, folder: Path) -> list[Path]:
    """Write the whole graph for neo4j-admin database import; the paths, the command's last."""
    return write_import_files(store.graph(), folder)


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


def kind_of(id_: str, store: Store) -> str:
    """The kind of entity that an id stands for."""
    return next(kind for kind in store.ontology.kinds if kind.lower() == id_.rpartition("-")[0])


def nodes_of(graph: GraphStore, ids: Iterable[str], store: Store) -> Table:
    """The properties of entities by their ids."""
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in sorted(ids):
        by_kind[kind_of(id_, store)].append(id_)
    found = [
        graph.read(template("read/view_nodes", KIND=kind), {"ids": same})
        for kind, same in by_kind.items()
    ]
    return Table(
        found[0].columns if found else NODE_COLUMNS, [row for table in found for row in table.rows]
    )
