"""An opened source, and how to read it without holding more of it than is allowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kg.errors import ArticleError
from kg.model import Channel


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read articles from.

    `published` is a day that the file's name holds, `charset` the encoding that a server
    declared, `url` the address of a page; each "" where there is none.
    """

    stream: BinaryIO
    published: str = ""
    url: str = ""
    charset: str = ""
    channel: Channel = Channel.FILE


def whole(source: Source, limit: int, setting: str) -> bytes:
    """All bytes of the source.

    Raises:
        ArticleError: they are none, or more than `limit`, the value of `setting`.
    """
    raw = source.stream.read(limit + 1)
    if len(raw) > limit:
        raise ArticleError(f"is larger than {setting} ({limit} bytes)")
    if not raw.strip():
        raise ArticleError("is empty")
    return raw


def lines(source: Source, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number, from 1; None for one over `limit` bytes, which is never held."""
    number = 0
    while line := source.stream.readline(limit + 2):
        number += 1
        is_complete = line.endswith(b"\n") or len(line) < limit + 2
        if is_complete and len(line.rstrip(b"\r\n")) <= limit:
            yield number, line
        else:
            _skip_rest(line, source.stream, limit)
            yield number, None


def _skip_rest(line: bytes, stream: BinaryIO, limit: int) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(limit)
