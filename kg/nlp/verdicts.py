"""What the network's readings of an article add up to: kinds of entities, and claims."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from spacy.tokens import Doc, Token

from kg.model import Mention, Status
from kg.nlp.amounts import nearest_amount
from kg.nlp.arguments import Places
from kg.nlp.attribution import speaker
from kg.nlp.cues import cues
from kg.nlp.encoding import KINDS, PREDICATES
from kg.nlp.found import FoundClaim, surest
from kg.nlp.mentions import NONE
from kg.nlp.network import Calibration, Floats, Reading, status_of
from kg.nlp.relations import PRICED
from kg.nlp.rules import load
from kg.nlp.windows import Pair, Window
from kg.ontology import Ontology, Predicate

Triple = tuple[str, str, str]
# Of a status: where the network is as sure, it overrules a rule. On articles that were held out of
# training, 0.88 of statuses are right so, 0.86 if rules always prevail, 0.87 if they never do.
_SURE = 0.97
# A thing has one owner, a product one maker: of two, the other mostly stands beside it only. Claims
# so much less sure than their rival were right in 2 of 13 cases, on the articles held out of
# training, dev and the samples, with which in view the margin was chosen.
_ONE_SUBJECT = ("OWNS", "DEVELOPS")
_FAR = 0.15
# By how much, in logarithms of odds, another kind must be likelier than that of the name: the best
# of 0, 0.5, 1 and 2 for products of the held-out articles.
_STAYS = 1.0
# Who is sued sues in turn, and licences are exchanged; otherwise a relation goes one way.
_BOTH_WAYS = ("SUES", "LICENSES_TO")
# Of 551 partnerships in the annotated articles that kg learns from, 3 are with who is owned.
_EXCLUDES = {"OWNS": "PARTNERS_WITH", "PARTNERS_WITH": "OWNS"}


def kinds(readings: Iterable[Reading], before: Mapping[str, str]) -> dict[str, str]:
    """The likeliest kind of each entity over all windows that mention it; "None" is no name.

    `before` are the kinds that the names were found with, which stay unless another is clearly
    likelier.
    """
    told: defaultdict[str, list[Floats]] = defaultdict(list)
    for reading in readings:
        for entity, logs in reading.kinds.items():
            told[entity].append(logs)
    found = {}
    for entity, each in told.items():
        logs = np.sum(each, axis=0)
        if before.get(entity, NONE) != NONE:
            logs[KINDS.index(before[entity])] += _STAYS
        found[entity] = KINDS[int(logs.argmax())]
    return found


@dataclass(frozen=True)
class Judge:
    """Makes claims of readings; `kinds` and `ids` are those that hold after typing.

    `ids` leads from the entities of the windows to those of the article, without what is no name.
    `stated` are the rules' claims by the first character of their sentence and their triple.
    """

    doc: Doc
    places: Places
    kinds: Mapping[str, str]
    ids: Mapping[str, str]
    stated: Mapping[tuple[int, Triple], FoundClaim]
    ontology: Ontology
    calibration: Calibration
    threshold: float

    def claims(
        self, windows: Sequence[Window], readings: Sequence[Reading]
    ) -> Iterator[FoundClaim]:
        """The claims of all windows whose confidence reaches the threshold.

        To each belong also the sentences that say it less surely, as a body bears its title out.
        """
        found = [
            claim
            for window, reading in zip(windows, readings, strict=True)
            for pair in reading.pairs
            if self._are_two(pair)
            for claim in self._of_pair(window, reading, pair)
        ]
        found = _joint([*found], self.threshold)
        best = {claim.triple: claim for claim in surest(found)}
        outdone = self._outdone(best)
        for claim in found:
            if claim.triple in outdone:
                continue
            if claim.confidence >= self.threshold:
                yield claim
            elif best[claim.triple].confidence >= self.threshold:
                yield replace(best[claim.triple], sentences=claim.sentences)

    def _outdone(self, best: Mapping[Triple, FoundClaim]) -> set[Triple]:
        """Claims that a surer one of the article competes with.

        That is the same the other way round or, where there is but one subject, another's that is
        much surer. A partner is not owned, nor does who is owned count as a partner.
        """
        surest_of: defaultdict[tuple[str, str], float] = defaultdict(float)
        for (_, predicate, object_), claim in best.items():
            surest_of[predicate, object_] = max(surest_of[predicate, object_], claim.confidence)
        found = set()
        for (subject, predicate, object_), claim in best.items():
            turned = best.get((object_, predicate, subject), claim)
            one_way = predicate not in _BOTH_WAYS
            sole = predicate in _ONE_SUBJECT and object_ not in self._themes
            if (one_way and turned.confidence > claim.confidence) or (
                sole and surest_of[predicate, object_] - claim.confidence > _FAR
            ):
                found.add(claim.triple)
            if _contrary(claim, best) > claim.confidence:
                found.add(claim.triple)
        return found

    @cached_property
    def _themes(self) -> frozenset[str]:
        return frozenset(id_ for key, id_ in self.ids.items() if self.kinds[key] == "Theme")

    def _are_two(self, pair: Pair) -> bool:
        ends = self.ids.get(pair[0]), self.ids.get(pair[1])
        return None not in ends and ends[0] != ends[1]

    def _of_pair(self, window: Window, reading: Reading, pair: Pair) -> Iterator[FoundClaim]:
        kinds = self.kinds[pair[0]], self.kinds[pair[1]]
        values = _both_ways(reading, pair, self._symmetric)
        rules = window.hints.get(pair, {})
        ruled = np.array([name in rules for name in PREDICATES])
        for at in np.flatnonzero((values >= self._least) | ruled):
            predicate = self._predicates[at]
            if predicate is None or not predicate.joins(*kinds):
                continue
            if predicate.symmetric and self.ids[pair[0]] > self.ids[pair[1]]:
                continue  # claimed the other way round
            rule = rules.get(predicate.name, 0.0)
            stated = self.stated.get((window.start, self._triple(pair, predicate)))
            confidence = self.calibration.confidence(
                predicate.name,
                float(values[at]),
                rule,
                decisive=stated is not None and stated.decisive,
            )
            if confidence < self._lowest:
                continue
            statuses = reading.statuses[pair]
            yield self._claim(window, pair, predicate, round(confidence, 3), statuses)

    @cached_property
    def _least(self) -> Floats:
        least = [self.calibration.probability(name, self._lowest) for name in PREDICATES]
        return np.array(least, np.float32)

    @cached_property
    def _lowest(self) -> float:
        """Of a sentence that bears out what another says."""
        return min(self.threshold, *self.calibration.thresholds.values())

    @cached_property
    def _predicates(self) -> list[Predicate | None]:
        return [self.ontology.predicates.get(name) for name in PREDICATES]

    @cached_property
    def _symmetric(self) -> Floats:
        return np.array([p is not None and p.symmetric for p in self._predicates], np.float32)

    def _claim(
        self, window: Window, pair: Pair, predicate: Predicate, confidence: float, statuses: Floats
    ) -> FoundClaim:
        rule = self.stated.get((window.start, self._triple(pair, predicate)))
        status = Status(status_of(statuses))
        found = rule or self._read_off(window, pair, predicate, status)
        return replace(
            found,
            status=status if statuses.max() >= _SURE else found.status,
            subject=self.ids[pair[0]],
            object=self.ids[pair[1]],
            confidence=confidence,
            speaker=self.ids.get(found.speaker, ""),
        )

    def _triple(self, pair: Pair, predicate: Predicate) -> Triple:
        subject, object_ = predicate.ordered(*pair)
        return subject, predicate.name, object_

    def _read_off(
        self, window: Window, pair: Pair, predicate: Predicate, status: Status
    ) -> FoundClaim:
        """A claim that no rule found, with what the sentence's wording tells of it."""
        trigger = self._trigger(window, pair)
        priced, held = predicate.name in PRICED, predicate.name == "HAS_ROLE_AT"
        return FoundClaim(
            pair[0],
            predicate.name,
            pair[1],
            status,
            0.0,
            (window.span,),
            _kind(window.text, predicate),
            _role(window, pair[0]) if held else "",
            nearest_amount(window.text, trigger.idx - window.start) if priced else None,
            speaker(trigger, self.places),
        )

    def _trigger(self, window: Window, pair: Pair) -> Token:
        """The lowest word of the parse above both ends, by which the sentence relates them."""
        heads = [
            span.root
            for end in pair
            for mention in _of(window, end)[:1]
            if (span := self.doc.char_span(mention.start, mention.end, alignment_mode="expand"))
        ]
        if len(heads) < 2:
            return heads[0].head
        above = [heads[0], *heads[0].ancestors]
        below = {heads[1].i, *(token.i for token in heads[1].ancestors)}
        return next((token for token in above if token.i in below), heads[0])


def _contrary(claim: FoundClaim, best: Mapping[Triple, FoundClaim]) -> float:
    """How sure it is that one of the two owns the other, if they partner, or the reverse."""
    other = _EXCLUDES.get(claim.predicate)
    ends = (claim.subject, claim.object), (claim.object, claim.subject)
    said = [best[a, other, b] for a, b in ends if other and (a, other, b) in best]
    return max((each.confidence for each in said), default=0.0)


def _joint(found: Sequence[FoundClaim], least: float) -> list[FoundClaim]:
    """The claims, with partners that develop the same thing in one sentence as co-developers."""
    makers: defaultdict[tuple[object, str], set[str]] = defaultdict(set)
    for claim in found:
        if claim.predicate == "DEVELOPS" and claim.confidence >= least:
            makers[claim.sentences, claim.object].add(claim.subject)
    teams: defaultdict[object, list[set[str]]] = defaultdict(list)
    for (sentence, _), team in makers.items():
        teams[sentence].append(team)
    return [
        replace(claim, kind="co_development")
        if claim.predicate == "PARTNERS_WITH"
        and not claim.kind
        and any({claim.subject, claim.object} <= team for team in teams[claim.sentences])
        else claim
        for claim in found
    ]


def _both_ways(reading: Reading, pair: Pair, symmetric: Floats) -> Floats:
    """The pair's probabilities; of symmetric predicates the mean of both directions."""
    there = reading.pairs[pair]
    back = reading.pairs.get(pair[::-1], there)
    return there + (back - there) * symmetric * np.float32(0.5)


def _of(window: Window, entity: str) -> list[Mention]:
    return [mention for mention in window.mentions if mention.entity == entity]


def _kind(text: str, predicate: Predicate) -> str:
    """What refines the predicate by the sentence's wording: joint_venture and the like."""
    found = (kind for kind, wording in cues().kinds.items() if wording.search(text))
    return next((kind for kind in found if kind in predicate.kinds), "")


def _role(window: Window, person: str) -> str:
    """The role that stands nearest to the person's name in the sentence; "" where none does."""
    names = [mention.start - window.start for mention in _of(window, person)]
    found = [
        (min(abs(role.start() - name) for name in names), role[0])
        for role in load().role.finditer(window.text)
        if names
    ]
    return min(found, default=(0, ""))[1]
