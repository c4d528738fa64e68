from __future__ import annotations

import ipaddress
import socket
import threading
from typing import TYPE_CHECKING

import httpcore
import pytest

from kg.articles import guard
from kg.articles.guard import is_public, resolved
from kg.config import Settings
from kg.errors import ArticleError

if TYPE_CHECKING:
    from tests.articles.conftest import ReadAll, Site

OPEN = Settings(allow_private_addresses=True)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "239.1.2.3"),  # noqa: S104
        *("240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::1"),
        *("2001:0:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2001:db8::1"),
    ],
)
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00::1"])
def test_a_public_address_is_known(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "017700000001", "::1", "0"]
)
def test_every_spelling_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(ArticleError, match="not public; allow_private_addresses permits it"):
        resolved(host, 80, allow_private=False)
    assert resolved(host, 80, allow_private=True)


@pytest.mark.parametrize("host", ["host.invalid", "a" * 70 + ".example", "a..b", "\udc80"])
def test_a_host_that_cannot_be_resolved_is_named(host: str) -> None:
    with pytest.raises(ArticleError, match="cannot be resolved"):
        resolved(host, 80, allow_private=True)


Answers = list[tuple[int, int, int, str, tuple[str, int]]]


class Names:
    """A name service that answers by turns; all other names are as ever."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **turns: list[list[str]]) -> None:
        self._real = socket.getaddrinfo
        self._turns = turns
        self.asked: list[str] = []
        monkeypatch.setattr(socket, "getaddrinfo", self)

    def __call__(self, host: str, port: int, *args: int, **kwargs: int) -> Answers:
        name = str(host).removesuffix(".test")
        if name not in self._turns:
            return self._real(host, port, *args, **kwargs)  # type: ignore[return-value]
        self.asked.append(name)
        turns = self._turns[name]
        found = turns[(len(self.asked) - 1) % len(turns)]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Names(monkeypatch, mixed=[["8.8.8.8", "10.0.0.1"]])
    with pytest.raises(ArticleError, match=r"'mixed.test' is at 10\.0\.0\.1, which is not public"):
        resolved("mixed.test", 80, allow_private=False)


def test_a_name_is_resolved_once_for_each_connection(
    monkeypatch: pytest.MonkeyPatch, site: Site, read_all: ReadAll
) -> None:
    site.answer("/robots.txt")
    site.answer("/a.txt", b"Acme\nDate: 2026-04-20\n\nIt buys.", Content_Type="text/plain")
    names = Names(monkeypatch, news=[["127.0.0.1"]])
    articles, refused, _ = read_all(f"http://news.test:{site.server_port}/a.txt", settings=OPEN)
    assert refused == []
    assert [article.title for article in articles] == ["Acme"]
    assert names.asked == ["news", "news"]
    assert {headers["Host"] for _, headers in site.asked} == {f"news.test:{site.server_port}"}


def test_a_name_that_changes_after_the_check_does_not_get_through(
    monkeypatch: pytest.MonkeyPatch, site: Site, read_all: ReadAll
) -> None:
    monkeypatch.setattr(guard, "is_public", lambda address: str(address) == "8.8.8.8")
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", never_reaches)
    Names(monkeypatch, news=[["8.8.8.8"], ["127.0.0.1"]])
    refused = read_all(f"http://news.test:{site.server_port}/a.txt")[1]
    assert "connection failed: '8.8.8.8 was asked for'" in refused[0].reason
    assert site.asked == []


def never_reaches(_: object, host: str, *__: object) -> None:
    raise httpcore.ConnectError(f"{host} was asked for")


def test_the_next_address_is_tried_where_one_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, site: Site, read_all: ReadAll
) -> None:
    site.answer("/a.txt", b"Acme\nDate: 2026-04-20\n\nIt buys.", Content_Type="text/plain")
    Names(monkeypatch, news=[["127.0.0.9", "127.0.0.1"]])
    articles, _, _ = read_all(f"http://news.test:{site.server_port}/a.txt", settings=OPEN)
    assert len(articles) == 1


def test_tls_goes_by_the_name_though_the_connection_goes_by_the_address(
    monkeypatch: pytest.MonkeyPatch, read_all: ReadAll
) -> None:
    hellos: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: hellos.append(first_bytes(server)))
        thread.start()
        Names(monkeypatch, secure=[["127.0.0.1"]])
        port = server.getsockname()[1]
        refused = read_all(f"https://secure.test:{port}/a.txt", settings=OPEN)[1]
        thread.join()
    assert b"secure.test" in hellos[0]
    assert "robots.txt cannot be read, so nothing may be fetched" in refused[0].reason


def first_bytes(server: socket.socket) -> bytes:
    connection, _ = server.accept()
    with connection:
        return connection.recv(4096)
