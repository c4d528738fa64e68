"""Correcting the graph: what people judge, by name, recorded in the ledger and applied at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from kg.errors import NotFound, QueryError
from kg.graph.base import GraphStore, Table
from kg.graph.resolution import resolve
from kg.graph.templates import template
from kg.graph.writer import IDENTIFIERS
from kg.ledger import Entry, Judgement, Reading, Verb, in_force
from kg.likeness import Candidate, Suggestion, suggestions, weighed
from kg.model import content_id
from kg.names import normalise
from kg.store import Store

# Looked at in the graph before they are ranked; below that the scores are low anyway.
_LOOKED_AT = 1_000


class Review:
    """Judgements on the statements of a store. Each says by whom and why, and is undone by `undo`.

    Every method that judges gives the entries recorded: none where it was judged so already. It
    may raise NotFound where nothing goes by a name, QueryError where several things do, and
    LedgerError where the judgement contradicts one that stands.
    """

    def __init__(self, store: Store) -> None:
        """The review of that store."""
        self._store = store

    def suggest(self, *, kind: str | None = None, limit: int = 50) -> list[Suggestion]:
        """Pairs that may be one entity, the likeliest first, without those judged already.

        Themes are not among them; their file says what is one.

        Raises:
            QueryError: there is no such kind.
        """
        graph, kinds = self._store.graph(), self._kinds()
        if kind is not None and kind not in kinds:
            raise QueryError(f"unknown kind {kind!r}; known are {', '.join(kinds)}")
        found = suggestions(list(chain(*(_candidates(graph, each) for each in kinds))))
        apart = self._apart()
        open_ = (
            each
            for each in found
            if frozenset((each.stays.id, each.goes.id)) not in apart
            and kind in {None, each.stays.kind, each.goes.kind}
        )
        looked_at = _weighed(graph, list(islice(open_, _LOOKED_AT)))
        return sorted(looked_at, key=lambda s: (-s.score, s.stays.names, s.goes.id))[:limit]

    def merge(self, stays: str, goes: str, *, by: str, why: str) -> list[Entry]:
        """Read all that is said of `goes` as said of `stays`."""
        one, other = self._entity(stays), self._entity(goes)
        if one == other:
            raise QueryError(f"{stays!r} and {goes!r} are one entity already ({one})")
        return self._judge([Judgement(Verb.MERGE, one, other)], by, why)

    def distinct(self, one: str, other: str, *, by: str, why: str) -> list[Entry]:
        """Hold two entities apart: they are no longer suggested, and cannot be merged."""
        ends = sorted((self._entity(one), self._entity(other)))
        if ends[0] == ends[1]:
            raise QueryError(f"{one!r} and {other!r} are one entity ({ends[0]}); split it first")
        return self._judge([Judgement(Verb.DISTINCT, *ends)], by, why)

    def split(
        self, entity: str, into: str, articles: Sequence[str] = (), *, by: str, why: str
    ) -> list[Entry]:
        """Read `entity` as `into` in these articles (ids or addresses); `into` may be new.

        Without articles, `into` was merged into `entity`, and that is undone.

        Raises:
            NotFound: an article is unknown or does not name it; nothing of that name was merged.
        """
        id_ = self._entity(entity)
        if not articles:
            return self._judge(self._unmerged(id_, entity, into), by, why)
        target = self._target(id_, into)
        moves = [j for article in articles for j in self._moves(id_, entity, article, target)]
        return self._judge([Judgement(*each, name=into) for each in moves], by, why)

    def alias(
        self, entity: str, name: str, *, remove: bool = False, by: str, why: str
    ) -> list[Entry]:
        """Let an entity go by a name, or no longer by it."""
        verbs = (Verb.ALIAS, Verb.UNALIAS)
        id_, verb = self._entity(entity), verbs[remove]
        opposite = Judgement(verbs[not remove], id_, name=name)
        undone = [
            Judgement(Verb.UNDO, entry.id)
            for entry in in_force(self._store.ledger().judgements())
            if entry.judgement == opposite
        ]
        return self._judge(undone or [Judgement(verb, id_, name=name)], by, why)

    def wrong(self, claim: str, *, by: str, why: str) -> list[Entry]:
        """Take a claim as not made: the article does not say so, or it is not so.

        Raises:
            NotFound: the graph has no claim of that id.
        """
        found = self._store.graph().read(template("read/claim_article"), {"id": claim}).rows
        if not found:
            raise NotFound(f"no claim has the id {claim!r}; kg evidence --columns claim shows ids")
        article = str(found[0][0])
        reading = self._reading()
        raw = (c for c in self._store.ledger().claims_of(article) if reading.claim(c).id == claim)
        return self._judge([Judgement(Verb.WRONG, c.id, article=article) for c in raw], by, why)

    def undo(self, judgement: str, *, by: str, why: str) -> list[Entry]:
        """Let a judgement no longer stand, or, where it undid another, let that one stand again."""
        return self._judge([Judgement(Verb.UNDO, judgement)], by, why)

    def log(self) -> Table:
        """All judgements, the latest first, with names for ids."""
        entries = self._store.ledger().judgements()
        stand = {entry.id for entry in in_force(entries)}
        names = self._names()
        rows: list[tuple[object, ...]] = [
            (
                entry.id,
                entry.judgement.verb.value,
                names.get(entry.judgement.subject, entry.judgement.subject),
                entry.judgement.name
                or names.get(entry.judgement.object, entry.judgement.object)
                or None,
                entry.judgement.article or None,
                entry.id in stand,
                entry.who,
                entry.when,
                entry.why,
            )
            for entry in reversed(entries)
        ]
        columns = ("judgement", "says", "of", "what", "article", "stands", "by", "when", "why")
        return Table(columns, rows)

    def _judge(self, judgements: Sequence[Judgement], by: str, why: str) -> list[Entry]:
        if not why.strip():
            raise QueryError("a judgement says why; give a reason")
        recorded = self._store.ledger_to_change().judge(judgements, by, why)
        self._store.project()
        return recorded

    def _kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind in self._store.ontology.kinds if kind != "Theme")

    def _entity(self, name: str) -> str:
        return resolve(self._store.graph(), name, self._kinds())

    def _reading(self) -> Reading:
        return self._store.reading()

    def _names(self) -> dict[object, str]:
        """The names of all that the graph shows, and of what was merged away."""
        rows = self._store.graph().read(template("read/entity_names")).rows
        return self._store.ledger().names() | {id_: str(name) for id_, name in rows}

    def _target(self, entity: str, name: str) -> str:
        """The entity of that name, or the id of a new one of the same kind."""
        try:
            target = self._entity(name)
        except NotFound:
            kind = entity.rpartition("-")[0]
            return content_id(kind, normalise(name) or name)
        if target == entity:
            raise QueryError(f"{name!r} is a name of the entity to be split; take another one")
        return target

    def _moves(
        self, id_: str, entity: str, reference: str, target: str
    ) -> list[tuple[Verb, str, str, str]]:
        ledger = self._store.ledger()
        held = {article.id for article in ledger.find_articles(reference)}
        if not held:
            raise NotFound(f"no article has the id or address {reference!r}")
        reading = self._reading()
        found = [
            (Verb.SPLIT, raw, target, article)
            for article, raw in ledger.named_in(reading.sources(id_))
            if article in held and reading.entity(raw, article) == id_
        ]
        if not found:
            raise NotFound(f"article {reference!r} does not name {entity!r}")
        return found

    def _unmerged(self, id_: str, entity: str, into: str) -> list[Judgement]:
        reading, names = self._reading(), self._store.ledger().names()
        wanted = {into, normalise(into)}
        leaving = {
            raw
            for raw in reading.members.get(id_, ())
            if raw in wanted or normalise(names.get(raw, "")) in wanted
        }
        merges = [
            Judgement(Verb.UNDO, entry.id)
            for entry in in_force(self._store.ledger().judgements())
            if entry.judgement.verb is Verb.MERGE and entry.judgement.object in leaving
        ]
        if not merges:
            raise NotFound(
                f"nothing named {into!r} was merged into {entity!r}; to split it anew, say in "
                "which articles"
            )
        return merges

    def _apart(self) -> set[frozenset[str]]:
        reading = self._reading()
        return {
            frozenset(map(reading.entity, (entry.judgement.subject, entry.judgement.object)))
            for entry in in_force(self._store.ledger().judgements())
            if entry.judgement.verb is Verb.DISTINCT
        }


def to_table(found: Iterable[Suggestion]) -> Table:
    """Suggestions as a table, ready to be merged by id."""
    columns = ("score", "stays", "goes", "kind", "articles", "reason", "stays_id", "goes_id")
    return Table(
        columns,
        [
            (
                each.score,
                each.stays.names[0],
                each.goes.names[0],
                " / ".join(dict.fromkeys((each.stays.kind, each.goes.kind))),
                each.stays.articles + each.goes.articles,
                each.reason,
                each.stays.id,
                each.goes.id,
            )
            for each in found
        ],
    )


def _candidates(graph: GraphStore, kind: str) -> Iterable[Candidate]:
    for row in graph.read(template("read/likely_same", KIND=kind)).records():
        held = [(scheme, str(row[scheme])) for scheme in IDENTIFIERS if row[scheme]]
        names = (str(row["name"]), *row["aliases"])  # type: ignore[misc]
        candidate = Candidate(
            str(row["id"]), kind, names, frozenset(held), int(str(row["articles"]))
        )
        if candidate.forms:
            yield candidate


def _weighed(graph: GraphStore, found: Sequence[Suggestion]) -> list[Suggestion]:
    pairs: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for each in found:
        pair = {"one": each.stays.id, "other": each.goes.id}
        pairs[each.stays.kind, each.goes.kind].append(pair)
    seen: dict[tuple[object, object], tuple[int, int]] = {}
    for (one, other), same in pairs.items():
        near = graph.read(template("read/near_pair", ONE=one, OTHER=other), {"pairs": same})
        for row in near.rows:
            seen[row[0], row[1]] = int(str(row[2])), int(str(row[3]))
    return [
        weighed(each, together=together, stated=stated)
        for each in found
        for together, stated in [seen[each.stays.id, each.goes.id]]
    ]
