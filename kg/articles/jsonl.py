"""JSON Lines: one article as a JSON object on each line."""

import json
from collections.abc import Iterator

from kg.articles.draft import Draft, Flaw, from_row
from kg.articles.source import Source, lines
from kg.articles.wording import decoded, shown
from kg.config import Settings
from kg.errors import ArticleError


def read(source: Source, settings: Settings) -> Iterator[Draft | Flaw]:
    """The articles of a source; a broken line is a flaw and the next one is read.

    Raises:
        ArticleError: the source holds nothing but blank lines.
    """
    number = 0
    for number, line in _filled(source, settings.max_article_bytes):
        try:
            yield from_row(_object(line, settings.max_article_bytes), number, source.channel)
        except ArticleError as err:
            yield Flaw(number, str(err))
    if not number:
        raise ArticleError("is empty")


def _filled(source: Source, limit: int) -> Iterator[tuple[int, bytes | None]]:
    return ((number, line) for number, line in lines(source, limit) if line is None or line.strip())


def _object(line: bytes | None, limit: int) -> dict[str, object]:
    if line is None:
        raise ArticleError(f"line is longer than max_article_bytes ({limit})")
    try:
        found = json.loads(decoded(line.rstrip(b"\r\n")))
    except json.JSONDecodeError as err:
        raise ArticleError(f"line is not JSON: {err.msg} at column {err.colno}") from err
    except (ValueError, RecursionError) as err:  # numbers and nesting beyond what Python reads
        raise ArticleError(f"line is not JSON that can be read: {str(err)[:80]}") from err
    if not isinstance(found, dict):
        raise ArticleError(f"line is no JSON object but {shown(found)}")
    return found
