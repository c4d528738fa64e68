"""What people judged of the statements, and how these are read because of it. Pure.

A merge reads one entity as another, and merges join: what is merged with a third is merged with
each other. Differing does not join, two negatives make no positive; and what is merged must not be
held apart as well. Entries are never changed: one that is undone no longer stands, and undoing the
undoing lets it stand again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product
from operator import attrgetter

from kg.errors import LedgerError
from kg.model import Claim, Entity

Triple = tuple[str, str, str]


class Verb(StrEnum):
    """What a judgement says of its subject."""

    MERGE = "merge"
    DISTINCT = "distinct"
    SPLIT = "split"
    ALIAS = "alias"
    UNALIAS = "unalias"
    WRONG = "wrong"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is judged, by keys.

    merge: `object` is the same as `subject`, under which both are shown. distinct: they differ.
    split: in `article`, `subject` is `object`, whose name is `name`. alias, unalias: `subject`
    goes, or does not go, by `name`. wrong: the claim `subject` does not hold. undo: the entry
    `subject` no longer stands.
    """

    verb: Verb
    subject: str
    object: str = ""
    article: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A judgement as recorded: by whom, why and when (ISO, UTC)."""

    id: str
    judgement: Judgement
    who: str
    why: str
    when: str


def in_force(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that no other one in force undoes, in their order."""
    undone: set[str] = set()
    found = []
    for entry in reversed(entries):
        if entry.id not in undone:
            found.append(entry)
            if entry.judgement.verb is Verb.UNDO:
                undone.add(entry.judgement.subject)
    return found[::-1]


def standing(entries: Sequence[Entry]) -> list[Entry]:
    """The entries in force that say something of entities and claims."""
    return [entry for entry in in_force(entries) if entry.judgement.verb is not Verb.UNDO]


@dataclass(frozen=True, slots=True)
class Reading:
    """How statements are read by the judgements that stand.

    `kept` maps an entity to the one it is read as; `moved` an article and an entity to the one
    meant there, and `moved_names` those to their names; `moved_to` and `moved_from` are the same
    without the articles. `members` are those that are read as an entity, without itself.
    `aliases` and `unaliases` are by entity. The ends of a `symmetric` predicate stand in the
    order of their ids.
    """

    symmetric: frozenset[str] = frozenset()
    kept: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    moved: Mapping[tuple[str, str], str] = field(default_factory=dict)
    moved_names: Mapping[str, str] = field(default_factory=dict)
    moved_to: Mapping[str, frozenset[str]] = field(default_factory=dict)
    moved_from: Mapping[str, frozenset[str]] = field(default_factory=dict)
    aliases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unaliases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()

    @classmethod
    def of(cls, entries: Sequence[Entry], symmetric: Collection[str] = ()) -> "Reading":
        """By these entries, in the order in which they were recorded.

        Raises:
            LedgerError: two entities are merged and held apart at once.
        """
        by_verb: defaultdict[Verb, list[Judgement]] = defaultdict(list)
        for entry in standing(entries):
            by_verb[entry.judgement.verb].append(entry.judgement)
        kept = _merged(by_verb[Verb.MERGE])
        for each in by_verb[Verb.DISTINCT]:
            _check_distinct(each, kept)
        splits = by_verb[Verb.SPLIT]
        return cls(
            symmetric=frozenset(symmetric),
            kept=kept,
            members=_grouped((to, key) for key, to in kept.items()),
            moved={(j.article, j.subject): j.object for j in splits},
            moved_names={j.object: j.name for j in splits},
            moved_to=_grouped((j.subject, j.object) for j in splits),
            moved_from=_grouped((j.object, j.subject) for j in splits),
            aliases=_grouped((kept.get(j.subject, j.subject), j.name) for j in by_verb[Verb.ALIAS]),
            unaliases=_grouped(
                (kept.get(j.subject, j.subject), j.name) for j in by_verb[Verb.UNALIAS]
            ),
            wrong=frozenset(j.subject for j in by_verb[Verb.WRONG]),
        )

    def entity(self, entity: str, article: str = "") -> str:
        """The entity that an entity is read as, in that article."""
        meant = self.moved.get((article, entity), entity)
        return self.kept.get(meant, meant)

    def sources(self, entity: str) -> set[str]:
        """Every entity that may be read as this one, somewhere."""
        members = {entity, *self.members.get(entity, ())}
        return members.union(*(self.moved_from.get(member, ()) for member in members))

    def targets(self, entity: str) -> set[str]:
        """Every entity that this one may be read as, somewhere."""
        return {self.entity(to) for to in (entity, *self.moved_to.get(entity, ()))}

    def triple(self, triple: Triple, article: str) -> Triple:
        """A claim's subject, predicate and object as meant in that article."""
        subject, predicate, object_ = triple
        ends = self.entity(subject, article), self.entity(object_, article)
        return self._ordered(ends[0], predicate, ends[1]) if ends != (subject, object_) else triple

    def triples(self, triple: Triple) -> set[Triple]:
        """Every triple that this one may be read as, somewhere."""
        subject, predicate, object_ = triple
        pairs = product(self.targets(subject), self.targets(object_))
        read = {self._ordered(s, predicate, o) for s, o in pairs if (s, o) != (subject, object_)}
        return read | ({triple} if self._stays(subject) and self._stays(object_) else set())

    def raw_triples(self, triple: Triple) -> set[Triple]:
        """Every triple that may be read as this one, somewhere."""
        subject, predicate, object_ = triple
        pairs = set(product(self.sources(subject), self.sources(object_)))
        if predicate in self.symmetric:
            pairs |= {(o, s) for s, o in pairs}
        return {(s, predicate, o) for s, o in pairs}

    def claims(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims as read: without wrong ones and those about one thing and itself, by id.

        Where two of one article come to say one thing, they are one with the evidence of both.
        """
        same: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            read = self.claim(claim)
            if claim.id not in self.wrong and (read.subject != read.object or read == claim):
                same[read.id].append(read)
        return [_joined(same[id_]) for id_ in sorted(same)]

    def claim(self, claim: Claim) -> Claim:
        """One claim with the entities that are meant."""
        subject, _, object_ = self.triple(claim.triple, claim.article)
        speaker = claim.speaker and self.entity(claim.speaker, claim.article)
        if (subject, object_, speaker) == (claim.subject, claim.object, claim.speaker):
            return claim
        return replace(claim, subject=subject, object=object_, speaker=speaker)

    def rows(self, entity: str, rows: Sequence[Entity], kind: str) -> list[Entity]:
        """The rows that an entity is given by, best first, under its id and with aliases as judged.

        A name that it does not go by gives way to the best other one, where there is one.
        """
        wrong = self.unaliases.get(entity, frozenset())
        added = self.aliases.get(entity, frozenset()) - wrong
        name = next((row.name for row in rows if row.name not in wrong), rows[0].name)
        best_first = sorted(rows, key=lambda row: row.name in wrong)
        return [
            replace(
                row,
                id=entity,
                kind=kind,
                name=name if row.name in wrong else row.name,
                aliases=tuple(sorted((added | set(row.aliases)) - wrong)),
            )
            for row in best_first
        ]

    def _stays(self, entity: str) -> bool:
        return entity not in self.kept

    def _ordered(self, subject: str, predicate: str, object_: str) -> Triple:
        if predicate in self.symmetric and object_ < subject:
            return (object_, predicate, subject)
        return (subject, predicate, object_)


def _merged(merges: Iterable[Judgement]) -> dict[str, str]:
    """Each entity that is read as another, to that one; a later merge decides whose name stays."""
    kept: dict[str, str] = {}
    for merge in merges:
        stays, goes = (kept.get(key, key) for key in (merge.subject, merge.object))
        if stays != goes:
            kept = {key: stays if to == goes else to for key, to in kept.items()} | {goes: stays}
    return kept


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        groups[key].add(value)
    return {key: frozenset(values) for key, values in groups.items()}


def _check_distinct(distinct: Judgement, kept: Mapping[str, str]) -> None:
    one, other = distinct.subject, distinct.object
    if kept.get(one, one) == kept.get(other, other):
        raise LedgerError(
            f"{one} and {other} would be merged and held apart at once; undo one of the "
            "judgements first (kg review log shows them)"
        )


def _joined(claims: Sequence[Claim]) -> Claim:
    if len(claims) == 1:
        return claims[0]
    best = min(claims, key=lambda c: (-c.confidence, c.status, c.kind, c.role, c.speaker))
    evidence = {(e.start, e.end): e for claim in claims for e in claim.evidence}
    scope = dict.fromkeys(theme for claim in claims for theme in sorted(claim.scope))
    return replace(
        best,
        evidence=tuple(sorted(evidence.values(), key=attrgetter("start", "end"))),
        scope=tuple(sorted(scope)),
    )


def concerned(judgement: Judgement, entries: Mapping[str, Entry]) -> Judgement:
    """What a judgement is about in the end: for one that undoes, what that undoes."""
    while judgement.verb is Verb.UNDO:
        judgement = entries[judgement.subject].judgement
    return judgement


def ends(judgement: Judgement) -> Iterator[str]:
    """The entities that a merge or a split is about; none for others."""
    if judgement.verb in {Verb.MERGE, Verb.SPLIT}:
        yield from (judgement.subject, judgement.object)
