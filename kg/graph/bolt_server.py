"""Which server the graph is on, and what it refuses, in our words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from kg.errors import GraphError, QueryFailed, Unavailable

OLDEST = 5
"""The major version of Neo4j that it must have at least."""

# Parts of the codes of Neo4j's errors, by what they tell of.
_READ_ONLY = ("Forbidden", "ReadOnly", "NotALeader", "WriteOnReadOnly")
TIMED_OUT = ("TransactionTimedOut", "LockClientStopped", "Transaction.Terminated")
_REFUSED = ("Unauthorized", "AuthenticationRateLimit", "CredentialsExpired", "TokenExpired")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is and how to log in; without `database`, the user's own one is meant."""

    address: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str | None = None

    def __str__(self) -> str:
        return f"{self.database} at {self.address}" if self.database else self.address


@contextmanager
def told(server: Server, timeout: float | None = None, what: str = "") -> Iterator[None]:
    """The driver's errors as ours; `what` is what the server refuses."""
    try:
        yield
    except (ServiceUnavailable, SessionExpired) as err:
        raise Unavailable(
            f"Neo4j at {server} does not answer ({_first_line(err)}); is it running, and is the "
            "address right?"
        ) from err
    except Neo4jError as err:
        raise _translated(err, server, timeout, what) from err
    except DriverError as err:
        raise Unavailable(
            f"cannot talk to {server} ({_first_line(err)}); is it Neo4j {OLDEST} or newer?"
        ) from err
    except (TypeError, ValueError) as err:
        raise QueryFailed(f"the graph refused {what}: {err}") from err


def _translated(err: Neo4jError, server: Server, timeout: float | None, what: str) -> GraphError:
    words = _first_line(err)
    if tells_of(err, _REFUSED) or isinstance(err, AuthError):
        return GraphError(
            f"Neo4j at {server} refuses the user {server.user!r} ({words}); set KG_GRAPH_USER and "
            "KG_GRAPH_PASSWORD, or name a file in graph_password_file"
        )
    if tells_of(err, ("DatabaseNotFound",)):
        return GraphError(f"Neo4j has no database {server} ({words}); correct --database")
    if tells_of(err, _READ_ONLY):
        return Unavailable(f"the graph {server} may not be written by {server.user!r}: {words}")
    if tells_of(err, TIMED_OUT) and timeout:
        return QueryFailed(
            f"the query took longer than {timeout:g} s; narrow it or raise the setting "
            "query_timeout"
        )
    if isinstance(err, ConstraintError) or tells_of(err, ("ConstraintCreationFailed",)):
        return QueryFailed(
            f"the graph refused {what}: {words}; remove from {server} what kg did not write, "
            "or its constraint, then run again"
        )
    if isinstance(err, TransientError) or tells_of(err, ("DatabaseError",)):
        return Unavailable(
            f"Neo4j at {server} failed ({words}); look at its log, its disk and its memory"
        )
    return QueryFailed(f"the graph refused {what}: {words}")


def tells_of(err: Exception, parts: Sequence[str]) -> bool:
    """Whether the error's code holds one of these parts."""
    code = getattr(err, "code", None) or ""
    return any(part in code for part in parts)


def _first_line(err: Exception) -> str:
    text = getattr(err, "message", None) or str(err)
    return text.strip().partition("\n")[0]
