"""The measurements of `scripts/bench graph`: both engines on made-up ledgers, and baselines.

Every ratio is taken within one run. The baselines: kglite's own bulk path and Neo4j's naive loop
for the same rows, and a plain NetworkX script that loads all relations and scans them.
"""

import json
import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import kglite
import networkx as nx
import pandas as pd
from bench_ledger import busiest, extractions, fill

from kg import answers
from kg.config import Settings, load
from kg.graph import embedded
from kg.graph.base import GraphStore
from kg.graph.content import counts
from kg.graph.templates import template
from kg.ledger import Policy
from kg.queries import Catalogue
from kg.store import LEDGER_FILE, Store

T = TypeVar("T")
Figure = tuple[str, str]
NEO4J = ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD")
NEW_ARTICLES = 100

# Rows of the naive loop: enough to time it, few enough to wait for.
NAIVE_ROWS = 500


def measure(folder: Path, claims: int, seed: int, calls: int) -> Iterator[Figure]:
    """What and how much, one after the other; the ledger is made where there is none."""
    here = load({"store": folder}, environ={})
    if not (folder / LEDGER_FILE).exists():
        yield "ledger made, s", f"{timed(lambda: fill(folder / LEDGER_FILE, claims, seed))[0]:.1f}"
    engines = {"kglite": here}
    if set(NEO4J) <= os.environ.keys():
        engines["Neo4j"] = on_server(folder)
    for name, settings in engines.items():
        for what, value in engine(settings, claims, seed, calls):
            yield f"{name}: {what}", value
    yield from against_networkx(here, calls)
    yield "kglite: raw bulk path, claims/s", f"{claims / raw_bulk(folder):,.0f}"
    if "Neo4j" in engines:
        yield from upserts(engines["Neo4j"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "peak memory of this process, MB", f"{peak:,.0f}"


def on_server(folder: Path) -> Settings:
    """The settings of the server that scripts/neo4j has started."""
    uri, user, password = (os.environ[name] for name in NEO4J)
    where = {"store": folder, "graph": uri, "graph_user": user, "graph_password": password}
    return load(where, environ={})


def engine(settings: Settings, claims: int, seed: int, calls: int) -> Iterator[Figure]:
    """Projection, new articles, size, opening and every shipped query."""
    with Store(settings) as store:
        seconds, _ = timed(store.rebuild)
        yield "projection, claims/s", f"{claims / seconds:,.0f}"
        record(store, seed)
        seconds, articles = timed(store.project)
        yield f"projection of {articles} new articles, s", f"{seconds:.2f}"
    if not settings.graph:
        size = sum(file.stat().st_size for file in settings.store.glob("graph*"))
        yield "graph on disk, MB", f"{size / 1e6:,.0f}"
    with Store(settings) as store:
        seconds, graph = timed(store.graph)
        yield "to open, s", f"{seconds:.2f}"
        yield from queries(store, graph, calls)


def record(store: Store, seed: int) -> None:
    """New articles, others at every call."""
    new = extractions(NEW_ARTICLES * 5, seed + store.ledger().sequence() + 1)
    store.ledger().record(list(new), Policy(), {})


def queries(store: Store, graph: GraphStore, calls: int) -> Iterator[Figure]:
    """Each shipped query about the busiest company, first call included."""
    first, second = busiest(graph)
    catalogue = Catalogue.load(store.ontology)
    known = {"company": first, "entity": first, "from": first, "to": second, "theme": "AI"}
    for name, query in catalogue.queries.items():
        required = {p.name: known[p.name] for p in query.parameters if p.required}
        spent = [timed(lambda n=name, r=required: catalogue.run(graph, n, r))[0]
                 for _ in range(calls)]  # fmt: skip
        yield f"{name}, p50 / p95 ms", milliseconds(spent)


def against_networkx(settings: Settings, calls: int) -> Iterator[Figure]:
    """To load all relations and scan them for a company's suppliers, as a script would."""
    with Store(settings) as store:
        nodes, edges = answers.whole(store)
        first, _ = busiest(store.graph())
        ours = statistics.median(
            timed(lambda: answers.ask(store, "suppliers_of", {"company": first}))[0]
            for _ in range(calls)
        )
    path = settings.store / "edges.jsonl"
    path.write_text("\n".join(json.dumps(row, default=str) for row in edges.records()))

    def script() -> int:
        graph = nx.MultiDiGraph()
        for line in path.open():
            row = json.loads(line)
            graph.add_edge(row["source"], row["target"], **row)
        wanted = {row[0] for row in nodes.rows if row[2] == first}
        found = graph.edges(data=True)
        return sum(d["predicate"] == "SUPPLIES" and t in wanted for _, t, d in found)

    seconds, _ = timed(script)
    yield "NetworkX: loads and scans for suppliers, s", f"{seconds:.2f}"
    yield "NetworkX against suppliers_of, times slower", f"{seconds / ours:,.0f}"


def raw_bulk(folder: Path) -> float:
    """Seconds that kglite's bulk path takes for the rows of the graph, out of data frames."""
    nodes, edges = {}, []
    with closing(embedded.open_reader(folder)) as graph:
        held = counts(graph)
        for label in held.nodes.keys() - {"Entity"}:
            table = graph.read(template("read/nodes", LABEL=label))
            nodes[label] = pd.DataFrame(table.rows, columns=list(table.columns)).drop(
                columns=["labels", "aliases", "quotes"]
            )
        kind = {id_: label for label, frame in nodes.items() for id_ in frame["id"]}
        for type_ in held.edges:
            table = graph.read(template("read/edges", TYPE=type_))
            frame = pd.DataFrame(table.rows, columns=list(table.columns))
            ends = [frame[end].map(kind) for end in ("subject", "object")]
            edges += [(type_, *pair, part) for pair, part in frame.groupby(ends)]

    def load_all() -> None:
        raw = kglite.KnowledgeGraph()
        for label, frame in nodes.items():
            raw.add_nodes(frame, label, "id", "name")
        for type_, source, target, frame in edges:
            raw.add_relationships(frame, type_, source, "subject", target, "object")
        raw.save(str(folder / "raw.kgl"))

    return timed(load_all)[0]


def upserts(settings: Settings) -> Iterator[Figure]:
    """Claims a second by the writer's statement for many rows, and by one query for each row."""
    with Store(settings) as store, store._writing(30) as graph:
        read = "MATCH (c:Claim) RETURN c.id AS id, c.quote AS quote LIMIT $most"
        rows = graph.read(read, {"most": NAIVE_ROWS * 10}).records()
        one = template("write/claim")
        seconds, _ = timed(lambda: graph.write([(one, {"rows": rows})]))
        batch = len(rows) / seconds
        few = rows[:NAIVE_ROWS]
        seconds, _ = timed(lambda: [graph.write([(one, {"rows": [row]})]) for row in few])
        naive = len(few) / seconds
    yield "Neo4j: batch upserts, claims/s", f"{batch:,.0f}"
    yield "Neo4j: one query for each row, claims/s", f"{naive:,.0f}"
    yield "Neo4j: batch against one by one", f"{batch / naive:,.1f} x"


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def milliseconds(spent: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(spent)
    return f"{statistics.median(ordered) * 1e3:.1f} / {ordered[int(len(ordered) * 0.95)] * 1e3:.1f}"
