"""What `scripts/bench graph` measures of either engine, on made-up ledgers."""

import os
import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

from bench_ledger import DAYS, FIRST_DAY, extractions, fill, known_companies

from kg import answers
from kg.config import Settings, load
from kg.graph.base import GraphStore
from kg.ledger import Policy
from kg.queries import Catalogue
from kg.store import LEDGER_FILE, Store
from kg.watches import conditions
from kg.watchlist import Watchlist

T = TypeVar("T")
Figures = Mapping[str, float]

NEO4J = ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD")
QUESTIONS = ("vendor_dependency", "suppliers_of", "evidence_of", "path_between")
THEME = "artificial intelligence"
NEW_ARTICLES = 100
WATCHES = 1_000
LAST_DAY = FIRST_DAY + timedelta(DAYS)


class Run(NamedTuple):
    """One size: its folder, how many claims, the seed, and how many calls of each query."""

    folder: Path
    claims: int
    seed: int
    calls: int


Part = Callable[[Run, str], Figures]


def with_memory(part: Part, run: Run, engine: str) -> Figures:
    """The figures of one part, and the most memory that its process held."""
    found = part(run, engine)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**found, f"{part.__name__}, peak memory of its process, MB": peak}


def made(run: Run, _: str) -> Figures:
    """The ledger, made where there is none."""
    path = run.folder / LEDGER_FILE
    if path.exists():
        return {}
    seconds, _none = timed(lambda: fill(path, run.claims, run.seed))
    return {"ledger made, s": seconds, "ledger on disk, MB": path.stat().st_size / 1e6}


def project(run: Run, engine: str) -> Figures:
    """The whole ledger projected, and what opening it takes then."""
    with Store(settings(run.folder, engine)) as store:
        seconds, _none = timed(store.rebuild)
    found = {"projection, s": seconds, "projection, claims/s": run.claims / seconds}
    if engine == "kglite":
        size = sum(file.stat().st_size for file in run.folder.glob("graph*"))
        found["graph on disk, MB"] = size / 1e6
    with Store(settings(run.folder, engine)) as store:
        return {**found, "to open, s": timed(store.graph)[0]}


def follow(run: Run, engine: str) -> Figures:
    """New articles, as the end of `kg ingest` projects them: opened, written, stored."""
    with Store(settings(run.folder, engine)) as store:
        record(store, run.seed)
        return {f"{NEW_ARTICLES} new articles, s": timed(store.project)[0]}


def record(store: Store, seed: int) -> None:
    """So many new articles, others at every call."""
    new = extractions(NEW_ARTICLES * 5, seed + store.ledger().sequence() + 1)
    store.ledger_to_change().record(list(new), Policy(), {})


def queries(run: Run, engine: str) -> Figures:
    """Every shipped query about companies drawn by how much is written about them."""
    with asked(run, engine) as (store, graph, names):
        catalogue = Catalogue.load(store.ontology)
        found: dict[str, float] = {}
        for name, query in catalogue.queries.items():
            required = [p.name for p in query.parameters if p.required]
            given = [_arguments(required, pair) for pair in pairwise(names)]
            found |= _spent(
                name, [timed(lambda n=name, a=a: catalogue.run(graph, n, a))[0] for a in given]
            )
        return found


def postures(run: Run, engine: str) -> Figures:
    """Postures of drawn companies towards one theme, and towards everything."""
    with asked(run, engine) as (store, _, names):
        answers.posture(store, names[0], THEME)  # loads the rules and the catalogue
        found: dict[str, float] = {}
        for what, theme in ((f"posture in {THEME}", THEME), ("posture in everything", None)):
            spent = [
                timed(lambda n=name, t=theme: answers.posture(store, n, t, as_of=LAST_DAY))[0]
                for name in names[1:]
            ]
            found |= _spent(what, spent)
        return found


def watches(run: Run, engine: str) -> Figures:
    """Many watches on the companies that most is written about, checked at once."""
    with Store(settings(run.folder, engine)) as store:
        watchlist, named = Watchlist(store), conditions(store.ontology).names()
        opened, deadline = FIRST_DAY + timedelta(DAYS // 2), LAST_DAY
        for number, (company, _) in enumerate(known_companies(store.graph())[:WATCHES]):
            given = {
                "name": f"{engine} watch {number}", "company": company, "opened": opened,
                "deadline": deadline, "condition": named[number % len(named)],
            }  # fmt: skip
            watchlist.add(given | ({"theme": THEME} if number % 2 else {}), deadline)
        seconds, changed = timed(lambda: watchlist.check(deadline))
        return {f"{WATCHES:,} watches checked, s": seconds, "watches changed": len(changed)}


@contextmanager
def asked(run: Run, engine: str) -> Iterator[tuple[Store, GraphStore, list[str]]]:
    """The opened store and graph, and names to ask about: one more than there are calls."""
    with Store(settings(run.folder, engine)) as store:
        graph = store.graph()
        held = known_companies(graph)
        names, weights = [name for name, _ in held], [n for _, n in held]
        yield store, graph, random.Random(run.seed).choices(names, weights, k=run.calls + 1)


def settings(folder: Path, engine: str) -> Settings:
    """Those of the folder, or of the server that scripts/neo4j has started."""
    if engine != "Neo4j":
        return load({"store": folder}, environ={})
    uri, user, password = (os.environ[name] for name in NEO4J)
    where = {"store": folder, "graph": uri, "graph_user": user, "graph_password": password}
    return load(where, environ={})


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _arguments(required: list[str], pair: tuple[str, str]) -> dict[str, str]:
    known = {"company": pair[0], "entity": pair[0], "from": pair[0], "to": pair[1], "theme": THEME}
    return {name: known[name] for name in required}


def _spent(what: str, seconds: list[float]) -> dict[str, float]:
    ordered = [1000 * each for each in sorted(seconds)]
    return {
        f"{what}, p50 ms": ordered[len(ordered) // 2],
        f"{what}, p95 ms": ordered[int(len(ordered) * 0.95)],
    }
