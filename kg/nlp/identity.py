"""Who and what an article speaks of: names linked to entities, and revised by what is learned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.model import Entity, Mention
from kg.names import normalise
from kg.nlp import coreference, linking, mentions
from kg.nlp.arguments import INDIRECT
from kg.nlp.lexicon import Lexicon
from kg.nlp.mentions import NONE, Name

# What an entity of the first reading is called in the second; what is no name is missing.
Ids = Mapping[str, str]


@dataclass(frozen=True)
class Identified:
    """All that is mentioned but themes.

    `names` are in order of their start, with `of_name`, the entity of each; those of kind "None"
    are perhaps no names. `mentions` also hold pronouns and the like, in order of start, end and
    entity.
    """

    names: tuple[Name, ...]
    of_name: tuple[str, ...]
    mentions: tuple[Mention, ...]
    entities: Mapping[str, Entity]


def identify(doc: Doc, lexicon: Lexicon) -> Identified:
    """The first reading: names by their cues, entities by their names, pronouns by the parse."""
    names, doubtful = mentions.survey(doc, lexicon)
    named, entities = linking.link(doc, names, lexicon)
    meant = coreference.resolve(doc, named)
    doubts = [_doubt(doc, name) for name in doubtful]
    unknown = {m.entity: Entity(m.entity, NONE, m.text) for m in reversed(doubts)}
    together = sorted(
        zip((*names, *doubtful), (*named, *doubts), strict=True), key=lambda pair: pair[0].start
    )
    return Identified(
        tuple(name for name, _ in together),
        tuple(mention.entity for _, mention in together),
        _ordered((*named, *meant, *doubts)),
        entities | unknown,
    )


def _doubt(doc: Doc, name: Name) -> Mention:
    span = doc[name.start : name.end]
    id_ = f"none:{normalise(name.text) or name.text}"
    return Mention(span.start_char, span.end_char, span.text, NONE, id_, name.score, "doubt")


def _ordered(found: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(found, key=lambda m: (m.start, m.end, m.entity)))


def revise(
    doc: Doc, first: Identified, kinds: Mapping[str, str], lexicon: Lexicon
) -> tuple[Identified, Ids]:
    """The second reading: names with the kinds of their entities, linked anew, and the new ids.

    Entities of kind "None" go, with every word that stands for them.
    """
    kept = [
        (replace(name, kind=kinds[id_]), id_)
        for name, id_ in zip(first.names, first.of_name, strict=True)
        if kinds[id_] != NONE
    ]
    names = [name for name, _ in kept]
    named, entities = linking.link(doc, names, lexicon)
    ids: dict[str, str] = {}
    for (_, old), mention in zip(kept, named, strict=True):
        ids.setdefault(old, mention.entity)
    meant = [
        replace(m, entity=ids[m.entity], kind=entities[ids[m.entity]].kind)
        for m in first.mentions
        if m.reason in INDIRECT and m.entity in ids
    ]
    found = _ordered((*named, *meant))
    return Identified(tuple(names), tuple(m.entity for m in named), found, entities), ids
