"""Pages: the article that an HTML page shows, without what surrounds it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from kg.articles.draft import Draft
from kg.articles.source import Source, whole
from kg.articles.wording import clean, decoded, shown
from kg.config import Settings
from kg.errors import ArticleError

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 1024
# Browsers read all Latin-1 as Windows-1252 (WHATWG Encoding Standard, section 4.2).
_CODECS = dict.fromkeys(("utf-8", "utf8"), "utf-8") | dict.fromkeys(
    ("windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii", "ascii"), "cp1252"
)
_BLOCK = re.compile(
    r"(?=</?(?:p|div|br|li|[uo]l|tr|table|blockquote|pre|hr|h[1-6]|section|article|figure)\b)",
    re.IGNORECASE,
)
_SEEN = "//text()[not(ancestor::script or ancestor::style or ancestor::template)]"
# No search through the whole page: a date from a footer or a neighbour is worse than none.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def read(source: Source, settings: Settings) -> Iterator[Draft]:
    """The one article of a page.

    Raises:
        ArticleError: the page is empty, too large or wrongly encoded, or no article is found.
    """
    raw = whole(source, settings.max_article_bytes, "max_article_bytes")
    html = clean(decoded(raw, _codec(raw, source.charset)))
    with foreign_parser():
        found = bare_extraction(
            html,
            url=source.url or None,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=_DATES,
        )
    if not isinstance(found, Document) or not found.text:
        raise ArticleError("no article can be found in the page")
    yield Draft(
        title=found.title or "",
        text=found.text,
        published=found.date or source.published,
        publisher=found.sitename or "",
        url=source.url or found.url or "",
        language=found.language or "",
        channel=source.channel,
    )


def _codec(raw: bytes, charset: str) -> str:
    if not charset and (declared := _CHARSET.search(raw[:_DECLARED_WITHIN])):
        charset = declared[1].decode("ascii", "replace")
    codec = _CODECS.get(charset.lower() or "utf-8")
    if codec is None:
        raise ArticleError(f"encoding {shown(charset)} is not read; use UTF-8")
    return codec


@contextmanager
def foreign_parser() -> Iterator[None]:
    """Makes whatever a library trips over in foreign markup the fault of that markup.

    Raises:
        ArticleError: any exception was raised within.
    """
    try:
        yield
    except Exception as err:
        fault = f"{type(err).__name__}: {err}"
        raise ArticleError(f"cannot be parsed: {shown(fault)}") from err


def text_of(fragment: str) -> str:
    """The visible text of a piece of HTML, paragraphs parted by an empty line.

    Raises:
        ArticleError: it cannot be parsed.
    """
    parted = _BLOCK.sub("\n\n", clean(fragment))
    with foreign_parser():
        tree = load_html(f"<html><body><div>{parted}</div></body></html>")
        pieces = [] if tree is None else tree.xpath(_SEEN)
    paragraphs = re.split(r"\n\s*\n", clean("".join(pieces)))
    return "\n\n".join(filter(None, (" ".join(p.split()) for p in paragraphs)))
