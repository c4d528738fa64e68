"""What a page is made of, and what is asked of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import QueryParams

from kg.errors import QueryError
from kg.graph.base import Table
from kg.views.drawing import Drawing

_MOST_TEXT = 300


Link = Callable[[Mapping[str, object]], str]
"""The address that a cell leads to, by the columns of its row."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with a title. `links` says for a column where its cells lead.

    The columns of `hidden` are in the files alone; `empty` is said where there is no row.
    """

    title: str
    table: Table
    links: Mapping[str, Link] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    empty: str = "Nothing was found."


def to(page: str, column: str) -> Link:
    """A link to a page of what that column identifies, such as ("entity", "other_id")."""
    return lambda row: f"/{page}/{quote(str(row[column]), safe='')}"


@dataclass(frozen=True, slots=True)
class View:
    """A page: its template and what that shows. Only the tables that are asked for are made."""

    title: str
    template: str
    tables: Mapping[str, Callable[[], Listing]] = field(default_factory=dict)
    context: Mapping[str, object] = field(default_factory=dict)
    drawing: Callable[[], Drawing] | None = None
    status: HTTPStatus = HTTPStatus.OK


@dataclass(frozen=True, slots=True)
class Asked:
    """The address of a page, taken apart: what stands in its path, and the rest.

    `author` is who judges in a review.
    """

    path: Mapping[str, str]
    query: QueryParams
    author: str = ""

    def text(self, name: str, *, most: int = _MOST_TEXT) -> str:
        """A text, "" where there is none.

        Raises:
            QueryError: it is longer than `most` characters.
        """
        given = self.query.get(name, "").strip()
        if len(given) > most:
            raise QueryError(f"{name} has {len(given):,} characters; at most {most:,} are read")
        return given

    def texts(self, name: str, *, most: int = 50) -> tuple[str, ...]:
        """All texts of that name, each once.

        Raises:
            QueryError: there are more than `most`.
        """
        given = tuple(dict.fromkeys(filter(None, self.query.getlist(name))))
        if len(given) > most:
            raise QueryError(f"{name} is given {len(given)} times; at most {most} are read")
        return given

    def day(self, name: str) -> date | None:
        """A day; None where there is none.

        Raises:
            QueryError: it is no day in ISO format.
        """
        given = self.text(name)
        try:
            return date.fromisoformat(given) if given else None
        except ValueError as err:
            raise QueryError(f"{name} is {given!r}; it must be a day such as 2026-05-31") from err

    def number(self, name: str, usual: int, most: int) -> int:
        """A whole number from 1 to `most`.

        Raises:
            QueryError: it is not.
        """
        given = self.text(name) or str(usual)
        if not given.isdecimal() or not 1 <= int(given) <= most:
            raise QueryError(f"{name} is {given!r}; it must be a whole number from 1 to {most}")
        return int(given)
