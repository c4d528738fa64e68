"""The store on a server: Neo4j 5, over Bolt.

One process writes at a time: it holds an open transaction that would create a node of a unique
id, and another that tries to waits for it. The node never comes to be, and when the process ends
in whatever way, the server rolls back. Readers need no lock.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from neo4j import (
    READ_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    Session,
    Transaction,
    unit_of_work,
)
from neo4j.exceptions import (
    DriverError,
    Neo4jError,
)
from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from kg.errors import Busy, GraphError, Unavailable
from kg.graph.base import NEO4J, Rows, Statement, Table, statements
from kg.graph.bolt_server import OLDEST, TIMED_OUT, Server, tells_of, told
from kg.graph.guard import check_read_only
from kg.graph.templates import template

_INDEXES = ("index_names", "index_quotes", "index_article_days", "index_claim_days")

# What the driver holds at once of a long answer.
_ROWS_A_FETCH = 1_000
# Bounds what one transaction that empties the graph holds in the server's memory.
_NODES_A_DELETION = 10_000

_CONNECT_SECONDS = 10.0
_RETRY_SECONDS = 15.0
_LOCK_SECONDS = 2.0


class BoltGraph:
    """A GraphStore over one driver; see `open_writer` and `open_reader`."""

    engine = NEO4J

    def __init__(self, driver: Driver, server: Server, lock: "_Lock | None" = None) -> None:
        self._driver = driver
        self._server = server
        self._lock = lock
        self.version = f"Neo4j {driver.get_server_info().agent.rpartition('/')[2]}"

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

        @unit_of_work(timeout=timeout)
        def work(transaction: ManagedTransaction) -> Table:
            result = transaction.run(query, dict(parameters or {}))
            columns = tuple(result.keys())
            found = result if row_limit is None else result.fetch(row_limit + 1)
            rows = [tuple(map(_plain, record.values())) for record in found]
            cut = row_limit is not None and len(rows) > row_limit
            return Table(columns, rows[:row_limit], cut)

        with self._told(timeout), self._session(READ_ACCESS) as session:
            return session.execute_read(work)

    def write(self, statements: Sequence[Statement]) -> None:
        """Run all statements in one transaction; see GraphStore."""

        def work(transaction: ManagedTransaction) -> None:
            for query, parameters in statements:
                transaction.run(query, dict(parameters)).consume()

        self._check_writable()
        with self._told(writing=True), self._session() as session:
            session.execute_write(work)

    def prepare(self, statements: Sequence[str]) -> None:
        """Declare constraints and indexes, the server's own too; see GraphStore."""
        self._check_writable()
        for statement in (*statements, *_own("server", _INDEXES)):
            self._declare(statement)
        self._declare(template("server/await_indexes"))

    def fill(self, schema: Sequence[str], parts: Iterable[Sequence[Rows]]) -> None:
        """Clear it and write part by part; see GraphStore."""
        self._clear()
        self.prepare(schema)
        for part in parts:
            self.write(statements(part))

    def _clear(self) -> None:
        """Remove every node and edge, in steps; a mark that a broken run leaves says nothing."""
        void, some, marks = _own("server", ("clear_void", "clear_some", "clear_marks"))
        self.write([(void, {})])
        while self._delete(some):
            pass
        self.write([(marks, {})])

    def checkpoint(self) -> None:
        """Nothing is left to do: what is written is seen at once."""
        self._check_writable()

    def close(self) -> None:
        """Let go of the lock and of the server."""
        if self._lock:
            self._lock.release()
        self._driver.close()

    def _delete(self, query: str) -> int:
        self._check_writable()
        with self._told(writing=True), self._session() as session:
            most = {"most": _NODES_A_DELETION}
            return int(session.execute_write(lambda tx: tx.run(query, most).single(strict=True)[0]))

    def _declare(self, statement: str) -> None:
        # Not in a managed transaction: what builds indexes must not be tried twice.
        with self._told(writing=True, what=repr(statement)), self._session() as session:
            session.run(statement).consume()

    def _check_writable(self) -> None:
        if self._lock is None:
            raise Unavailable(f"the graph {self._server} was opened for reading only")
        self._lock.check()

    def _session(self, mode: str = "WRITE") -> Session:
        return _session(self._driver, self._server, mode)

    @contextmanager
    def _told(
        self, timeout: float | None = None, *, writing: bool = False, what: str = "to write"
    ) -> Iterator[None]:
        with told(self._server, timeout, what if writing else "the query"):
            yield


class _Lock:
    """That nobody else writes: an open transaction that the server forgets with the connection."""

    def __init__(self, driver: Driver, server: Server) -> None:
        """Take it.

        Raises:
            Busy: another process holds it.
        """
        self._server = server
        self._session = _session(driver, server, "WRITE")
        try:
            # Planned first: a server that has just started needs longer for that than it may wait.
            self._session.run(f"EXPLAIN {template('server/lock')}").consume()
            # The one that is kept has no limit, so it would wait for ever where this one does not.
            with self._session.begin_transaction(timeout=_LOCK_SECONDS) as trial:
                self._take(trial)
                trial.rollback()
            self._transaction = self._session.begin_transaction(timeout=0)
            self._take(self._transaction)
        except BaseException:
            self._session.close()
            raise

    def _take(self, transaction: Transaction) -> None:
        try:
            transaction.run(template("server/lock")).consume()
        except Neo4jError as err:
            if not tells_of(err, TIMED_OUT):
                raise
            raise Busy(
                f"the graph {self._server} is being written by another process; try again when "
                "it has finished"
            ) from err

    def check(self) -> None:
        """Raise Unavailable unless it is still held; also keeps its connection in use."""
        try:
            self._transaction.run(template("server/still_locked")).consume()
        except (Neo4jError, DriverError) as err:
            raise Unavailable(
                f"the connection to {self._server} was lost; run again to go on"
            ) from err

    def release(self) -> None:
        for let_go in (self._transaction.rollback, self._session.close):
            with suppress(Neo4jError, DriverError):
                let_go()


def open_writer(server: Server) -> BoltGraph:
    """The graph on the server, to be written.

    Raises:
        Busy: another process writes it.
        Unavailable: the server does not answer or is too old.
        GraphError: it refuses the user, or the database holds what kg did not write.
    """
    driver = _connected(server)
    try:
        with told(server, what="to be opened"):
            _check_ownership(driver, server)
            with _session(driver, server, "WRITE") as session:
                session.run(template("write/constraint", LABEL="Projection")).consume()
            return BoltGraph(driver, server, _Lock(driver, server))
    except BaseException:
        driver.close()
        raise


def open_reader(server: Server) -> BoltGraph:
    """The graph on the server, to be read.

    Raises:
        Unavailable: the server does not answer or is too old.
        GraphError: it refuses the user or has no such database.
    """
    return BoltGraph(_connected(server), server)


def _connected(server: Server) -> Driver:
    with told(server, what="to be opened"):
        driver = GraphDatabase.driver(
            server.address,
            auth=(server.user, server.password),
            connection_timeout=_CONNECT_SECONDS,
            max_transaction_retry_time=_RETRY_SECONDS,
            notifications_min_severity="OFF",
        )
    try:
        with told(server, what="to be opened"):
            driver.verify_connectivity()
            _check_version(driver, server)
    except BaseException:
        driver.close()
        raise
    return driver


def _check_version(driver: Driver, server: Server) -> None:
    agent = driver.get_server_info().agent
    number = agent.rpartition("/")[2].split(".")[0]
    if not number.isdigit() or int(number) < OLDEST:
        raise Unavailable(f"{server} runs {agent}; kg needs Neo4j {OLDEST} or newer")


def _check_ownership(driver: Driver, server: Server) -> None:
    with _session(driver, server, READ_ACCESS) as session:
        filled, ours = session.run(template("server/ownership")).single(strict=True)
    if filled and not ours:
        raise GraphError(
            f"the database {server} holds data that kg did not write, which it would delete; "
            "name an empty one with --database, or empty this one"
        )


def _session(driver: Driver, server: Server, mode: str) -> Session:
    return driver.session(
        default_access_mode=mode, fetch_size=_ROWS_A_FETCH, database=server.database
    )


def _own(folder: str, names: Sequence[str]) -> list[str]:
    return [template(f"{folder}/{name}") for name in names]


def _plain(value: object) -> object:
    match value:
        case Date() | DateTime() | Time():
            return value.to_native()
        case Duration():
            return value.iso_format()
        case Point():
            return list(value)
        case Node() | Relationship():
            return {name: _plain(held) for name, held in value.items()}
        case Path():
            return [_plain(node) for node in value.nodes]
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case _:
            return value
