"""Earlier coverage of an article or a company, out of an opened store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.coverage import Asked, Piece, about_article, about_company, gather, rank
from kg.errors import NotFound, QueryError
from kg.graph.base import Table
from kg.graph.resolution import resolve
from kg.graph.templates import template
from kg.ledger import HeldArticle
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked through, and what bears on it, the weightiest first.

    `copies` are other publishers of the same story, by the id of the piece that stands for it.
    `articles` counts all that had been published by the day `until`.
    """

    asked: Asked
    pieces: tuple[Piece, ...]
    copies: Mapping[str, tuple[str, ...]]
    articles: int

    @property
    def until(self) -> date:
        """The day by which it was published."""
        return self.asked.until


def article(store: Store, reference: str) -> HeldArticle:
    """The one live article of that id, address or key of its source.

    Raises:
        NotFound: there is none.
        QueryError: several have it.
    """
    found = store.ledger().find_articles(reference)
    if not found:
        raise NotFound(f"no article has the id, address or key {reference!r}")
    if len(found) > 1:
        several = ", ".join(each.id for each in found)
        raise QueryError(f"{reference!r} may be any of {several}; give the id of the one meant")
    return found[0]


def related(
    store: Store, reference: str, *, as_of: date | None = None, limit: int = 10
) -> Coverage:
    """Earlier articles that bear on an article, or on a company by name.

    Earlier is published by the article's own day or, if that is before it, by `as_of`; copies of
    its own story are left out.

    Raises:
        NotFound, QueryError: nothing, or several things, go by it.
    """
    asked = _asked(store, reference, as_of)
    found = gather(store.graph(), asked, store.ontology.kinds)
    ledger = store.ledger()
    ids = [near.article for near in found.near]
    compared = sorted({*ids, asked.article} - {""})
    texts = ledger.words(compared)
    origins = {id_: origin.article for id_, origin in ledger.origins(compared).items()}
    own = origins.get(asked.article, asked.article)
    ranked = [
        piece
        for piece in rank(asked, found, texts, store.ontology.predicates)
        if origins.get(piece.article, piece.article) != own or not own
    ]
    pieces, copies = _folded(ranked, origins)
    return Coverage(asked, tuple(pieces[:limit]), copies, found.articles)


def to_table(coverage: Coverage) -> Table:
    """One row a piece."""
    columns = ("score", "published", "publisher", "title", "why", "also", "url", "article")
    return Table(
        columns,
        [
            (
                piece.score,
                piece.near.published,
                piece.near.publisher,
                piece.near.title,
                list(piece.reasons),
                list(coverage.copies.get(piece.article, ())),
                piece.near.url,
                piece.article,
            )
            for piece in coverage.pieces
        ],
    )


def _asked(store: Store, reference: str, as_of: date | None) -> Asked:
    graph = store.graph()
    if store.ledger().find_articles(reference):
        held = article(store, reference)
        until = min(as_of, held.published) if as_of else held.published
        return about_article(graph, held.id, held.title, until)
    try:
        company = resolve(graph, reference, ("Company",))
    except NotFound as err:
        raise NotFound(f"no article has the id, address or key {reference!r}, and {err}") from err
    (latest,) = graph.read(template("read/latest_day")).rows[0]
    rows = graph.read(template("read/entity", KIND="Company"), {"id": company}).rows
    return about_company(graph, company, str(rows[0][1]), as_of or latest)  # type: ignore[arg-type]


def _folded(
    ranked: Sequence[Piece], origins: Mapping[str, str]
) -> tuple[list[Piece], dict[str, tuple[str, ...]]]:
    """One piece for each story, the first to be ranked, and who else carried it."""
    stories: dict[str, list[Piece]] = {}
    for piece in ranked:
        stories.setdefault(origins.get(piece.article, piece.article), []).append(piece)
    copies = {same[0].article: _publishers(same[1:]) for same in stories.values()}
    return [same[0] for same in stories.values()], copies


def _publishers(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(sorted({piece.near.publisher for piece in pieces}))
