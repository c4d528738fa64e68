"""Which entity of the graph a name means."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from kg.errors import NotFound, QueryError
from kg.graph.base import GraphStore
from kg.graph.templates import template
from kg.model import entity_id
from kg.names import normalise

# Of 100; below it, the nearest name is rarely the one that was meant.
_NEAR_ENOUGH = 60


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    name: str
    aliases: tuple[str, ...]


def resolve(store: GraphStore, text: str, kinds: Collection[str]) -> str:
    """The id of the entity of one of `kinds` that goes by `text`: an id, a name or an alias.

    A name is looked up by the id derived from it; only where that finds nothing are the aliases
    of all entities of these kinds read.

    Raises:
        NotFound: no entity goes by it; the message holds the nearest names.
        QueryError: several do; the message lists them.
    """
    found = _by_id(store, text.strip(), kinds)
    if not found:
        known = list(_known(store, kinds))
        found = _by_alias(known, text)
        if not found:
            raise NotFound(_nothing(text, kinds, known))
    if len(found) > 1:
        several = ", ".join(f"{name} ({id_})" for id_, name in sorted(found.items()))
        raise QueryError(f"{text!r} may be any of {several}; give the id of the one meant")
    return next(iter(found))


def _by_id(store: GraphStore, text: str, kinds: Iterable[str]) -> dict[str, str]:
    wanted = ((kind, id_) for kind in kinds for id_ in (text, entity_id(kind, text)))
    tables = (store.read(template("read/entity", KIND=kind), {"id": id_}) for kind, id_ in wanted)
    return {str(id_): str(name) for table in tables for id_, name in table.rows}


def _known(store: GraphStore, kinds: Iterable[str]) -> Iterator[_Known]:
    for kind in kinds:
        for id_, name, aliases in store.read(template("read/names", KIND=kind)).rows:
            yield _Known(str(id_), str(name), tuple(aliases or ()))  # type: ignore[arg-type]


def _by_alias(known: Iterable[_Known], text: str) -> dict[str, str]:
    wanted = normalise(text)
    return {
        entity.id: entity.name
        for entity in known
        if wanted and wanted in map(normalise, (entity.name, *entity.aliases))
    }


def _nothing(text: str, kinds: Collection[str], known: Iterable[_Known]) -> str:
    names = {entity.id: entity.name for entity in known}
    nearest = process.extract(
        text,
        names,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=_NEAR_ENOUGH,
        limit=3,
    )
    message = f"no {' or '.join(kinds)} goes by {text!r}"
    meant = ", ".join(dict.fromkeys(name for name, _, _ in nearest))
    return f"{message}; did you mean {meant}?" if meant else f"{message} in this graph"
