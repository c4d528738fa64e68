"""The queue of pairs that may be one entity, and what was judged."""

from collections.abc import Mapping

from kg.errors import QueryError
from kg.explorer.view import Asked, Listing, View, to
from kg.review import Review, to_table
from kg.store import Store

_MOST_PAIRS = 30

_VERBS = ("merge", "distinct", "undo")


def review(store: Store, asked: Asked) -> View:
    """Suggested merges, the likeliest first, to be accepted or rejected; and all judgements."""
    found = Review(store)
    kind, limit = asked.text("kind") or None, asked.number("limit", _MOST_PAIRS, 500)

    def suggestions() -> Listing:
        pairs = to_table(found.suggest(kind=kind, limit=limit))
        links = {"stays": to("entity", "stays_id"), "goes": to("entity", "goes_id")}
        hidden, empty = ("stays_id", "goes_id"), "Nothing is left to judge."
        return Listing("May be one", pairs, links, hidden, empty)

    def judgements() -> Listing:
        return Listing("What was judged", found.log(), empty="Nothing was judged yet.")

    tables = {"suggestions": suggestions, "judgements": judgements}
    kinds = [each for each in store.ontology.kinds if each != "Theme"]
    return View("Review", "review", tables, {"kinds": kinds})


def judge(store: Store, form: Mapping[str, str], author: str) -> str:
    """Record what a form says; in words, what was done.

    Raises:
        QueryError: a field is missing, or what it says is unknown.
        LedgerError: it contradicts a judgement that stands.
    """
    verb, why = form.get("verb", ""), form.get("why", "")
    if verb not in _VERBS:
        raise QueryError(f"the form says {verb!r}; it must be one of {', '.join(_VERBS)}")
    review = Review(store)
    if verb == "undo":
        recorded = review.undo(_field(form, "judgement"), by=author, why=why)
    else:
        ends = _field(form, "stays"), _field(form, "goes")
        act = review.merge if verb == "merge" else review.distinct
        recorded = act(*ends, by=author, why=why)
    return ", ".join(entry.id for entry in recorded) or "nothing, it was judged so already"


def _field(form: Mapping[str, str], name: str) -> str:
    if not (value := form.get(name, "")):
        raise QueryError(f"the form holds no {name}; open the page again")
    return value
