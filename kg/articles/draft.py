"""From what a source says of an article to an Article, or to the reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from kg.articles import dates
from kg.articles.language import is_english
from kg.articles.wording import clean, headed, shown
from kg.errors import ArticleError
from kg.model import Article, Channel

UNKNOWN_PUBLISHER = "unknown"

_COLUMNS = {
    "key": ("id",),
    "title": ("title",),
    "text": ("text",),
    "published": ("published", "date"),
    "publisher": ("publisher", "source"),
    "url": ("url",),
    "language": ("language",),
}
COLUMNS = frozenset(name for names in _COLUMNS.values() for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article as its source gives it; "" is what the source does not say.

    `line` counts from 1, 0 is the whole source. `name` tells one of many within a line.
    """

    line: int = 0
    name: str = ""
    title: str = ""
    text: str = ""
    published: str = ""
    publisher: str = ""
    url: str = ""
    key: str = ""
    language: str = ""
    channel: Channel = Channel.FILE


@dataclass(frozen=True, slots=True)
class Flaw:
    """A part of a source that cannot be read; `line` counts from 1, 0 is the whole source."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for articles that do not say it themselves."""

    published: date | None = None
    publisher: str | None = None


def from_row(row: Mapping[str, object], line: int, channel: Channel) -> Draft:
    """The draft that a row of named values holds; other names than `COLUMNS` are passed over.

    Raises:
        ArticleError: a value is neither text nor missing (an id may be a whole number).
    """
    values = {
        field: next((text for name in names if (text := _text(name, row.get(name)))), "")
        for field, names in _COLUMNS.items()
    }
    return Draft(line=line, channel=channel, **values)


def _text(name: str, value: object) -> str:
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, str):
        return value or ""
    raise ArticleError(f"{name} is {shown(value)}, which is no text")


def finished(draft: Draft, defaults: Defaults, limit: int) -> Article:
    """The article of a draft.

    Raises:
        ArticleError: it is empty, undated, over `limit` bytes, not English, or holds what cannot
            be kept.
    """
    title = " ".join(clean(draft.title).split("\n")).strip()
    text = headed(title, clean(draft.text))
    if not text.strip():
        raise ArticleError("has neither title nor text")
    if (size := len(text.encode())) > limit:
        raise ArticleError(f"has {size} bytes of text, more than max_article_bytes ({limit})")
    url = _address(clean(draft.url).strip())
    published = _published(draft.published, defaults)
    return Article(
        title=title,
        text=text,
        publisher=_publisher(draft.publisher, defaults, url),
        published=published,
        url=url,
        key=clean(draft.key).strip(),
        language=_language(clean(draft.language).strip(), text),
        channel=draft.channel,
    )


def _published(text: str, defaults: Defaults) -> date:
    if text.strip():
        return dates.day(text)
    if defaults.published is None:
        raise ArticleError("no date; add one to the article or name a default date")
    return defaults.published


def _publisher(text: str, defaults: Defaults, url: str) -> str:
    named = " ".join(clean(text).split()) or defaults.publisher
    return named or (urlsplit(url).hostname or "").removeprefix("www.") or UNKNOWN_PUBLISHER


def _address(url: str) -> str:
    """An http(s) address or "": views make links of it, so nothing else may come through."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:
        known = None
    if url and not known:
        raise ArticleError(f"url {shown(url)} is no http or https address")
    return url


def _language(code: str, text: str) -> str:
    if code and not code.casefold().startswith("en"):
        raise ArticleError(f"language is {shown(code)}; only English is read")
    if not code and not is_english(text):
        raise ArticleError("does not look English; give its language as en if it is")
    return code or "en"
