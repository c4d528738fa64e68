"""The embedded store: kglite, with the graph in one file of a folder.

One process writes at a time and holds a lease; any number read beside it. A write is logged
before it counts, so a killed writer loses nothing that was acknowledged: who opens the graph
next, to write or to read, replays the log.
"""

import logging
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

import kglite

from kg.errors import Busy, GraphError, QueryFailed, Unavailable, Unusable
from kg.graph.base import Rows, Statement, Table, statements
from kg.graph.guard import check_read_only

log = logging.getLogger(__name__)

FILE = "graph.kgl"
VERSION = f"kglite {kglite.__version__}"

# Where a result is put in order and cut; comments and what is quoted are passed over.
_CUT = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`"""
    r"""|\bORDER\s+BY\s|\bLIMIT\s+(?:(?P<times>\d+)\s*\*\s*)?(?P<most>\$\w+|\d+)""",
    re.IGNORECASE | re.DOTALL,
)
_KEY = r"[\w.]+(?:\s+(?:ASC|DESC)(?:ENDING)?)?"
_PLAIN = re.compile(rf"{_KEY}(?:\s*,\s*{_KEY})*\s+", re.IGNORECASE)

# The header of kglite's log; a log of this length holds no write.
_EMPTY_LOG = 5


# Rows that are written sooner than pandas is loaded: those of some 3,000 claims.
_LITTLE = 50_000


class EmbeddedGraph:
    """A GraphStore over one kglite session; see `open_writer` and `open_reader`."""

    engine = version = VERSION

    def __init__(self, session: kglite.Session, path: Path) -> None:
        self._session = session
        self._path = path

    def read(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        """The answer to a query that writes nothing; see GraphStore."""
        check_read_only(query)
        milliseconds = max(1, round(timeout * 1000)) if timeout else 0
        try:
            result = self._session.cypher(
                _with_limits(query, parameters or {}),
                params=dict(parameters or {}),
                timeout_ms=milliseconds,
                row_limit=row_limit,
            )
            # By column is five times as fast as by row.
            rows = list(zip(*map(result.column, result.columns), strict=True))
        except kglite.CypherTimeoutError as err:
            raise QueryFailed(
                f"the query took longer than {timeout:g} s; narrow it or raise the setting "
                "query_timeout"
            ) from err
        except (kglite.KgError, TypeError, ValueError) as err:
            raise QueryFailed(f"the graph refused the query: {err}") from err
        return Table(tuple(result.columns), rows, result.diagnostics["total_rows"] is not None)

    def write(self, statements: Sequence[Statement]) -> None:
        """Run all statements in one transaction; see GraphStore."""
        self._check_writable()
        try:
            # Rolls back on an exception, commits otherwise.
            with self._session.begin() as transaction:
                for query, parameters in statements:
                    transaction.cypher(query, params=dict(parameters), timeout_ms=0)
        except kglite.FileIoError as err:
            raise Unavailable(f"cannot write the graph {self._path}: {err}") from err
        except (kglite.KgError, TypeError, ValueError) as err:
            raise QueryFailed(f"the graph refused to write: {err}") from err

    def prepare(self, statements: Sequence[str]) -> None:
        """Declare constraints and indexes; see GraphStore."""
        self._check_writable()
        for statement in statements:
            try:
                self._session.execute(statement)
            except kglite.KgError as err:
                raise QueryFailed(f"the graph refused {statement!r}: {err}") from err

    def fill(self, schema: Sequence[str], parts: Iterable[Sequence[Rows]]) -> None:
        """Make a new file beside the old one and put it in its place; see GraphStore."""
        self._check_writable()
        made = kglite.KnowledgeGraph()
        try:
            for statement in schema:
                made.cypher(statement)
            _load(made, parts)
        except (kglite.KgError, TypeError, ValueError) as err:
            raise QueryFailed(f"the graph refused to write: {err}") from err
        self._replace(made)

    def checkpoint(self) -> None:
        """Make all that was written visible to readers that open from now on."""
        self._check_writable()
        try:
            self._session.save()
        except (kglite.KgError, OSError) as err:
            raise Unavailable(f"cannot store the graph {self._path}: {err}") from err

    def close(self) -> None:
        """Checkpoint what was written and let go of the store."""
        if self._session.durability is None:
            return
        try:
            self._session.close()
        except (kglite.KgError, OSError) as err:
            raise Unavailable(f"cannot store the graph {self._path}: {err}") from err

    def _replace(self, made: kglite.KnowledgeGraph) -> None:
        new = _new(self._path)
        try:
            # That a part could not be read in place is not worth a line.
            with warnings.catch_warnings(action="ignore", category=UserWarning):
                made.save(str(new))
            if _unfinished(self._path):
                # What waits in the log would else be stored over the new file.
                self._session.save()
            new.replace(self._path)
            # Not before: no other writer may come in between.
            self._session.close()
        except (kglite.KgError, OSError) as err:
            raise Unavailable(f"cannot write the graph {self._path}: {err}") from err
        finally:
            new.unlink(missing_ok=True)
        self._session = _session(self._path, durable="normal")

    def _check_writable(self) -> None:
        if self._session.durability is None:
            raise Unavailable(f"the graph {self._path} was opened for reading only")


def open_writer(folder: Path) -> EmbeddedGraph:
    """The graph in `folder`, to be written; an empty one is made where there is none.

    Raises:
        Busy: another process writes it.
        Unavailable: the folder cannot be written.
        Unusable: the file is damaged or of another version of kglite.
    """
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise Unavailable(f"cannot make the folder {folder}: {err.strerror}") from err
    behind = not path.exists() or _unfinished(path)
    graph = EmbeddedGraph(_session(path, durable="normal"), path)
    # Of one who was killed; a takedown must not leave it behind.
    for left in folder.glob(f"{_new(path).name}*"):
        left.unlink(missing_ok=True)
    if behind:
        graph.checkpoint()
    return graph


def open_reader(folder: Path) -> EmbeddedGraph:
    """The graph in `folder` as its last finished writer left it; waits for nobody.

    Raises:
        Unavailable: the file cannot be read.
        Unusable: there is no graph yet, or it is damaged or of another version of kglite.
    """
    path = folder / FILE
    if _unfinished(path):
        # Where the lease is taken, its holder is at work: what it has stored so far is read.
        with suppress(Unavailable):
            open_writer(folder).close()
            log.info("replayed what an interrupted writer had left in the log of %s", path)
    if not path.exists():
        raise Unusable(f"there is no graph in {folder} yet; ingest articles or rebuild it")
    return EmbeddedGraph(_session(path, verify="eager"), path)


def discard(folder: Path) -> None:
    """Delete the graph in `folder`, damaged or not, so that it can be made again.

    Raises:
        Busy: another process writes it.
        Unavailable: the folder cannot be written.
    """
    path = folder / FILE
    with suppress(Unusable):
        open_writer(folder).close()
    try:
        for file in (path, _log_of(path), *folder.glob(f"{_new(path).name}*")):
            file.unlink(missing_ok=True)
    except OSError as err:
        raise Unavailable(f"cannot delete {err.filename}: {err.strerror}") from err


def _load(made: kglite.KnowledgeGraph, parts: Iterable[Sequence[Rows]]) -> None:
    """Write all parts into an empty graph: a little by Cypher, much in bulk."""
    begun: list[Rows] = []
    rest = iter(parts)
    for part in rest:
        begun += part
        if sum(len(rows.values) for rows in begun) > _LITTLE:
            from kg.graph.loading import (
                load,
            )  # loads pandas, which takes as long as to write a little

            return load(made, chain([begun], rest))
    for query, parameters in statements(begun):
        made.cypher(query, params=dict(parameters), timeout_ms=0)
    return None


def _with_limits(query: str, parameters: Mapping[str, object]) -> str:
    """The query with limits that kglite sorts well by.

    Before a limit that is a number, it keeps no more rows than that while it sorts; before any
    other, it sorts all. But where it keeps few, it takes each condition on a column of the answer
    for null. So the parameter of a limit becomes a number where the order is by names alone, and
    a number becomes a sum where it is not.
    """
    order = None

    def fit(found: re.Match[str]) -> str:
        nonlocal order
        if not found["most"]:
            order = found.end() if found[0][0] in "oO" else order
            return found[0]
        keys, order = order and query[order : found.start()], None
        value = parameters.get(found["most"][1:]) if found["most"][0] == "$" else None
        if keys and not _PLAIN.fullmatch(keys):
            return found[0] if found["most"][0] == "$" else f"LIMIT 0 +{found[0][5:]}"
        if type(value) is not int or value < 0:
            return found[0]
        return f"LIMIT {int(found['times'] or 1) * value}"

    return _CUT.sub(fit, query)


def _new(path: Path) -> Path:
    return path.with_suffix(".new")


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _unfinished(path: Path) -> bool:
    logged = _log_of(path)
    return logged.exists() and logged.stat().st_size > _EMPTY_LOG


def _session(path: Path, **options: str) -> kglite.Session:
    # Not worth a line each: queries that name labels which no article has filled yet, and a
    # reader beside a writer whose last steps are not stored yet.
    kglite.set_query_warning_policy("silent")
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            return kglite.open_session(str(path), **options)  # type: ignore[arg-type]
    except kglite.WriterLeaseHeldError as err:
        raise Busy(
            f"the graph {path} is being written by another process; try again when it has finished"
        ) from err
    except (kglite.FileFormatError, RuntimeError) as err:
        raise _unusable(path, err) from err
    except (kglite.KgError, OSError) as err:
        raise _unreadable(path, err) from err


def _unreadable(path: Path, err: Exception) -> GraphError:
    # kglite reports a log that is not its own as an OSError without a number.
    if isinstance(err, OSError) and err.errno is None:
        return _unusable(path, err)
    return Unavailable(f"cannot open the graph {path}: {err}")


def _unusable(path: Path, err: Exception) -> Unusable:
    return Unusable(f"the graph {path} is damaged or of another version; rebuild it ({err})")
