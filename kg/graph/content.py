"""What a graph holds: its counts, and a digest to compare two graphs by."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.graph.base import GraphStore
from kg.graph.templates import template


@dataclass(frozen=True, slots=True)
class Counts:
    """How many nodes have each label and how many edges are of each type.

    A node counts under each of its labels.
    """

    nodes: dict[str, int]
    edges: dict[str, int]


def counts(store: GraphStore) -> Counts:
    """The counts, in order of label and type, without the note of the projection."""
    return Counts(_counted(store, "labels"), _counted(store, "types"))


def digest(store: GraphStore) -> str:
    """64 hexadecimal digits that two graphs share only if they hold the same nodes and edges.

    The sum of the SHA-256 of all rows, modulo 2**256: independent of their order and of the
    engine. The note of the projection is left out; a missing property, null and an empty list are
    the same, for the files that Neo4j imports cannot tell them apart.
    """
    total = sum(int.from_bytes(hashlib.sha256(row).digest()) for row in _rows(store))
    return f"{total % 2**256:064x}"


def _counted(store: GraphStore, what: str) -> dict[str, int]:
    return {str(name): int(str(n)) for name, n in store.read(template(f"read/{what}")).rows}


def _rows(store: GraphStore) -> Iterator[bytes]:
    held = counts(store)
    for label in held.nodes:
        # Every entity is read under its kind.
        if label != "Entity":
            for labels, *properties in store.read(template("read/nodes", LABEL=label)).rows:
                yield _canonical(sorted(labels), properties)  # type: ignore[call-overload]
    for type_ in held.edges:
        for edge in store.read(template("read/edges", TYPE=type_)).rows:
            yield _canonical(type_, edge)


def _canonical(what: object, properties: Sequence[object]) -> bytes:
    known = [None if value == [] else value for value in properties]
    return json.dumps([what, known], default=date.isoformat).encode()
