"""A view as HTML, as CSV, as JSON, or as what the drawing script takes."""

import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from starlette.responses import Response

from kg.errors import NotFound, QueryError
from kg.explorer.graphs import graph_data
from kg.explorer.view import Asked, Listing, View
from kg.views.cells import plain, plain_text, web_address
from kg.views.tables import to_csv

# Rows that a page shows of one table; the files hold them all.
_MOST_ROWS = 100

FORMATS = ("html", "csv", "json", "graph")


def render(view: View, asked: Asked, site: Mapping[str, object]) -> Response:
    """The answer in the format that the address asks for; `site` is the same for all pages.

    Raises:
        QueryError: the format is unknown, or the page has no such table or no graph.
    """
    shape = asked.text("format") or "html"
    if shape not in FORMATS:
        raise QueryError(f"format is {shape!r}; it must be one of {', '.join(FORMATS)}")
    if shape == "csv":
        name, listing = _chosen(view, asked)
        return _file(to_csv(listing.table), "text/csv", f"{name}.csv")
    if shape == "json":
        return Response(_json(_data(view, asked)), view.status, media_type="application/json")
    if shape == "graph":
        if view.drawing is None:
            raise QueryError("this page has no graph")
        return Response(_json(graph_data(view.drawing())), media_type="application/json")
    return Response(_page(view, asked, site), view.status, media_type="text/html")


def _chosen(view: View, asked: Asked) -> tuple[str, Listing]:
    """The table that is asked for, by default the page's first."""
    name = asked.text("table") or next(iter(view.tables), "")
    if name not in view.tables:
        known = ", ".join(view.tables) or "none"
        raise NotFound(f"this page has no table {name!r}; it has {known}")
    return name, view.tables[name]()


def _data(view: View, asked: Asked) -> dict[str, object]:
    """The tables as data: the one that is asked for, or all."""
    chosen = [_chosen(view, asked)] if asked.text("table") else None
    found = chosen or [(name, make()) for name, make in view.tables.items()]
    return {
        "title": view.title,
        "tables": {
            name: {"rows": listing.table.records(), "cut": listing.table.truncated}
            for name, listing in found
        },
    }


def _page(view: View, asked: Asked, site: Mapping[str, object]) -> str:
    """The page with all its tables."""
    tables = {name: make() for name, make in view.tables.items()}
    return _TEMPLATES.get_template(f"explorer/{view.template}.html.j2").render(
        {**site, **view.context},
        title=view.title,
        tables=tables,
        asked=asked.query,
        most_rows=_MOST_ROWS,
        same=lambda **changes: _same_address(asked, changes),
    )


def _same_address(asked: Asked, changes: Mapping[str, str | None]) -> str:
    """The query of this page's address with some parts changed, or, where None, left out."""
    kept = [(k, v) for k, v in asked.query.multi_items() if k not in changes]
    return "?" + urlencode([*kept, *((k, v) for k, v in changes.items() if v is not None)])


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=kind, headers=headers)


def _json(data: object) -> str:
    return json.dumps(plain(data), ensure_ascii=False, allow_nan=False)


def _segment(value: object) -> str:
    """A value as one part of an address."""
    return quote(str(value), safe="")


def _environment() -> Environment:
    # The parts of briefs stand with what writes them to files.
    loader = PrefixLoader(
        {"explorer": PackageLoader("kg.explorer"), "views": PackageLoader("kg.views", ".")}
    )
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=loader,
    )
    made.filters |= {"segment": _segment, "plain": plain_text}
    made.globals["web_address"] = web_address
    return made


_TEMPLATES = _environment()
