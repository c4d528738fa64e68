"""Extractions against gold, article by article."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from kg.errors import ScoringError
from kg.model import Article, Status
from kg.ontology import Ontology
from kg.scoring.report import Figures, Outcome, Report, Verdict
from kg.scoring.rows import GoldClaim, GoldEntity, GoldRow, Said, SaidClaim, SaidEntity, Triple

# Of these, gold has all that a text names; of other kinds only what takes part in claims.
SCORED_KINDS = ("Company", "Product")

_PHASE = {
    Status.CURRENT: "holds",
    Status.PLANNED: "ahead",
    Status.RUMOURED: "ahead",
    Status.ENDED: "over",
    Status.DENIED: "over",
}
# Written out here rather than taken from kg.names: a change there must not move the measure.
_LEGAL_FORM = re.compile(
    r"(ab|ag|co|company|corp|corporation|gmbh|group|holdings?|inc|incorporated|kk|limited|llc|ltd"
    r"|n\.v|nv|oyj?|plc|s\.a|s\.p\.a|sa|se|spa)\.?"
)
_POSSESSIVE = re.compile(r"['’]s$")
_GAP = re.compile(r"[\s,]+")
_PUNCTUATION = re.compile(r"[^\w&+]+")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both sides of an article; `meant` has the keys in gold of each extracted entity."""

    article: str
    gold: GoldRow
    said: Said
    meant: Mapping[str, frozenset[str]]


def annotated(gold: Mapping[str, GoldRow], articles: Mapping[str, Article]) -> list[Article]:
    """The articles that gold annotates, in its order.

    Raises:
        ScoringError: one of them is not there.
    """
    if lacking := [article for article in gold if article not in articles]:
        raise ScoringError(
            f"gold article {lacking[0]!r} is not among the texts; give the texts it was made from"
        )
    return [articles[article] for article in gold]


def score(
    gold: Mapping[str, GoldRow],
    articles: Mapping[str, Article],
    extractions: Mapping[str, Said],
    ontology: Ontology,
    min_confidence: float,
) -> Report:
    """The score of extractions; all are by article id. Claims of less confidence are passed over.

    An article without an extraction counts as one from which nothing was extracted.

    Raises:
        ScoringError: an article of gold is not among the articles, or no extraction is of gold.
    """
    texts = [article.text for article in annotated(gold, articles)]
    if not gold.keys() & extractions.keys():
        raise ScoringError("no extraction is of an article of gold; their ids must be the same")
    pairs = [
        _pair(article, gold[article], extractions.get(article, Said()), text)
        for article, text in zip(gold, texts, strict=True)
    ]
    verdicts = partial(_verdicts, ontology=ontology, min_confidence=min_confidence)
    return Report(
        articles=len(pairs),
        entities={kind: _entity_figures(pairs, kind) for kind in SCORED_KINDS},
        verdicts=tuple(verdict for pair in pairs for verdict in verdicts(pair)),
        baits=sum(len(pair.gold.absent) for pair in pairs),
    )


def comparable(name: str) -> str:
    """The form in which names are compared; "" where nothing is left to compare."""
    bare = _POSSESSIVE.sub("", name.casefold().strip()).removeprefix("the ")
    words = _GAP.split(bare)
    while any(words[:-1]) and _LEGAL_FORM.fullmatch(words[-1]):
        words.pop()
    return _PUNCTUATION.sub(" ", " ".join(words)).strip()


def _pair(article: str, gold: GoldRow, said: Said, text: str) -> _Pair:
    meant = {entity.id: _keys(gold, _surfaces(entity, text)) for entity in said.entities}
    return _Pair(article, gold, said, meant)


def _keys(gold: GoldRow, surfaces: frozenset[str]) -> frozenset[str]:
    """Of the gold entities that go by one of the surfaces."""
    return frozenset(entity.key for entity in gold.entities if _same(entity, surfaces))


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(comparable, names)) - {""}


def _surfaces(entity: SaidEntity, text: str) -> frozenset[str]:
    return _names([entity.name, *(text[start:end] for start, end in entity.mentions)])


def _same(entity: GoldEntity, surfaces: frozenset[str]) -> bool:
    names = _names(entity.names)
    if entity.kind != "Theme":
        return not names.isdisjoint(surfaces)
    both = [(set(name.split()), set(surface.split())) for name in names for surface in surfaces]
    return any(name <= surface or surface <= name for name, surface in both)


def _entity_figures(pairs: Iterable[_Pair], kind: str) -> Figures:
    return sum((_of_article(pair, kind) for pair in pairs), Figures(0, 0, 0))


def _of_article(pair: _Pair, kind: str) -> Figures:
    """Counts an extracted entity where it is none of gold, or one that none before it was."""
    gold = {entity.key for entity in pair.gold.entities if entity.kind == kind}
    found: set[str] = set()
    said = 0
    for keys in (pair.meant[entity.id] for entity in pair.said.entities if entity.kind == kind):
        said += not keys or not keys <= found
        found |= keys
    return Figures(right=len(gold & found), said=said, gold=len(gold))


def _verdicts(pair: _Pair, ontology: Ontology, min_confidence: float) -> Iterator[Verdict]:
    gold = {claim.triple: claim for claim in pair.gold.claims}
    seen: set[Triple] = set()
    found: set[Triple] = set()
    for claim in pair.said.claims:
        readings = _readings(claim.triple, pair.meant, ontology)
        hits = readings & gold.keys()
        key = min(_either_way(claim.triple, ontology))
        if claim.confidence < min_confidence or key in seen or (hits and hits <= found):
            continue
        seen.add(key)
        fresh = sorted(hits - found)[:1]
        found.update(fresh)
        yield _judged(pair, claim, readings, gold[fresh[0]] if fresh else None)
    yield from (_missed(pair, claim) for triple, claim in gold.items() if triple not in found)


def _either_way(triple: Triple, ontology: Ontology) -> set[Triple]:
    subject, name, object_ = triple
    predicate = ontology.predicates.get(name)
    return {triple, (object_, name, subject)} if predicate and predicate.symmetric else {triple}


def _readings(
    triple: Triple, meant: Mapping[str, frozenset[str]], ontology: Ontology
) -> set[Triple]:
    """What the claim may mean, in keys of gold."""
    subject, name, object_ = triple
    none = frozenset[str]()
    pairs = ((s, name, o) for s in meant.get(subject, none) for o in meant.get(object_, none))
    return {reading for pair in pairs for reading in _either_way(pair, ontology)}


def _judged(
    pair: _Pair, claim: SaidClaim, readings: set[Triple], gold: GoldClaim | None
) -> Verdict:
    names = {entity.id: entity.name for entity in pair.said.entities}
    subject, predicate, object_ = claim.triple
    outcome = _outcome(readings, gold, pair.gold)
    baits = [why for triple, why in pair.gold.absent if triple in readings]
    return Verdict(
        pair.article,
        outcome,
        names.get(subject, subject),
        predicate,
        names.get(object_, object_),
        claim.status,
        claim.confidence,
        bait=baits[0] if baits and outcome is Outcome.WRONG else None,
        same_status=gold is not None and claim.status is gold.status,
        same_phase=gold is not None and _PHASE[claim.status] == _PHASE[gold.status],
        same_evidence=gold is not None and _overlap(claim, gold),
    )


def _outcome(readings: set[Triple], gold: GoldClaim | None, row: GoldRow) -> Outcome:
    if gold is not None:
        return Outcome.RIGHT
    return Outcome.OPTIONAL if readings & set(row.optional) else Outcome.WRONG


def _overlap(claim: SaidClaim, gold: GoldClaim) -> bool:
    return any(
        start < gold_end and gold_start < end
        for start, end in claim.evidence
        for gold_start, gold_end in gold.evidence
    )


def _missed(pair: _Pair, claim: GoldClaim) -> Verdict:
    names = {entity.key: entity.names[0] for entity in pair.gold.entities}
    subject, predicate, object_ = claim.triple
    return Verdict(
        pair.article, Outcome.MISSED, names[subject], predicate, names[object_], claim.status
    )
