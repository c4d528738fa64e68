"""From the names of files, folders, addresses and standard input to articles."""

import glob
import gzip
import io
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from kg.articles import dates, feed, jsonl, page, plain, table
from kg.articles.draft import Defaults, Draft, Flaw, finished
from kg.articles.source import Source
from kg.articles.validators import Validators
from kg.articles.web import Fetched, Unchanged, Web
from kg.articles.wording import shown
from kg.config import Settings
from kg.errors import ArticleError
from kg.model import Article, Channel, Refused

Reader = Callable[[Source, Settings], Iterator[Draft | Flaw]]

STANDARD_INPUT = "-"
_GZIP = ".gz"
_BY_ENDING: dict[str, Reader] = {
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".csv": table.read,
    ".txt": plain.read,
    ".md": plain.read,
    ".html": page.read,
    ".htm": page.read,
    ".xml": feed.read,
    ".rss": feed.read,
    ".atom": feed.read,
}
_BY_CONTENT_TYPE: dict[str, Reader] = {
    "text/html": page.read,
    "application/xhtml+xml": page.read,
    "application/rss+xml": feed.read,
    "application/atom+xml": feed.read,
    "application/xml": feed.read,
    "text/xml": feed.read,
    "application/jsonl": jsonl.read,
    "application/x-ndjson": jsonl.read,
    "text/csv": table.read,
}


def read(
    sources: Iterable[str],
    settings: Settings,
    *,
    stdin: BinaryIO | None = None,
    default_date: date | None = None,
    default_publisher: str | None = None,
    validators: Validators | None = None,
) -> Iterator[Article | Refused | Unchanged]:
    """The articles of all sources, in their order, and what cannot be read with the reason.

    A source is a file, a folder (read with all below it, sorted by path), a pattern (*, ?, [],
    ** for folders), an http or https address, or "-" for JSON Lines on standard input. A file's
    format goes by its ending, before .gz; that of an address by its content type. The defaults
    hold for articles that state no date or publisher of their own.

    `validators` are asked before an address is fetched again and updated once all that it gave
    has been read without refusal; keep them only when the articles are kept, too.
    """
    run = _Run(settings, Defaults(default_date, default_publisher), validators, stdin)
    for source in sources:
        yield from run.records(source)


class _Run:
    """One call of `read`: what holds for all of its sources."""

    def __init__(
        self,
        settings: Settings,
        defaults: Defaults,
        validators: Validators | None,
        stdin: BinaryIO | None,
    ) -> None:
        self._settings = settings
        self._defaults = defaults
        self._validators: Validators = {} if validators is None else validators
        self._stdin = stdin
        self._web = Web(settings, self._validators)

    def records(self, name: str) -> Iterator[Article | Refused | Unchanged]:
        """What one source gives."""
        if name == STANDARD_INPUT:
            stdin = sys.stdin.buffer if self._stdin is None else self._stdin
            yield from self._articles(name, jsonl.read, Source(stdin))
        elif name.lower().startswith(("http://", "https://")):
            yield from self._from_web(name)
        else:
            for path in _files(name):
                yield from [path] if isinstance(path, Refused) else self._from_file(path)

    def _from_web(self, name: str) -> Iterator[Article | Refused | Unchanged]:
        try:
            found = self._web.fetch(name)
            if isinstance(found, Unchanged):
                yield found
                return
            reader, stream = _for_answer(found)
        except ArticleError as err:
            yield _refused(name, 0, err)
            return
        source = Source(stream, "", found.url, found.charset, Channel.PAGE)
        is_whole = True
        for record in self._articles(name, reader, source):
            is_whole = is_whole and isinstance(record, Article)
            yield record
        if is_whole and found.conditions:
            self._validators[found.url] = found.conditions

    def _from_file(self, path: Path) -> Iterator[Article | Refused]:
        try:
            reader = _for_name(path.name)
            stream = path.open("rb")
        except (ArticleError, OSError, ValueError) as err:
            yield _refused(str(path), 0, err)
            return
        with closing(stream):
            source = Source(_unpacked(stream, path.name), dates.in_name(path.name))
            yield from self._articles(str(path), reader, source)

    def _articles(self, name: str, reader: Reader, source: Source) -> Iterator[Article | Refused]:
        try:
            for found in reader(source, self._settings):
                yield self._record(name, found)
        except (ArticleError, OSError, EOFError, zlib.error) as err:
            yield _refused(name, 0, err)

    def _record(self, name: str, found: Draft | Flaw) -> Article | Refused:
        if isinstance(found, Flaw):
            return Refused(_printable(name), found.line, found.reason)
        try:
            return finished(found, self._defaults, self._settings.max_article_bytes)
        except ArticleError as err:
            return Refused(_printable(name), found.line, f"{found.name} {err}".strip())


def _refused(name: str, line: int, err: Exception) -> Refused:
    if isinstance(err, EOFError):
        reason = "gzip file breaks off; what came before the break was read"
    elif isinstance(err, (gzip.BadGzipFile, zlib.error)):
        reason = f"gzip file is damaged: {err}"
    elif isinstance(err, OSError):
        reason = f"cannot be read: {err.strerror or err}"
    else:
        reason = str(err)
    return Refused(_printable(name), line, reason)


def _printable(name: str) -> str:
    """A file's name as text that can be stored: bytes that are not UTF-8 are escaped."""
    return name.encode("utf-8", "backslashreplace").decode()


def _files(name: str) -> Iterator[Path | Refused]:
    """The files that a name or pattern stands for, sorted; hidden ones in folders are left out."""
    found = [name]
    # os.path answers no where Path raises: names too long or with NUL fail when they are opened.
    if not os.path.lexists(name) and glob.has_magic(name):
        found = sorted(glob.glob(name, recursive=True))  # noqa: PTH207
    if not found or not name:
        yield Refused(_printable(name), 0, "no file goes by this name or pattern")
        return
    for one in found:
        yield from _below(Path(one)) if os.path.isdir(one) else [Path(one)]  # noqa: PTH112


def _below(folder: Path) -> Iterator[Path | Refused]:
    failed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(parent, name) for name in sorted(files) if not name.startswith(".")):
            is_file = os.path.isfile(path)  # noqa: PTH113
            yield path if is_file else Refused(_printable(str(path)), 0, "is no plain file")
    yield from (_refused(str(err.filename), 0, err) for err in failed)


def _ending(name: str) -> str:
    return Path(name.lower().removesuffix(_GZIP)).suffix


def _for_name(name: str) -> Reader:
    ending = _ending(name)
    if ending not in _BY_ENDING:
        known = ", ".join(_BY_ENDING)
        raise ArticleError(f"ending {shown(ending)} is not known; known are {known}, also with .gz")
    return _BY_ENDING[ending]


def _unpacked(stream: BinaryIO, name: str) -> BinaryIO:
    is_packed = name.lower().endswith(_GZIP)
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if is_packed else stream


def _for_answer(found: Fetched) -> tuple[Reader, BinaryIO]:
    """How to read what an address gave: by content type, or where that says little by ending."""
    stream = io.BytesIO(found.content)
    if reader := _BY_CONTENT_TYPE.get(found.kind):
        return reader, stream
    name = Path(urlsplit(found.url).path).name
    if found.kind == "text/plain" and _ending(name) not in _BY_ENDING:
        return plain.read, stream
    return _for_name(name), _unpacked(stream, name)
