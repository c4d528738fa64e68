"""The rules applied to a sentence: who stands in which relation to whom, and by which word."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise, product

from spacy.tokens import Span, Token

from kg.model import Mention, Status
from kg.nlp.amounts import share
from kg.nlp.arguments import Places, resolve
from kg.nlp.attribution import role_of
from kg.nlp.frames import Slots, governor, holds_words, is_verbal, slots
from kg.nlp.rules import ANY_WORD, Rule, RuleBook, Surface
from kg.nlp.status import is_done, read_status, words_status
from kg.ontology import Ontology, Predicate

_FIRMS = frozenset({"Company"})
_MOST_WORDS_BETWEEN = 16
_MOST_AROUND = 120
_MOST_AT_ONE_END = 30
_POSSESSIVES = {"its", "their", "his", "her"}


@dataclass(frozen=True)
class Reading:
    """A sentence with its text, what is mentioned in it and what may be said of that."""

    sentence: Span
    text: str
    places: Places
    ontology: Ontology


@dataclass(frozen=True)
class Match:
    """What a rule found: who and what, by which trigger, and how sure before any discount."""

    subject: Mention
    object: Mention
    predicate: Predicate
    status: Status
    confidence: float
    trigger: Token
    kind: str = ""
    role: str = ""
    decisive: bool = False


def by_parse(reading: Reading, book: RuleBook) -> Iterator[Match]:
    """What the rules over the parse find."""
    kinds = reading.places.kinds(reading.sentence)
    for trigger in reading.sentence:
        if reading.places.names(trigger):
            continue
        triggers = book.verbs if is_verbal(trigger) else book.nouns
        fitting = [
            rule
            for word in (trigger.lemma_.lower(), ANY_WORD)
            for others, rule in triggers.get(word, ())
            if _ends_exist(rule, kinds, reading.ontology)
            and holds_words(trigger, others)
            and _conditions_hold(rule, trigger)
        ]
        frame = slots(trigger) if fitting else {}
        for rule in fitting:
            yield from _matches(rule, trigger, frame, reading)


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
    return rule.least_share is rule.below_share is None or _share_fits(rule, trigger)


def _share_fits(rule: Rule, trigger: Token) -> bool:
    stated = share(_whole(trigger))
    if rule.least_share is not None:
        return stated is not None and stated >= rule.least_share
    return stated is None or rule.below_share is None or stated < rule.below_share


def _whole(trigger: Token) -> str:
    """The words that may state a share: a noun's phrase, or a verb's words up to its object."""
    if not is_verbal(trigger):
        return trigger.doc[trigger.left_edge.i : trigger.right_edge.i + 1].text
    ends = [child.right_edge.i for child in trigger.children if child.dep_ in {"dobj", "advmod"}]
    return trigger.doc[trigger.i : max(ends, default=trigger.i) + 1].text


def _near(trigger: Token) -> set[str]:
    """The lemmas within two steps of the trigger."""
    steps = [trigger.head, *(c for child in trigger.children for c in (child, *child.children))]
    return {token.lemma_.lower() for token in steps}


def _matches(rule: Rule, trigger: Token, frame: Slots, reading: Reading) -> Iterator[Match]:
    predicate, places = reading.ontology.predicates[rule.predicate], reading.places
    if _fill(rule.bare, frame, places, _FIRMS):
        return
    subjects = _fill(rule.subject, frame, places, rule.subject_kinds or predicate.from_kinds)
    named = _at if rule.decisive else resolve
    objects = _fill(rule.object, frame, places, rule.object_kinds or predicate.to_kinds, named)
    pairs = [(s, o) for s, o in product(subjects, objects) if s.entity != o.entity]
    status = _status(rule, trigger, reading.text) if pairs else None
    if status is None:
        return
    role = role_of(trigger, places) if predicate.name == "HAS_ROLE_AT" else ""
    told = predicate, status, rule.confidence, trigger, rule.kind, role, rule.decisive
    for subject, object_ in pairs:
        yield Match(subject, object_, *told)


def _status(rule: Rule, trigger: Token, text: str) -> Status | None:
    base = Status.PLANNED if rule.pending and not is_done(trigger) else rule.status
    status = read_status(trigger, text, base, standing=rule.standing)
    if not rule.ends or status is None:
        return status
    return Status.ENDED if status is Status.CURRENT else Status.CURRENT


def _fill(
    paths: Sequence[str],
    frame: Slots,
    places: Places,
    kinds: frozenset[str],
    named: Callable[[Token, Places, frozenset[str]], list[Mention]] = resolve,
) -> list[Mention]:
    """The mentions in the first of the slots that holds any of these kinds."""
    for path in paths:
        tokens = _follow(frame, path)
        if found := [m for token in tokens for m in named(token, places, kinds)]:
            return list(dict.fromkeys(found))[:_MOST_AT_ONE_END]
    return []


def _at(token: Token, places: Places, kinds: frozenset[str]) -> list[Mention]:
    """The mentions at the very word: in "its own AI platform" the platform is its own, not AI."""
    return [mention for mention in places.at.get(token.i, ()) if mention.kind in kinds]


def _follow(frame: Slots, path: str) -> list[Token]:
    """The tokens at a path such as "obj.in": the slot "in" of what fills the slot "obj"."""
    name, _, rest = path.partition(".")
    tokens = list(frame.get(name, ()))
    return [t for token in tokens for t in _follow(slots(token), rest)] if rest else tokens


def by_neighbours(reading: Reading, book: RuleBook) -> Iterator[Match]:
    """What the rules over the words between and around two neighbouring mentions find."""
    text, origin = reading.text, reading.sentence.start_char
    for first, second in pairwise(reading.places.within(reading.sentence)):
        if not 0 <= second.start - first.end <= _MOST_WORDS_BETWEEN:
            continue
        begin, end = first.start_char - origin, second.end_char - origin
        before = text[max(begin - _MOST_AROUND, 0) : begin]
        between = _possessive(first) + text[first.end_char - origin : second.start_char - origin]
        after = _possessive(second) + text[end : end + _MOST_AROUND]
        for rule in book.surfaces:
            if (role := rule.role_in(before, between, after)) is not None:
                yield from _joined(rule, first, second, role, reading)


def _possessive(span: Span) -> str:
    """The ending that makes "its" read as a name does: "'s"."""
    return "'s" if span.text.lower() in _POSSESSIVES else ""


def _joined(
    rule: Surface, first: Span, second: Span, role: str, reading: Reading
) -> Iterator[Match]:
    status = words_status(first.doc[first.end : second.start], reading.text)
    if status is None:
        return
    places, predicate = reading.places, reading.ontology.predicates[rule.predicate]
    left = [m for m in places.at[first.start] if m.kind in rule.first_kinds]
    right = [m for m in places.at[second.start] if m.kind in rule.second_kinds]
    if rule.shared and right:
        right = resolve(second[0], places, rule.second_kinds)
    for before, after in product(left, right):
        ends = (after, before) if rule.reverse else (before, after)
        if before.entity != after.entity:
            yield Match(*ends, predicate, status, rule.confidence, first.root, "", role)
