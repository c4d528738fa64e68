"""What the network reads at a time: a sentence, what it mentions, and what was spoken of before."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.model import Entity, Mention
from kg.nlp.found import FoundClaim
from kg.nlp.mentions import NONE
from kg.nlp.relations import find_claims
from kg.ontology import Ontology

Pair = tuple[str, str]
# For a pair of entities, the confidence of the surest rule for each predicate.
Hints = Mapping[Pair, Mapping[str, float]]

_NAMED = frozenset({"Company", "Organization", "Product", "Person"})
_BODIES = frozenset({"Company", "Organization"})
# With three, 98 % of the claims in annotated news have both ends in a sentence and its context
# that states them; with none, 84 %; with more than three, no more.
_MOST_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence with its mentions, and entities of the text before that may be meant in it.

    `start` is the sentence's first character in the article; mentions keep the article's offsets.
    """

    text: str
    start: int
    mentions: tuple[Mention, ...]
    context: tuple[Entity, ...]
    hints: Hints = field(default_factory=dict)

    @property
    def span(self) -> tuple[int, int]:
        """Where the sentence stands in the article."""
        return self.start, self.start + len(self.text)


def prepare(
    doc: Doc,
    title: int,
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    ontology: Ontology,
) -> tuple[list[Window], list[FoundClaim]]:
    """The windows of an article, with the rules' claims, which they hold as hints.

    `title` is where the title ends; `mentions` are in order of start.
    """
    named = [mention for mention in mentions if mention.kind != NONE]
    stated = find_claims(doc, named, entities, ontology)
    return list(_windows(doc, mentions, entities, title, _hints(stated, ontology))), stated


def _windows(
    doc: Doc,
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    title: int,
    hints: Mapping[int, Hints],
) -> Iterator[Window]:
    """A window for each sentence that may relate two entities, in order.

    `hints` go by the first character of their sentence. The context are entities that the sentence
    does not mention: those of the sentence before, of the title, and of the sentence before the
    last, in this order.
    """
    starts = [mention.start for mention in mentions]
    in_title = mentions[: bisect_left(starts, title)]
    last: Sequence[Mention] = ()
    before_last: Sequence[Mention] = ()
    text = doc.text  # which spaCy puts together anew whenever it is asked
    for sentence in doc.sents:
        start, end = sentence.start_char, sentence.end_char
        here = [
            m
            for m in mentions[bisect_left(starts, start) : bisect_left(starts, end)]
            if m.end <= end
        ]
        earlier = (
            *(m for m in reversed(last) if m.kind in _NAMED),
            *(m for m in in_title if m.kind in _BODIES and m.start < start),
            *(m for m in reversed(before_last) if m.kind in _BODIES),
        )
        context = _context(earlier, {m.entity for m in here}) if here else []
        if len({m.entity for m in here}) + len(context) > 1 and here:
            known = tuple(entities[id_] for id_ in context)
            yield Window(text[start:end], start, tuple(here), known, hints.get(start, {}))
        before_last, last = last, here


def _context(earlier: Iterable[Mention], here: set[str]) -> list[str]:
    ids = dict.fromkeys(mention.entity for mention in earlier if mention.entity not in here)
    return list(ids)[:_MOST_CONTEXT]


def _hints(stated: Iterable[FoundClaim], ontology: Ontology) -> dict[int, Hints]:
    """The rules' claims, by the first character of their sentence."""
    told: defaultdict[int, defaultdict[Pair, dict[str, float]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for claim in stated:
        pair = claim.subject, claim.object
        both_ways = ontology.predicates[claim.predicate].symmetric
        for ends in (pair, pair[::-1]) if both_ways else (pair,):
            told[claim.sentences[0][0]][ends][claim.predicate] = claim.confidence
    return {start: dict(pairs) for start, pairs in told.items()}
