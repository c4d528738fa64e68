"""What `scripts/bench graph` holds the engines against, for the same rows of the same run.

kglite's own bulk path out of data frames, a NetworkX script that loads relations or claims and
scans them, and a Neo4j client that sends one query for each row.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import kglite
import networkx as nx
import pandas as pd
from bench_graph import NEW_ARTICLES, Figures, Run, asked, record, settings, timed
from neo4j import GraphDatabase

from kg import projection
from kg.graph import embedded
from kg.graph.base import GraphStore, Statement
from kg.graph.bolt import open_writer
from kg.graph.bolt_server import Server
from kg.graph.content import counts
from kg.graph.templates import template
from kg.store import Store

NAIVE_ARTICLES = 20
Rows = list[dict[str, Any]]


def raw_bulk(run: Run, _: str) -> Figures:
    """Seconds of kglite's bulk path for all nodes and edges of the graph, and to store them."""
    nodes, edges = _frames(run.folder)

    def load_all() -> None:
        raw = kglite.KnowledgeGraph()
        for label, frame in nodes.items():
            raw.add_nodes(frame, label, "id", "name" if "name" in frame else "id")
        for type_, source, target, frame in edges:
            raw.add_relationships(frame, type_, source, "subject", target, "object")
        raw.save(str(run.folder / "raw.kgl"))

    return {"raw bulk path, s": timed(load_all)[0]}


def _frames(
    folder: Path,
) -> tuple[dict[str, pd.DataFrame], list[tuple[str, str, str, pd.DataFrame]]]:
    nodes, edges = {}, []
    with closing(embedded.open_reader(folder)) as graph:
        held = counts(graph)
        for label in held.nodes.keys() - {"Entity"}:
            # Lists cannot be loaded in bulk.
            nodes[label] = _frame(graph, "nodes", LABEL=label).drop(
                columns=["labels", "aliases", "quotes"], errors="ignore"
            )
        kind = {id_: label for label, frame in nodes.items() for id_ in frame["id"]}
        for type_ in held.edges:
            frame = _frame(graph, "edges", TYPE=type_)
            ends = [frame[end].map(kind) for end in ("subject", "object")]
            edges += [(type_, *pair, part) for pair, part in frame.groupby(ends)]
    return nodes, edges


def _frame(graph: GraphStore, name: str, **names: str) -> pd.DataFrame:
    table = graph.read(template(f"read/{name}", **names))
    frame = pd.DataFrame(table.rows, columns=list(table.columns))
    return frame.dropna(axis="columns", how="all")


def networkx_script(run: Run, engine: str) -> Figures:
    """Each of four questions, as a script asks it that loads all and scans it."""
    with asked(run, engine) as (store, graph, names):
        files = _exported(graph, [*store.ontology.predicates], run.folder)
        ids = {str(name): str(id_) for id_, name in graph.read(template("read/entity_names")).rows}
    first, other = ids[names[0]], next(ids[name] for name in names if name != names[0])
    scripts: Mapping[str, Callable[[], object]] = {
        "vendor_dependency": lambda: _to(_loaded(files[0]), first, {"SUPPLIES", "LICENSES_TO"}),
        "suppliers_of": lambda: _to(_loaded(files[0]), first, {"SUPPLIES"}),
        "evidence_of": lambda: [r for r in _read(files[1]) if first in (r["subject"], r["object"])],
        "path_between": lambda: _path(_loaded(files[0]), first, other),
    }
    return {f"NetworkX script, {name}, s": timed(work)[0] for name, work in scripts.items()}


def _exported(graph: GraphStore, predicates: list[str], folder: Path) -> tuple[Path, Path]:
    relations, claims = folder / "relations.jsonl", folder / "claims.jsonl"
    with relations.open("w", encoding="utf-8") as out:
        for predicate in predicates:
            for row in graph.read(template("read/edges", TYPE=predicate)).records():
                out.write(json.dumps({"predicate": predicate, **row}, default=str) + "\n")
    query = (
        "MATCH (s:Entity)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o:Entity) RETURN s.id AS subject, "
        "c.predicate AS predicate, o.id AS object, c.quote AS quote, c.published AS published"
    )
    with claims.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, default=str) + "\n" for row in graph.read(query).records())
    return relations, claims


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _loaded(path: Path) -> "nx.MultiDiGraph[str]":
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in _read(path):
        graph.add_edge(row["subject"], row["object"], **row)
    return graph


def _to(graph: "nx.MultiDiGraph[str]", wanted: str, predicates: set[str]) -> list[str]:
    found = graph.edges(data="predicate")
    return [s for s, o, predicate in found if o == wanted and predicate in predicates]


def _path(graph: "nx.MultiDiGraph[str]", one: str, other: str) -> list[str]:
    with suppress(nx.NetworkXNoPath, nx.NodeNotFound):
        return list(nx.shortest_path(graph.to_undirected(as_view=True), one, other))
    return []


def against_naive(run: Run, engine: str) -> Figures:
    """Rows a second as the writer sends them, and by one query for each; the graph is completed."""
    found = settings(run.folder, engine)
    server = Server(str(found.graph), found.graph_user, found.graph_password or "")
    with Store(found) as store:
        batch, naive = _new_statements(store, run.seed)
        with closing(open_writer(server)) as graph:
            seconds, _none = timed(lambda: graph.write(batch))
        fast = sum(map(_rows, batch)) / seconds
        seconds, sent = timed(lambda: _one_by_one(server, naive))
        store.project()
    return {
        "batch upserts, rows/s": fast,
        "one query for each row, rows/s": sent / seconds,
        "batch upserts against one by one, times as fast": fast * seconds / sent,
    }


def _new_statements(store: Store, seed: int) -> tuple[list[Statement], list[Statement]]:
    """What the writer would send for new articles: of most of them, and of the few left."""
    before = store.ledger().sequence()
    record(store, seed)
    keys = store.ledger().changed_since(before)[:NEW_ARTICLES]

    def sent(some: list[str]) -> list[Statement]:
        changed = store.ledger().slice(some, store.ontology.symmetric)
        return projection.statements(changed, store.ontology)

    return sent(keys[NAIVE_ARTICLES:]), sent(keys[:NAIVE_ARTICLES])


def _one_by_one(server: Server, statements: list[Statement]) -> int:
    login = (server.user, server.password)
    with GraphDatabase.driver(server.address, auth=login) as driver, driver.session() as session:
        for query, values in statements:
            for row in values["rows"]:  # type: ignore[attr-defined]
                session.run(query, rows=[row]).consume()
    return sum(map(_rows, statements))


def _rows(statement: Statement) -> int:
    return len(statement[1]["rows"])  # type: ignore[arg-type]
