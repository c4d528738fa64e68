"""RSS and Atom: one article for each entry, as much of it as the feed carries."""

import io
from collections.abc import Iterator
from typing import Any

import feedparser

from kg.articles.draft import Draft, Flaw
from kg.articles.page import foreign_parser, text_of
from kg.articles.source import Source, whole
from kg.articles.wording import shown
from kg.config import Settings
from kg.errors import ArticleError
from kg.model import Channel


def read(source: Source, settings: Settings) -> Iterator[Draft | Flaw]:
    """The articles of a feed, in its order. Entries name their own source before the feed does.

    A feed that breaks off is a flaw after the entries that could be read.

    Raises:
        ArticleError: it is empty, too large, no feed, or without entries.
    """
    raw = whole(source, settings.fetch_max_bytes, "fetch_max_bytes")
    # The parser's own cleaning is left out: its time grows with the square of hostile input,
    # and all markup is removed below. A stream, because bytes would be tried as a file name.
    with foreign_parser():
        parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    broken = _damage(parsed)
    if not parsed.version or not parsed.entries:
        what = "has no entries" if parsed.version else "is no RSS or Atom feed"
        raise ArticleError(what + (f": {_reason(broken)}" if broken else ""))
    for number, entry in enumerate(parsed.entries, 1):
        yield from _entry(entry, parsed.feed, f"entry {number}")
    if broken:
        yield Flaw(0, f"is broken, its entries may be cut or missing: {_reason(broken)}")


def _damage(parsed: feedparser.FeedParserDict) -> Exception | None:
    found: Exception | None = parsed.get("bozo_exception")
    is_mislabelled = isinstance(found, feedparser.CharacterEncodingOverride)
    return None if is_mislabelled and parsed.encoding == "utf-8" else found


def _reason(broken: Exception) -> str:
    return shown(str(broken))


def _entry(entry: dict[str, Any], feed: dict[str, Any], name: str) -> Iterator[Draft | Flaw]:
    detail = _body(entry)
    try:
        text, title = _plain(detail), _plain(entry.get("title_detail") or {})
    except ArticleError as err:
        yield Flaw(0, f"{name} {err}")
        return
    yield Draft(
        name=name,
        title=" ".join(title.split()),
        text=text,
        # Not by get(): the parser would answer with the date of publication, and a warning.
        published=entry.get("published") or dict.get(entry, "updated") or "",
        publisher=(entry.get("source") or {}).get("title") or feed.get("title") or "",
        url=entry.get("link") or "",
        key=entry.get("id") or "",
        language=detail.get("language") or feed.get("language") or "",
        channel=Channel.FEED,
    )


def _body(entry: dict[str, Any]) -> dict[str, Any]:
    """The longest of the entry's contents, or its summary."""
    contents = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    return max(contents, key=lambda content: len(content.get("value") or ""))


def _plain(detail: dict[str, Any]) -> str:
    value = detail.get("value") or ""
    return value if detail.get("type") == "text/plain" else text_of(value)
