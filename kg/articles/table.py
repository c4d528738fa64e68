"""CSV: one article on each row, under a header that names the columns."""

import csv
from collections import deque
from collections.abc import Iterator

from kg.articles.draft import COLUMNS, Draft, Flaw, from_row
from kg.articles.source import Source, lines
from kg.articles.wording import decoded, shown
from kg.config import Settings
from kg.errors import ArticleError

_RE_READS = 10
"""How much of a table, in times of `max_article_bytes`, may be read a second time to recover."""


def read(source: Source, settings: Settings) -> Iterator[Draft | Flaw]:
    """The articles of a table; a broken row is a flaw, and reading goes on after its first line.

    A flaw's line is the one on which the row begins.

    Raises:
        ArticleError: the table is empty or its header does not fit.
    """
    limit = settings.max_article_bytes
    # The csv module's own limit, 131,072 characters, holds for the whole process: only raise it.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    rows = _rows(_Lines(source, limit))
    header = _header(next(rows, None))
    filled = False
    for line, row in rows:
        filled = True
        try:
            yield from_row(_named(row, header), line, source.channel)
        except ArticleError as err:
            yield Flaw(line, str(err))
    if not filled:
        raise ArticleError("is empty below its header")


class _Lines:
    """The lines of a table for the csv module, which may hand back those of a broken row."""

    def __init__(self, source: Source, limit: int) -> None:
        self._lines = lines(source, limit)
        self._ahead: deque[tuple[int, str]] = deque()
        self._taken: list[tuple[int, str]] = []
        self._size = 0
        self._limit = limit
        self._spare = limit * _RE_READS

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, line = self._ahead.popleft() if self._ahead else self._read()
        self._taken.append((number, line))
        self._size += len(line)
        if self._size > self._limit:
            raise ArticleError(f"row is larger than max_article_bytes ({self._limit})")
        return line

    def _read(self) -> tuple[int, str]:
        number, line = next(self._lines)
        if line is None:
            self._taken.append((number, ""))
            raise ArticleError(f"line {number} is longer than max_article_bytes ({self._limit})")
        # A foreign byte is kept as a surrogate, so that it spoils its own row only.
        return number, line.decode("utf-8-sig" if number == 1 else "utf-8", "surrogateescape")

    def done(self) -> int:
        """The first line of the row that was read last, which is let go."""
        first = self._taken[0][0]
        self._taken.clear()
        self._size = 0
        return first

    def hand_back(self) -> int:
        """As `done`, with the row's other lines to be read again, as far as that is allowed."""
        again = self._taken[1:]
        self._spare -= sum(len(line) for _, line in again)
        if self._spare >= 0:
            self._ahead.extendleft(reversed(again))
        return self.done()


def _rows(table: _Lines) -> Iterator[tuple[int, list[str] | ArticleError]]:
    """Each row that is not blank, with its first line's number, or what is wrong with it."""
    reader = csv.reader(table, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as err:
            yield table.hand_back(), ArticleError(f"row is not CSV: {err}")
        except ArticleError as err:
            yield table.hand_back(), err
        else:
            line = table.done()
            if row:
                yield line, row


def _header(first: tuple[int, list[str] | ArticleError] | None) -> list[str]:
    if first is None:
        raise ArticleError("is empty")
    if isinstance(first[1], ArticleError):
        raise first[1]
    header = [decoded(name.encode("utf-8", "surrogateescape")).strip().lower() for name in first[1]]
    if not {"text", "title"} & set(header):
        raise ArticleError(f"header {shown(','.join(header))} has no column text or title")
    if twice := [name for name in header if name in COLUMNS and header.count(name) > 1]:
        raise ArticleError(f"header has the column {twice[0]} more than once")
    return header


def _named(row: list[str] | ArticleError, header: list[str]) -> dict[str, str]:
    if isinstance(row, ArticleError):
        raise row
    if len(row) != len(header):
        raise ArticleError(f"row has {len(row)} fields where the header has {len(header)}")
    return {
        name: decoded(value.encode("utf-8", "surrogateescape"))
        for name, value in zip(header, row, strict=True)
    }
