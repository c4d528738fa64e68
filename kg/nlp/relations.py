"""Claims found in a parsed text, each with its sentence, status, amount and speaker."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from kg.model import Amount, Entity, Mention
from kg.nlp.amounts import nearest_amount
from kg.nlp.arguments import INDIRECT, locate
from kg.nlp.attribution import speaker
from kg.nlp.found import FoundClaim, merge, surest
from kg.nlp.matching import Match, Reading, by_neighbours, by_parse
from kg.nlp.rules import RuleBook, load
from kg.ontology import Ontology

__all__ = ["FoundClaim", "find_claims", "merge"]

# What the confidence of a rule is multiplied with for each end that is a pronoun or "the company",
# and where the ends stand far apart. Both are less often right in annotated texts.
_INDIRECT = 0.85
_FAR = 0.9
_FAR_CHARACTERS = 150
PRICED = {"ACQUIRES", "INVESTS_IN", "SUPPLIES", "LICENSES_TO", "MERGES_WITH", "SUES"}


def find_claims(
    doc: Doc,
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    ontology: Ontology,
    rules: RuleBook | None = None,
) -> list[FoundClaim]:
    """Every statement that a rule reads, sentence by sentence; at most one for each triple there.

    `mentions` hold offsets into `doc.text` and may share a span ("both companies"); only those of
    `entities` count. `rules` are those of rules.toml where None. Claims of a symmetric predicate
    have the lower id first.
    """
    places = locate(doc, [mention for mention in mentions if mention.entity in entities])
    book = rules or load()
    found: list[FoundClaim] = []
    for sentence in doc.sents:
        if len(places.entities(sentence)) > 1:
            reading = Reading(sentence, sentence.text, places, ontology)
            matches = (*by_parse(reading, book), *by_neighbours(reading, book))
            found += surest([_claim(match, reading) for match in matches])
    return found


def _claim(match: Match, reading: Reading) -> FoundClaim:
    subject, object_ = match.predicate.ordered(match.subject.entity, match.object.entity)
    sentence = reading.sentence
    return FoundClaim(
        subject,
        match.predicate.name,
        object_,
        match.status,
        _confidence(match),
        ((sentence.start_char, sentence.end_char),),
        match.kind,
        match.role,
        _amount(match, reading),
        speaker(match.trigger, reading.places),
        match.decisive,
    )


def _confidence(match: Match) -> float:
    sure = match.confidence
    for mention in (match.subject, match.object):
        if mention.reason in INDIRECT:
            sure *= _INDIRECT
    if abs(match.subject.start - match.object.start) > _FAR_CHARACTERS:
        sure *= _FAR
    return round(sure, 3)


def _amount(match: Match, reading: Reading) -> Amount | None:
    """The sum of money nearest to the trigger, where the predicate speaks of deals."""
    if match.predicate.name not in PRICED:
        return None
    return nearest_amount(reading.text, match.trigger.idx - reading.sentence.start_char)
