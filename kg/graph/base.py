"""What every graph store can do, and how it says that a graph must be made again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from kg.errors import QueryError
from kg.graph.templates import template

Statement = tuple[str, Mapping[str, object]]

_ROWS_A_STATEMENT = 5_000

NEO4J = "Neo4j 5"
"""The engine of every graph on a server: another release of it need not make the graph anew."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What kg/cypher/write/`template`.cypher is to write, and the names that fill its places."""

    template: str
    names: Mapping[str, str]
    values: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an answer. `truncated` says that the row limit cut it.

    Values are plain Python: None, bool, int, float, str, datetime.date and the like, and lists
    and dicts of these.
    """

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    truncated: bool = False

    def pick(self, names: Sequence[str]) -> "Table":
        """Only these columns, in this order.

        Raises:
            QueryError: there is no column of that name.
        """
        if unknown := [name for name in names if name not in self.columns]:
            known = ", ".join(self.columns)
            raise QueryError(f"the answer has no column {unknown[0]!r}; it has {known}")
        places = [self.columns.index(name) for name in names]
        rows = [tuple(row[place] for place in places) for row in self.rows]
        return Table(tuple(names), rows, self.truncated)

    def records(self) -> list[dict[str, object]]:
        """The rows as dicts by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def statements(written: Iterable[Rows]) -> list[Statement]:
    """The same as Cypher, in order, some thousand rows in each statement."""
    return [
        (template(f"write/{rows.template}", **rows.names), {"rows": rows.values[first:last]})
        for rows in written
        for first, last in pairwise([*range(0, len(rows.values), _ROWS_A_STATEMENT), None])
    ]


class GraphStore(Protocol):
    """A property graph that answers Cypher; one thread at a time."""

    @property
    def engine(self) -> str:
        """Whose graph it is: one that another engine wrote must be made anew."""

    @property
    def version(self) -> str:
        """Name and version of the engine, such as "kglite 0.21.2"."""

    def read(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        """The answer to a query that writes nothing; None is no limit, `timeout` is in seconds.

        Raises:
            QueryFailed: the query writes, is malformed or took too long.
            Unavailable: the store does not answer.
        """

    def write(self, statements: Sequence[Statement]) -> None:
        """Run all statements, in order, in one transaction: all of them take effect or none.

        Raises:
            QueryFailed: a statement was refused; nothing has changed.
            Unavailable: the store does not answer or was opened for reading.
        """

    def prepare(self, statements: Sequence[str]) -> None:
        """Declare constraints and indexes; what is declared already is left as it is.

        Raises:
            QueryFailed: a statement was refused.
            Unavailable: the store does not answer or was opened for reading.
        """

    def fill(self, schema: Sequence[str], parts: Iterable[Sequence[Rows]]) -> None:
        """Hold what the parts say in the place of all that was there, declared as for `prepare`.

        Nodes come before the edges that they are the ends of. Readers that open from now on see
        it, as after `checkpoint`. What breaks off half-way leaves the graph as it was, or with the
        parts that were written.

        Raises:
            QueryFailed: something was refused.
            Unavailable: the store does not answer or was opened for reading.
        """

    def checkpoint(self) -> None:
        """Make all that was written visible to readers that open from now on.

        Raises:
            Unavailable: it could not be stored, for want of space for instance.
        """

    def close(self) -> None:
        """Checkpoint what was written and let go of the store; a second call does nothing."""
