"""The first page: what there is, and a search for it."""

from datetime import date

from kg.explorer.view import Asked, Listing, View, to
from kg.graph.base import Table
from kg.graph.content import counts
from kg.graph.templates import template
from kg.store import Store
from kg.watches import State
from kg.watchlist import Watchlist, to_table

_MOST_FOUND = 100
_MOST_LATEST = 12

_ENTITY = {"name": to("entity", "id")}
_ARTICLE = {"title": to("article", "id")}
_ID = ("id",)


def search(store: Store, asked: Asked) -> View:
    """Entities by name, alias, identifier or id, and articles by title, address or id."""
    sought = asked.text("q")
    return _found(store, sought) if sought else _start(store)


def _found(store: Store, sought: str) -> View:
    about = {"text": sought.lower(), "limit": _MOST_FOUND}

    def entities() -> Listing:
        found = store.graph().read(template("read/search_entities"), about)
        shown = found.pick([name for name in found.columns if name != "rank"])
        return Listing("Entities", _cut(shown), _ENTITY, _ID, f"Nothing goes by “{sought}”.")

    def articles() -> Listing:
        found = store.graph().read(template("read/search_articles"), about)
        return Listing("Articles", _cut(found), _ARTICLE, _ID, f"No title holds “{sought}”.")

    tables = {"entities": entities, "articles": articles}
    return View(f"Search: {sought}", "search", tables, {"sought": sought, "counts": {}})


def _start(store: Store) -> View:
    graph = store.graph()

    def companies() -> Listing:
        found = graph.read(template("read/most_mentioned"), {"limit": _MOST_LATEST})
        return Listing("Most mentioned companies", found, _ENTITY, _ID)

    def articles() -> Listing:
        latest = {"text": "", "limit": _MOST_LATEST}
        found = graph.read(template("read/search_articles"), latest)
        return Listing("Latest articles", found, _ARTICLE, _ID)

    def watches() -> Listing:
        states = to_table(
            each
            for each in Watchlist(store).judged(date.today())
            if each.state in {State.OPEN, State.MET}
        )
        shown = states.pick(("watch", "company", "state", "since", "deadline", "means"))
        links = {"watch": to("watch", "watch"), "company": to("entity", "company")}
        return Listing(
            "Watches", shown, links, empty="Nothing is waited for; kg watch add does so."
        )

    tables = {"companies": companies, "articles": articles, "watches": watches}
    return View("Explorer", "search", tables, {"sought": "", "counts": counts(graph).nodes})


def _cut(found: Table) -> Table:
    """Where the limit was reached, there may be more."""
    return Table(found.columns, found.rows, len(found.rows) >= _MOST_FOUND)
