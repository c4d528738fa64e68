"""The Cypher console: a query that may only read, its answer, and what there is to ask for."""

import json
import logging
from http import HTTPStatus

from kg import answers, drawings
from kg.errors import KGError, QueryError, QueryFailed
from kg.explorer.view import Asked, Listing, View
from kg.graph.base import Table
from kg.graph.content import counts
from kg.graph.guard import check_read_only
from kg.store import Store
from kg.views.tables import to_json

log = logging.getLogger(__name__)

MOST_QUERY = 8_000
_MOST_PARAMETERS = 2_000

_PROPERTIES = {
    "Entity": "id, name, aliases, cik, lei, ticker, isin, wikidata; on themes capability",
    "Article": "id, title, url, published, publisher",
    "Claim": "id, predicate, status, kind, role, confidence, quote, quotes, published, amount",
    "Publisher": "id, name",
}

_SHOWN = ("table", "graph", "json")


def console(store: Store, asked: Asked) -> View:
    """The answer of a query, as a table, a graph or JSON; refusals stand beside the query."""
    query, shown = asked.text("query", most=MOST_QUERY), asked.text("show") or "table"
    if shown not in _SHOWN:
        raise QueryError(f"show is {shown!r}; it must be one of {', '.join(_SHOWN)}")

    found, fault = None, ""
    named = asked.text("named")
    if query:
        try:
            found = _answer(store, query, asked)
        except KGError as err:
            fault = str(err)
    return View(
        "Cypher",
        "console",
        {} if found is None else {"rows": lambda: Listing("Rows", found)},
        {
            "query": query or (answers.named_query(store, named).text if named else ""),
            "as_json": "" if found is None or shown != "json" else to_json(found),
            "properties": _PROPERTIES,
            "parameters": asked.text("parameters", most=_MOST_PARAMETERS),
            "show": shown,
            "fault": fault,
            "schema": counts(store.graph()),
            "predicates": store.ontology.predicates,
            "named": answers.named_queries(store).records(),
            "limit": store.settings.row_limit,
            "seconds": store.settings.query_timeout,
        },
        None if found is None else lambda: drawings.result(store, found),
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
    )


def _answer(store: Store, query: str, asked: Asked) -> Table:
    try:
        check_read_only(query)
    except QueryFailed as err:
        log.warning("refused a query: %s", err)
        raise
    return answers.query(store, query, _parameters(asked.text("parameters", most=_MOST_PARAMETERS)))


def _parameters(given: str) -> dict[str, object]:
    try:
        found = json.loads(given or "{}")
    except ValueError as err:
        raise QueryError(f"the parameters are no JSON: {err}") from err
    if not isinstance(found, dict):
        raise QueryError('the parameters must be a JSON object, such as {"name": "Stellantis"}')
    return found
