"""The brief of an article, out of an opened store."""

from datetime import date

from kg.answers import contrast, posture
from kg.brief import Brief, Sentence, Subject, capability, compose, counterpart, focus
from kg.errors import NotFound
from kg.graph.resolution import resolve
from kg.graph.templates import template
from kg.related import Coverage, article, related
from kg.store import Store

_EARLIER = 5


def brief(
    store: Store,
    reference: str,
    *,
    company: str | None = None,
    theme: str | None = None,
    as_of: date | None = None,
) -> Brief:
    """What an article means for a company's strategy, by what was published by its day or `as_of`.

    Company and theme are chosen out of the article where they are not given.

    Raises:
        NotFound: there is no such article or company, or the article names no company.
        QueryError: several go by that name.
    """
    graph, held = store.graph(), article(store, reference)
    asked = {"article": held.id}
    mentions = graph.read(template("read/brief_article"), asked).records()
    claims = graph.read(template("read/brief_claims"), asked).records()
    chosen = (
        resolve(graph, company, ("Company",)) if company else focus(mentions, claims, held.title)
    )
    if chosen is None:
        raise NotFound(f"article {reference!r} names no company; give one with --company")
    about = graph.read(template("read/related_themes"), asked).records()
    about.sort(key=lambda row: (-float(str(row["score"])), str(row["theme"])))
    fields = [str(row["name"]) for row in about if row["capability"]]
    what = theme or capability(claims, chosen, fields)
    day = as_of or held.published
    stands = posture(store, chosen, what or None, as_of=day)
    subject = Subject(
        held.id,
        held.title,
        held.publisher,
        held.published,
        held.url,
        stands.company,
        counterpart(claims, mentions, chosen, held.title),
        what,
    )
    players = contrast(store, chosen, what or None, as_of=day)[1:]
    earlier = related(store, held.id, limit=_EARLIER)
    return compose(subject, claims, mentions, stands, players, _coverage(earlier))


def _coverage(found: Coverage) -> list[Sentence]:
    return [
        Sentence(
            f"{piece.near.title} ({'; '.join(piece.reasons)})",
            (piece.article,),
            publisher=piece.near.publisher,
            published=piece.near.published,
            url=piece.near.url,
        )
        for piece in found.pieces
    ]
