"""The page of an article, and its brief."""

from kg.briefing import brief as compose
from kg.errors import NotFound
from kg.explorer.view import Asked, Listing, View, to
from kg.graph.base import Table
from kg.graph.templates import template
from kg.ledger import HeldArticle
from kg.related import article as held_article
from kg.related import related, to_table
from kg.store import Store


def article(store: Store, asked: Asked) -> View:
    """What an article states, in no more of its words than its publisher's rule lets us quote."""
    held = held_article(store, asked.path["ref"])
    tables = {
        "claims": lambda: _claims(store, held),
        "mentions": lambda: _mentions(store, held.id),
        "related": lambda: _related(store, held.id),
    }
    shown = {"article": held, "themes": _themes(store, held.id), "quotes": _quotes(store, held)}
    return View(held.title, "article", tables, shown)


def brief(store: Store, asked: Asked) -> View:
    """What an article means for a company's strategy; company and theme may be given."""
    found = compose(
        store,
        asked.path["ref"],
        company=asked.text("company") or None,
        theme=asked.text("theme") or None,
        as_of=asked.day("until"),
    )

    def sentences() -> Listing:
        columns = ("text", "quote", "publisher", "published", "url", "sources")
        rows: list[tuple[object, ...]] = [
            (s.text, s.quote, s.publisher, s.published, s.url, list(s.sources))
            for s in found.sentences()
        ]
        return Listing("All sentences and what they rest on", Table(columns, rows))

    title = f"Brief: {found.subject.title}"
    return View(title, "brief", {"sentences": sentences}, {"brief": found})


def article_of_claim(store: Store, claim: str) -> str:
    """The id of the article that states it.

    Raises:
        NotFound: the graph has no claim of that id.
    """
    found = store.graph().read(template("read/claim_article"), {"id": claim}).rows
    if not found:
        raise NotFound(f"no claim has the id {claim!r}")
    return str(found[0][0])


def _stated(store: Store, held: HeldArticle) -> list[dict[str, object]]:
    found = store.graph().read(template("read/brief_claims"), {"article": held.id}).records()
    policy = store.policy()
    for row in found:
        row["quote"] = policy.quote(held.publisher, str(row["quote"] or "")) or None
    return found


def _claims(store: Store, held: HeldArticle) -> Listing:
    predicates = store.ontology.predicates
    columns = ("subject", "says", "object", "status", "confidence", "scope", "quote", "claim",
               "subject_id", "object_id")  # fmt: skip
    rows: list[tuple[object, ...]] = [
        (
            row["subject_name"],
            predicates[str(row["predicate"])].wording,
            row["object_name"],
            row["status"],
            row["confidence"],
            row["scope"],
            row["quote"],
            row["claim"],
            row["subject"],
            row["object"],
        )
        for row in _stated(store, held)
    ]
    links = {"subject": to("entity", "subject_id"), "object": to("entity", "object_id")}
    hidden = ("claim", "subject_id", "object_id")
    empty = "No relation was read in it."
    return Listing("What it states", Table(columns, rows), links, hidden, empty)


def _quotes(store: Store, held: HeldArticle) -> list[str]:
    """The sentences that something was read in, each once."""
    found = (row["quote"] for row in _stated(store, held))
    return list(dict.fromkeys(str(quote) for quote in found if quote))


def _mentions(store: Store, id_: str) -> Listing:
    found = store.graph().read(template("read/brief_article"), {"article": id_})
    shown = found.pick(("name", "kind", "count", "id"))
    return Listing("Mentions", shown, {"name": to("entity", "id")}, ("id",))


def _themes(store: Store, id_: str) -> list[str]:
    found = store.graph().read(template("read/related_themes"), {"article": id_}).records()
    found.sort(key=lambda row: (-float(str(row["score"])), str(row["name"])))
    return [str(row["name"]) for row in found]


def _related(store: Store, id_: str) -> Listing:
    found = to_table(related(store, id_))
    links, empty = {"title": to("article", "article")}, "Nothing earlier bears on it."
    return Listing("Earlier coverage", found, links, ("article", "url"), empty)
