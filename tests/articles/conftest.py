"""What the tests of kg.articles share: settings, a way to read everything, a web server."""

import http.server
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO, Protocol

import pytest

from kg.articles import Unchanged, read
from kg.articles.validators import Validators
from kg.config import Settings
from kg.model import Article, Refused

Body = bytes | Callable[[BufferedIOBase], None]
DEFAULTS = Settings()


class ReadAll(Protocol):
    def __call__(
        self,
        *sources: str | Path,
        settings: Settings = ...,
        stdin: BinaryIO | None = ...,
        default_date: date | None = ...,
        default_publisher: str | None = ...,
        validators: Validators | None = ...,
    ) -> tuple[list[Article], list[Refused], list[Unchanged]]: ...


@pytest.fixture
def read_all() -> ReadAll:
    """Everything that `read` gives, parted by kind."""

    def parted(
        *sources: str | Path,
        settings: Settings = DEFAULTS,
        stdin: BinaryIO | None = None,
        default_date: date | None = None,
        default_publisher: str | None = None,
        validators: Validators | None = None,
    ) -> tuple[list[Article], list[Refused], list[Unchanged]]:
        records = list(
            read(
                [str(source) for source in sources],
                settings,
                stdin=stdin,
                default_date=default_date,
                default_publisher=default_publisher,
                validators=validators,
            )
        )
        return (
            [record for record in records if isinstance(record, Article)],
            [record for record in records if isinstance(record, Refused)],
            [record for record in records if isinstance(record, Unchanged)],
        )

    return parted


class Site(http.server.ThreadingHTTPServer):
    """A web server on loopback: what its paths answer, and what it was asked."""

    daemon_threads = True

    def __init__(self, host: str) -> None:
        super().__init__((host, 0), _Handler)
        self.answers: dict[str, tuple[int, Mapping[str, str], Body]] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    def answer(self, path: str, body: Body = b"", status: int = 200, **headers: str) -> str:
        """Sets what a path answers; underscores in header names stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body)
        return self.address(path)

    def address(self, path: str) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        if etag := self.headers.get("If-None-Match"):
            status = 304 if headers.get("ETag") == etag else status
        try:
            self._send(status, headers, body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client has had enough, as some tests want it to

    def _send(self, status: int, headers: Mapping[str, str], body: Body) -> None:
        if callable(body):
            body(self.wfile)
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if status == 304 else body)

    def log_message(self, *_: object) -> None:
        """Keeps the tests' output clean."""


def _served(host: str) -> Iterator[Site]:
    with Site(host) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    yield from _served("127.0.0.1")


@pytest.fixture
def other_site() -> Iterator[Site]:
    """A second machine, as far as addresses tell."""
    yield from _served("127.0.0.2")
