"""Connections that reach public addresses only, and end in time.

A host is resolved once; every address that it has is checked, and one of those checked is
connected to. So neither a name that points into a private network nor one that changes between
check and use (DNS rebinding) gets through, while Host header and TLS still go by the name.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore

from kg.articles.wording import shown
from kg.errors import ArticleError


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether the address belongs to one machine on the public internet.

    IPv6 addresses that carry an IPv4 address count as reserved or are refused with 6to4, which
    is obsolete (RFC 7526): what they reach cannot be told from them.
    """
    if isinstance(address, ipaddress.IPv6Address) and (address.sixtofour or address.is_site_local):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def resolved(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, in the system's order.

    Raises:
        ArticleError: it has none, or one that is not public and private ones are not allowed.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as err:
        raise ArticleError(f"host {shown(host)} cannot be resolved") from err
    addresses = [str(answer[4][0]) for answer in answers]
    private = [one for one in addresses if not is_public(ipaddress.ip_address(one))]
    if private and not allow_private:
        raise ArticleError(
            f"host {shown(host)} is at {private[0]}, which is not public; "
            "allow_private_addresses permits it"
        )
    return addresses


class GuardedBackend(httpcore.SyncBackend):
    """Opens connections to checked addresses; all of them end at `deadline` (time.monotonic)."""

    def __init__(self, deadline: float, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that takes one."""
        failure: Exception = httpcore.ConnectError("the host has no address")
        for address in resolved(host, port, allow_private=self._allow_private):
            left = _left(self._deadline)
            try:
                stream = super().connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as err:
                failure = err
            else:
                return _TimedStream(stream, self._deadline)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A stream that ends at its deadline, however slowly but steadily bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("no complete answer in time")
    return left
