"""The explorer's server: one port of 127.0.0.1, until Ctrl-C."""

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from kg.config import Settings
from kg.errors import ViewError
from kg.explorer.app import application
from kg.explorer.gate import Key

_HOST = "127.0.0.1"
_GRACE_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Site:
    """A port that is taken, and the key to it."""

    socket: socket.socket
    key: Key

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return self.key.address


def listen(port: int) -> Site:
    """Take a port of this machine, 0 for any that is free; no other machine can reach it.

    Raises:
        ViewError: another program has it.
    """
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # A port that was left a moment ago may be taken again; one that is in use may not.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((_HOST, port))
        taken.listen(128)
    except OSError as err:
        taken.close()
        raise ViewError(
            f"port {port} of {_HOST} cannot be taken ({err.strerror}); "
            "name another with --port, or 0 for any"
        ) from err
    return Site(taken, Key(secrets.token_urlsafe(24), taken.getsockname()[1]))


def serve(site: Site, settings: Settings, author: str, ready: Callable[[], None]) -> None:
    """Answer until Ctrl-C; `ready` is called once the first request would be answered."""
    config = uvicorn.Config(
        application(settings, site.key, author),
        access_log=False,  # its lines would hold the token
        log_config=None,
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        h11_max_incomplete_event_size=64 * 1024,
    )
    with site.socket:
        _Server(config, ready).run(sockets=[site.socket])


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()
