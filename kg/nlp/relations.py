"""Claims found in a parsed text: rules over the parse and over the words between mentions."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise, product

from spacy.tokens import Doc, Span, Token

from kg.model import Amount, Entity, Mention, Status
from kg.nlp.amounts import nearest_amount, share
from kg.nlp.arguments import Places, locate, resolve
from kg.nlp.attribution import role_of, speaker
from kg.nlp.frames import Slots, governor, holds_words, is_verbal, slots
from kg.nlp.rules import ANY_WORD, Rule, RuleBook, Surface, load
from kg.nlp.status import read_status, words_status
from kg.ontology import Ontology, Predicate

_INDIRECT = {"pronoun", "nominal"}
_INDIRECT_FACTOR = 0.85
_FAR_CHARACTERS = 150
_FAR_FACTOR = 0.9
_FAR = 16
_POSSESSIVES = {"its", "their", "his", "her"}
_PRICED = {"ACQUIRES", "INVESTS_IN", "SUPPLIES", "LICENSES_TO", "MERGES_WITH", "SUES"}
# A later stage of the story outweighs an earlier one; among equals the last statement holds.
_FINALITY = {
    Status.RUMOURED: 0,
    Status.PLANNED: 1,
    Status.CURRENT: 2,
    Status.DENIED: 3,
    Status.ENDED: 4,
}


@dataclass(frozen=True)
class FoundClaim:
    """One statement of a text: entity ids, and the sentences that state it, in order.

    `kind` and `role` are as in `Claim`; `speaker` is an entity id or "".
    """

    subject: str
    predicate: str
    object: str
    status: Status
    confidence: float
    sentences: tuple[tuple[int, int], ...]
    kind: str = ""
    role: str = ""
    amount: Amount | None = None
    speaker: str = ""


@dataclass(frozen=True)
class _Match:
    """What a rule found: who and what, by which trigger, and how sure before any discount."""

    subject: Mention
    object: Mention
    predicate: Predicate
    status: Status
    confidence: float
    trigger: Token
    kind: str = ""
    role: str = ""


def find_claims(
    doc: Doc,
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    ontology: Ontology,
    rules: RuleBook | None = None,
) -> list[FoundClaim]:
    """Every statement that a rule reads, sentence by sentence; at most one for each triple there.

    `mentions` hold offsets into `doc.text` and may share a span ("both companies"); only those of
    `entities` count. Claims of a symmetric predicate have the lower id first.
    """
    places = locate(doc, [mention for mention in mentions if mention.entity in entities])
    book = rules or load()
    found: list[FoundClaim] = []
    for sentence in doc.sents:
        if len(places.entities(sentence)) > 1:
            matches = (
                *_parsed(sentence, places, ontology, book),
                *_adjacent(sentence, places, ontology, book),
            )
            found += _best([_claim(match, sentence, places) for match in matches])
    return found


def _parsed(
    sentence: Span, places: Places, ontology: Ontology, book: RuleBook
) -> Iterator[_Match]:
    """What the rules over the parse find."""
    kinds = places.kinds(sentence)
    for trigger in sentence:
        triggers = book.verbs if is_verbal(trigger) else book.nouns
        listed = (*triggers.get(trigger.lemma_.lower(), ()), *triggers.get(ANY_WORD, ()))
        fitting = [
            rule
            for others, rule in listed
            if _ends_exist(rule, kinds, ontology)
            and holds_words(trigger, others)
            and _conditions_hold(rule, trigger)
        ]
        frame = slots(trigger) if fitting else {}
        for rule in fitting:
            yield from _matches(rule, trigger, frame, sentence, places, ontology)


def _ends_exist(rule: Rule, kinds: Set[str], ontology: Ontology) -> bool:
    """Whether the sentence names anything of the kinds that the rule joins."""
    predicate = ontology.predicates[rule.predicate]
    return bool(kinds & (rule.subject_kinds or predicate.from_kinds)) and bool(
        kinds & (rule.object_kinds or predicate.to_kinds)
    )


def _conditions_hold(rule: Rule, trigger: Token) -> bool:
    if rule.via:
        governed = governor(trigger)
        if governed is None or governed[0].lemma_.lower() not in rule.via:
            return False
    if rule.needs or rule.unless:
        near = _near(trigger)
        if (rule.needs and not rule.needs & near) or rule.unless & near:
            return False
    if rule.least_share > 0 or rule.below_share <= 100:
        stated = share(_whole(trigger))
        if stated is None:
            return rule.least_share == 0
        return rule.least_share <= stated < rule.below_share
    return True


def _whole(trigger: Token) -> str:
    """The words that may state a share: a noun's phrase; a verb's words as far as its object ends."""
    if not is_verbal(trigger):
        return trigger.doc[trigger.left_edge.i : trigger.right_edge.i + 1].text
    ends = [child.right_edge.i for child in trigger.children if child.dep_ in {"dobj", "advmod"}]
    return trigger.doc[trigger.i : max(ends, default=trigger.i) + 1].text


def _near(trigger: Token) -> set[str]:
    """The lemmas two steps around the trigger."""
    steps = [trigger.head, *(c for child in trigger.children for c in (child, *child.children))]
    return {token.lemma_.lower() for token in steps}


def _matches(
    rule: Rule,
    trigger: Token,
    frame: Slots,
    sentence: Span,
    places: Places,
    ontology: Ontology,
) -> Iterator[_Match]:
    predicate = ontology.predicates[rule.predicate]
    subjects = _fill(rule.subject, frame, places, rule.subject_kinds or predicate.from_kinds)
    objects = _fill(rule.object, frame, places, rule.object_kinds or predicate.to_kinds)
    pairs = [(s, o) for s, o in product(subjects, objects) if s.entity != o.entity]
    if not pairs:
        return
    status = read_status(trigger, sentence.text, rule.status, standing=rule.standing)
    if status is None:
        return
    role = role_of(trigger, places) if predicate.name == "HAS_ROLE_AT" else ""
    for subject, object_ in pairs:
        yield _Match(subject, object_, predicate, status, rule.confidence, trigger, rule.kind, role)


def _fill(
    paths: Sequence[str], frame: Slots, places: Places, kinds: frozenset[str]
) -> list[Mention]:
    """The mentions in the first of the slots that holds any of these kinds."""
    for path in paths:
        tokens = _follow(frame, path)
        if found := [m for token in tokens for m in resolve(token, places, kinds)]:
            return list(dict.fromkeys(found))
    return []


def _follow(frame: Slots, path: str) -> list[Token]:
    """The tokens at a path such as "obj.in": the slot "in" of what fills the slot "obj"."""
    name, _, rest = path.partition(".")
    tokens = list(frame.get(name, ()))
    return [t for token in tokens for t in _follow(slots(token), rest)] if rest else tokens


def _adjacent(
    sentence: Span, places: Places, ontology: Ontology, book: RuleBook
) -> Iterator[_Match]:
    """What the rules over the words between and around two neighbouring mentions find."""
    text, origin = sentence.text, sentence.start_char
    spans = [span for span in places.spans if sentence.start <= span.start < sentence.end]
    for first, second in pairwise(spans):
        if not 0 <= second.start - first.end <= _FAR:
            continue
        before = text[: first.start_char - origin]
        between = _possessive(first) + text[first.end_char - origin : second.start_char - origin]
        after = _possessive(second) + text[second.end_char - origin :]
        for rule in book.surfaces:
            if (role := rule.role_in(before, between, after)) is not None:
                yield from _neighbours(rule, first, second, role, sentence, places, ontology)


def _possessive(span: Span) -> str:
    """The ending that makes "its" read as a name does: "'s"."""
    return "'s" if span.text.lower() in _POSSESSIVES else ""


def _neighbours(
    rule: Surface,
    first: Span,
    second: Span,
    role: str,
    sentence: Span,
    places: Places,
    ontology: Ontology,
) -> Iterator[_Match]:
    left = [m for m in places.at[first.start] if m.kind in rule.first_kinds]
    right = [m for m in places.at[second.start] if m.kind in rule.second_kinds]
    if rule.shared and right:
        right = resolve(second[0], places, rule.second_kinds)
    status = words_status(first.doc[first.end : second.start], sentence.text)
    predicate = ontology.predicates[rule.predicate]
    for before, after in product(left, right):
        ends = (after, before) if rule.reverse else (before, after)
        if before.entity != after.entity and status is not None:
            yield _Match(*ends, predicate, status, rule.confidence, first.root, "", role)


def _claim(match: _Match, sentence: Span, places: Places) -> FoundClaim:
    subject, object_ = match.predicate.ordered(match.subject.entity, match.object.entity)
    return FoundClaim(
        subject,
        match.predicate.name,
        object_,
        match.status,
        _confidence(match),
        ((sentence.start_char, sentence.end_char),),
        match.kind,
        match.role,
        _amount(match, sentence),
        speaker(match.trigger, places),
    )


def _confidence(match: _Match) -> float:
    """The rule's, less for a pronoun at either end and for ends that stand far apart."""
    sure = match.confidence
    for mention in (match.subject, match.object):
        if mention.reason in _INDIRECT:
            sure *= _INDIRECT_FACTOR
    if abs(match.subject.start - match.object.start) > _FAR_CHARACTERS:
        sure *= _FAR_FACTOR
    return round(sure, 3)


def _amount(match: _Match, sentence: Span) -> Amount | None:
    """The sum of money nearest to the trigger, where the predicate speaks of deals."""
    if match.predicate.name not in _PRICED:
        return None
    return nearest_amount(sentence.text, match.trigger.idx - sentence.start_char)


def _best(found: Sequence[FoundClaim]) -> list[FoundClaim]:
    """The surest claim of each triple."""
    best: dict[tuple[str, str, str], FoundClaim] = {}
    for claim in found:
        triple = (claim.subject, claim.predicate, claim.object)
        if triple not in best or best[triple].confidence < claim.confidence:
            best[triple] = claim
    return list(best.values())


def merge(found: Sequence[FoundClaim]) -> list[FoundClaim]:
    """One claim for each triple, in order of first statement, with the evidence of all.

    Status, speaker and role are those of the statement that holds at the end of the story.
    """
    by_triple: dict[tuple[str, str, str], list[FoundClaim]] = {}
    for claim in sorted(found, key=lambda claim: claim.sentences):
        by_triple.setdefault((claim.subject, claim.predicate, claim.object), []).append(claim)
    return [_merged(claims) for claims in by_triple.values()]


def _merged(claims: Sequence[FoundClaim]) -> FoundClaim:
    last = max(reversed(claims), key=lambda claim: _FINALITY[claim.status])
    return replace(
        last,
        confidence=max(claim.confidence for claim in claims),
        sentences=tuple(sorted({s for claim in claims for s in claim.sentences})),
        kind=next((claim.kind for claim in claims if claim.kind), ""),
        role=last.role or next((claim.role for claim in claims if claim.role), ""),
        amount=next((claim.amount for claim in claims if claim.amount), None),
    )
