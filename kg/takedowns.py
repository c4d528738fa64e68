"""Takedowns, with a receipt of what they changed: relations, postures, watches and briefs."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from kg.answers import posture
from kg.brief import Brief
from kg.briefing import brief
from kg.errors import GraphError, LedgerError, NotFound
from kg.graph.base import Table
from kg.graph.templates import template
from kg.ledger import Receipt
from kg.model import publisher_id
from kg.posture import Posture
from kg.store import Store
from kg.watches import Verdict
from kg.watchlist import Watchlist

_SAME = 0.005


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a takedown may change: company and theme, and other articles with their titles."""

    asked: tuple[tuple[str, str | None], ...]
    articles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _State:
    """How that stood at one time; None where there is nothing any more."""

    postures: Mapping[tuple[str, str | None], Posture | None]
    watches: Mapping[str, Verdict]
    briefs: Mapping[str, Brief | None]


def takedown(store: Store, *, article: str | None, publisher: str | None, reason: str) -> Table:
    """Take an article or all of a publisher's out of ledger and graph; what changed.

    Looked at are the 20 pairs of company and theme that its claims are most about, all watches,
    and the briefs of the 10 latest other articles about these companies.

    Raises:
        LedgerError: not one of `article` and `publisher` is given, or it is not known; or it is
            done, in the graph too, but a reader kept the ledger's file from being wiped.
    """
    names = {row[0]: row[1] for row in store.graph().read(template("read/entity_names")).rows}
    reach = _reach(store, _articles(store, article, publisher))
    before = _state(store, reach)
    ledger = store.ledger_to_change()
    try:
        receipt = ledger.takedown(article=article, publisher=publisher, reason=reason)
    except LedgerError:
        # It may be done, but for traces in the file that somebody is reading.
        with suppress(GraphError):
            store.project()
        raise
    store.project()
    rows = [*_receipt(receipt, names), *_changes(before, _state(store, reach), reach)]
    return Table(("what", "which"), [*rows, ("reason", receipt.reason), ("when", receipt.when)])


def _articles(store: Store, article: str | None, publisher: str | None) -> list[str]:
    if article is not None:
        return [held.id for held in store.ledger().find_articles(article)]
    values = {"publisher": publisher_id(publisher or "")}
    return [str(row[0]) for row in store.graph().read(template("read/articles_by"), values).rows]


def _reach(store: Store, articles: Sequence[str]) -> _Reach:
    graph = store.graph()
    rows = graph.read(template("read/reach"), {"articles": articles}).records()
    companies = sorted({str(row["company"]) for row in rows})
    asked = dict.fromkeys(
        (str(row["company"]), None if row["theme"] is None else str(row["theme"])) for row in rows
    )
    others = graph.read(
        template("read/reached_articles"), {"companies": companies, "without": articles}
    )
    return _Reach(tuple(asked), {str(row[0]): str(row[1]) for row in others.rows})


def _state(store: Store, reach: _Reach) -> _State:
    watches = Watchlist(store).judged(date.today())
    return _State(
        {pair: _posture(store, *pair) for pair in reach.asked},
        {each.id: each for each in watches},
        {article: _brief(store, article) for article in reach.articles},
    )


def _posture(store: Store, company: str, theme: str | None) -> Posture | None:
    try:
        return posture(store, company, theme)
    except NotFound:
        return None


def _brief(store: Store, article: str) -> Brief | None:
    try:
        return brief(store, article)
    except NotFound:
        return None


def _receipt(receipt: Receipt, names: Mapping[object, object]) -> Iterator[tuple[object, object]]:
    yield from (("article taken down", id_) for id_ in receipt.articles)
    yield "claims retracted", receipt.claims_retracted
    for what, triples in (
        ("gone", receipt.relations_gone),
        ("weakened", receipt.relations_weakened),
    ):
        for s, p, o in triples:
            yield f"relation {what}", f"{names.get(s, s)} {p} {names.get(o, o)}"
    yield from ((f"{kind} gone", names.get(id_, id_)) for kind, id_ in receipt.entities_gone)


def _changes(before: _State, after: _State, reach: _Reach) -> Iterator[tuple[object, object]]:
    for pair, was in before.postures.items():
        if was is not None and (change := _moved(was, after.postures[pair])):
            about = f" in {pair[1]}" if pair[1] else ""
            yield "posture changed", f"{was.company}{about}: {change}"
    for id_, verdict in before.watches.items():
        now = after.watches[id_]
        if (verdict.state, verdict.since, verdict.evidence) != (now.state, now.since, now.evidence):
            yield (
                "watch changed",
                f"{verdict.watch.name}: {verdict.state.value} → {now.state.value}",
            )
    for article, title in reach.articles.items():
        if before.briefs[article] != after.briefs[article]:
            yield "brief changed", f"{title} ({article})"


def _moved(was: Posture, now: Posture | None) -> str:
    """What became of a posture, in words; empty where it is as it was."""
    if now is None:
        return f"{was.label.value} → nothing is known of it any more"
    if was.label is not now.label:
        return f"{was.label.value} → {now.label.value}"
    moved = [
        f"{side.value} {strength:.2f} → {now.strengths[side]:.2f}"
        for side, strength in was.strengths.items()
        if abs(strength - now.strengths[side]) >= _SAME
    ]
    return f"{was.label.value} still, {', '.join(moved)}" if moved else ""
