"""From what was found in a Doc to an Extraction, and from that to JSON."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

from kg.model import Article, Claim, Entity, Evidence, Extraction, Mention
from kg.nlp import themes
from kg.nlp.arguments import INDIRECT
from kg.nlp.relations import FoundClaim, merge
from kg.ontology import Ontology


def extraction(
    article: Article,
    extractor: str,
    doc: Doc,
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    found: Iterable[FoundClaim],
    ontology: Ontology,
    notes: Sequence[str],
) -> Extraction:
    """All that was read, in plain records; only entities that are mentioned."""
    named = {id_: entity.name for id_, entity in entities.items() if entity.kind == "Theme"}
    direct = (m for m in mentions if m.reason not in INDIRECT)
    return Extraction(
        article,
        extractor,
        entities=tuple(sorted(entities.values(), key=lambda entity: entity.id)),
        mentions=tuple(mentions),
        claims=tuple(_claims(article, doc, mentions, entities, found, ontology)),
        themes=themes.scores(direct, named, ontology.themes_of_entity, *_opening(article)),
        notes=tuple(notes),
    )


def _opening(article: Article) -> tuple[int, int]:
    """Where the title and where the first paragraph after it end."""
    title = len(article.title)
    begin = len(article.text) - len(article.text[title:].lstrip())
    lead = article.text.find("\n", begin)
    return title, lead if lead >= 0 else len(article.text)


def _claims(
    article: Article,
    doc: Doc,
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    found: Iterable[FoundClaim],
    ontology: Ontology,
) -> Iterator[Claim]:
    title, lead = _opening(article)
    text = doc.text  # which spaCy puts together anew whenever it is asked
    in_title = {m.entity for m in mentions if m.end <= title}
    able = themes.capabilities(ontology)
    theme_mentions = [m for m in mentions if m.entity in able]
    for claim in merge([each for each in found if _is_sound(each, entities, ontology)]):
        opening = lead if {claim.subject, claim.object} <= in_title else None
        spans = [_trimmed(text, *span) for span in claim.sentences]
        told = themes.scope(theme_mentions, spans, opening)
        scope = [
            *themes.matter(claim, ontology.themes_of_entity),
            *(entities[theme].name for theme in told if theme != claim.object),
        ]
        yield Claim(
            article.id,
            *claim.triple,
            status=claim.status,
            confidence=claim.confidence,
            evidence=tuple(Evidence(article.id, s, e, text[s:e]) for s, e in spans),
            published=article.published,
            publisher=article.publisher,
            kind=claim.kind,
            role=claim.role,
            scope=tuple(dict.fromkeys(scope))[: themes.MOST_IN_SCOPE],
            amount=claim.amount,
            speaker=claim.speaker,
        )


def _is_sound(claim: FoundClaim, entities: Mapping[str, Entity], ontology: Ontology) -> bool:
    """Whether its ends are known, differ, and are of kinds that its predicate joins."""
    subject, object_ = entities.get(claim.subject), entities.get(claim.object)
    return (
        subject is not None
        and object_ is not None
        and subject is not object_
        and ontology.predicates[claim.predicate].joins(subject.kind, object_.kind)
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space that a parsed sentence ends or begins with."""
    sentence = text[start:end]
    return end - len(sentence.lstrip()), start + len(sentence.rstrip())


def to_json(extraction: Extraction) -> dict[str, Any]:
    """What one article states, ready for json.dumps; mentions are those by name."""
    article = extraction.article
    places: defaultdict[str, list[list[int]]] = defaultdict(list)
    for mention in extraction.mentions:
        if mention.reason not in INDIRECT:
            places[mention.entity].append([mention.start, mention.end])
    return {
        "article_id": article.key or article.id,
        "entities": [
            {"id": e.id, "kind": e.kind, "name": e.name, "mentions": places[e.id]}
            for e in extraction.entities
        ],
        "claims": [_claim_json(claim) for claim in extraction.claims],
        "themes": [theme.theme for theme in extraction.themes],
    }


def _claim_json(claim: Claim) -> dict[str, Any]:
    amount = claim.amount
    return {
        "subject": claim.subject,
        "predicate": claim.predicate,
        "object": claim.object,
        "status": claim.status.value,
        "kind": claim.kind,
        "scope": list(claim.scope),
        "amount": amount
        and {"value": amount.value, "currency": amount.currency, "text": amount.text},
        "confidence": claim.confidence,
        "evidence": [[evidence.start, evidence.end] for evidence in claim.evidence],
    }
