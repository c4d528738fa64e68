"""Days of publication, read strictly: a wrong day is worse than none."""

import re
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from kg.articles.wording import shown
from kg.errors import ArticleError

EARLIEST = date(1900, 1, 1)
AHEAD = timedelta(days=366)
"""How far after today a day may lie: issues are dated ahead, but hardly by more than a year."""

_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_MONTH = re.compile(r"\d\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s+\d{4}\b")


def day(text: str) -> date:
    """The day that a date or a time names, as the publisher's own clock had it.

    Read are ISO 8601 ("2026-04-18", "2026-04-18T12:00:00Z") and RFC 2822 ("Sat, 18 Apr 2026
    12:00:00 +0100", of which the time may be missing).

    Raises:
        ArticleError: it is neither, or lies before 1900 or more than a year ahead.
    """
    found = _iso(text.strip()) or _rfc2822(text.strip())
    if found is None:
        raise ArticleError(f"date {shown(text)} cannot be read; write it as 2026-04-18")
    if not EARLIEST <= found <= date.today() + AHEAD:
        raise ArticleError(f"date {shown(text)} is before 1900 or more than a year ahead")
    return found


def in_name(name: str) -> str:
    """The first YYYY-MM-DD that a file's name holds, or ""."""
    found = _IN_NAME.search(name)
    return found.group() if found else ""


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _rfc2822(text: str) -> date | None:
    if not _MONTH.search(text):  # the standard parser guesses days out of bare numbers
        return None
    try:
        return parsedate_to_datetime(text if ":" in text else f"{text} 00:00").date()
    except (ValueError, OverflowError):
        return None
