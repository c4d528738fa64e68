"""A check-up: is what kg needs installed, and is a store in order?"""

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata, util

from kg import projection
from kg.errors import KGError
from kg.graph.base import Table
from kg.graph.opening import home
from kg.store import LEDGER_FILE, Store


@dataclass(frozen=True, slots=True)
class Findings:
    """What was examined: a row each of what, whether it is well, and what was found."""

    table: Table
    well: bool


def examine(store: Store) -> Findings:
    """Examine the installation and the store; nothing is changed."""
    checks: dict[str, Callable[[Store], str]] = {
        "kg": lambda _: metadata.version("kg"),
        "Python": lambda _: platform.python_version(),
        "spaCy": lambda _: metadata.version("spacy"),
        "language model": _model,
        "publishers' policy": _policy,
    }
    if (store.folder / LEDGER_FILE).exists():
        checks |= {"ledger": _ledger, "graph": _graph}
    else:
        checks["ledger"] = lambda _: f"none in {store.folder} yet; kg ingest makes one"
    rows = list(_rows(store, checks))
    return Findings(Table(("what", "well", "found"), [*rows]), all(well for _, well, _ in rows))


def _rows(
    store: Store, checks: dict[str, Callable[[Store], str]]
) -> Iterator[tuple[str, bool, str]]:
    for what, check in checks.items():
        try:
            yield what, True, check(store)
        except (KGError, metadata.PackageNotFoundError) as err:
            yield what, False, str(err)


def _model(store: Store) -> str:
    name = store.settings.spacy_model
    if util.find_spec(name) is None:
        raise KGError(f"{name} is not installed; install its package or correct spacy_model")
    return f"{name} {metadata.version(name)}"


def _policy(store: Store) -> str:
    count = len(store.policy().publishers)
    return f"{store.settings.publishers or 'built-in'}, {count} publishers of their own rule"


def _ledger(store: Store) -> str:
    store.ledger().check()
    held = store.ledger().stats()
    return f"{held['articles']} articles, {held['claims']} claims"


def _graph(store: Store) -> str:
    graph = home(store.settings).reader()
    try:
        if not projection.is_current(store.ledger(), graph, store.ontology):
            raise KGError("the graph lags behind the ledger; any question brings it up to date")
        return f"{graph.version}, up to date with the ledger"
    finally:
        graph.close()
