"""Plain text: a headline on the first line, the body below, and perhaps lines that date it."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from kg.articles.draft import COLUMNS, Draft, from_row
from kg.articles.source import Source, whole
from kg.articles.wording import clean, decoded
from kg.config import Settings

_KEY = re.compile(rf"\s*({'|'.join(sorted(COLUMNS - {'text'}))})\s*:(.*)", re.IGNORECASE)
_FENCE = "---"


def read(source: Source, settings: Settings) -> Iterator[Draft]:
    """The one article of a text.

    Its head may hold "Key: value" lines above or right below the headline (Title, Date or
    Published, Publisher or Source, URL, Id, Language), between lines of "---" or not; they are
    taken out of the text. A day in the file's name serves where no line gives one.

    Raises:
        ArticleError: it is empty, too large or not UTF-8.
    """
    limit = settings.max_article_bytes
    text = clean(decoded(whole(source, limit, "max_article_bytes")))
    rest = deque(text.split("\n"))
    head = _taken(rest)
    if not head.keys() & {"title", "date", "published"}:
        head, rest = {}, deque(text.split("\n"))  # a headline such as "Source: Acme in talks"
    title = head.get("title") or _headline(rest)
    draft = from_row(head | _taken(rest), 0, source.channel)
    yield replace(
        draft,
        title=title,
        text="\n".join(rest),
        published=draft.published or source.published,
        url=draft.url or source.url,
    )


def _taken(rest: deque[str]) -> dict[str, str]:
    """The values of the lines with a key at the top of `rest`, which are removed there."""
    found: dict[str, str] = {}
    while rest and (match := _KEY.fullmatch(rest[0]) or _is_gap(rest[0])):
        if isinstance(match, re.Match):
            found.setdefault(match[1].lower(), match[2].strip().strip("\"'"))
        rest.popleft()
    return found


def _is_gap(line: str) -> bool:
    return line.strip() in {"", _FENCE}


def _headline(rest: deque[str]) -> str:
    """The first line that is not empty, without a heading's mark, removed from `rest`."""
    while rest and _is_gap(rest[0]):
        rest.popleft()
    return rest.popleft().lstrip("#").strip() if rest else ""
