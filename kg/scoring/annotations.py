"""Annotated articles as extractions, to be recorded like those of an extractor."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import (
    Article,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Mention,
    ThemeScore,
    entity_id,
)
from kg.names import normalise
from kg.ontology import Ontology
from kg.scoring.rows import GoldClaim, GoldEntity, GoldRow, Span

EXTRACTOR = "annotated"

_MOST_IN_SCOPE = 3
_WORD = re.compile(r"[^\W_]+")

Name = tuple[str, str]


def as_extractions(
    gold: Mapping[str, GoldRow], read: Iterable[Extraction], ontology: Ontology
) -> Iterator[Extraction]:
    """What people read in articles, in the form of what an extractor has read in them.

    Gold does not say which themes a claim concerns: they are the themes that its sentences name,
    as the extractor finds them and as gold has them for objects; else, where both ends stand in
    the title, those of the title and the first paragraph. Confidence is 1. An entity that shares a
    name with another of its kind is the same.
    """
    known = _entities(gold.values(), ontology)
    for extraction in read:
        row = gold[extraction.article.key]
        yield _Annotated(row, extraction, known, ontology).extraction()


def _entities(rows: Iterable[GoldRow], ontology: Ontology) -> Mapping[Name, Entity]:
    """The entity of each name, by kind and normal form."""
    groups: dict[Name, list[str]] = {}
    for entity in (entity for row in rows for entity in row.entities):
        joined = [name for key in _keys(entity.kind, entity.names) for name in groups.get(key, [])]
        names = list(dict.fromkeys([*joined, *entity.names]))
        groups |= dict.fromkeys(_keys(entity.kind, names), names)
    return {(kind, key): _entity(kind, names, ontology) for (kind, key), names in groups.items()}


def _keys(kind: str, names: Iterable[str]) -> list[Name]:
    return [(kind, normalise(name) or name) for name in names]


def _entity(kind: str, names: Sequence[str], ontology: Ontology) -> Entity:
    known = (ontology.theme_of_wording.get(name.lower()) for name in names if kind == "Theme")
    first = next((theme for theme in known if theme), names[0])
    others = () if first in ontology.themes else tuple(sorted({*names} - {first}))
    return Entity(entity_id(kind, first), kind, first, others)


@dataclass(frozen=True)
class _Annotated:
    """One article: what gold says of it, and what was read for its themes."""

    row: GoldRow
    read: Extraction
    known: Mapping[Name, Entity]
    ontology: Ontology

    def extraction(self) -> Extraction:
        """The extraction that gold stands for."""
        entities = {each.key: self._entity(each) for each in self.row.entities}
        claims = {claim.id: claim for claim in self._claims(entities)}
        listed = {entity.id: entity for entity in entities.values()}
        return Extraction(
            self.read.article,
            EXTRACTOR,
            entities=tuple(listed.values()),
            mentions=tuple(self._mentions(entities)),
            claims=tuple(claims.values()),
            themes=tuple(ThemeScore(theme, 1.0) for theme in self._topics()),
        )

    def _topics(self) -> list[str]:
        wordings = self.ontology.theme_of_wording
        found = (wordings.get(theme.lower()) for theme in self.row.themes)
        return list(dict.fromkeys(theme for theme in found if theme))

    def _entity(self, gold: GoldEntity) -> Entity:
        found = self.known[_keys(gold.kind, gold.names)[0]]
        if gold.kind != "Theme" or found.name in self.ontology.themes:
            return found
        return next((self._theme(t) for t in self._topics() if self._means(gold, t)), found)

    def _means(self, gold: GoldEntity, topic: str) -> bool:
        """Whether a topic of the article has all words of a theme, or the theme all of its."""
        theme = self.ontology.themes[topic]
        wanted = set(_WORD.findall(gold.names[0].lower()))
        worded = [set(_WORD.findall(word)) for word in (topic.lower(), *theme.words)]
        return theme.capability and any(wanted <= words or words <= wanted for words in worded)

    def _theme(self, name: str) -> Entity:
        return Entity(entity_id("Theme", name), "Theme", name)

    def _mentions(self, entities: Mapping[str, Entity]) -> Iterator[Mention]:
        """Where the first of an entity's names that stands in the text stands first."""
        text = self.read.article.text
        for gold in self.row.entities:
            name = next((name for name in gold.names if name in text), None)
            if name is not None:
                start = text.index(name)
                entity = entities[gold.key].id
                yield Mention(start, start + len(name), name, gold.kind, entity, 1.0, "gold")

    def _claims(self, entities: Mapping[str, Entity]) -> Iterator[Claim]:
        said = self._said(entities)
        article = self.read.article
        for gold in self.row.claims:
            subject, predicate, object_ = gold.triple
            ends = (entities[subject].id, entities[object_].id)
            if ends[0] == ends[1]:
                continue  # two names of one thing once all articles are known
            evidence = (Evidence(article.id, s, e, article.text[s:e]) for s, e in gold.evidence)
            first, second = self.ontology.predicates[predicate].ordered(*ends)
            yield Claim(
                article.id,
                first,
                predicate,
                second,
                gold.status,
                1.0,
                tuple(sorted(evidence, key=lambda each: each.start)),
                article.published,
                article.publisher,
                kind=gold.kind,
                scope=self._scope(gold, said, second),
            )

    def _said(self, entities: Mapping[str, Entity]) -> Mapping[Span, list[str]]:
        """The taxonomy's themes that gold has for objects of claims, by their sentences."""
        said = defaultdict(list)
        for gold in self.row.claims:
            object_ = entities[gold.triple[2]]
            for span in gold.evidence:
                if object_.name in self.ontology.themes:
                    said[span].append(object_.name)
        return said

    def _scope(
        self, gold: GoldClaim, said: Mapping[Span, list[str]], object_: str
    ) -> tuple[str, ...]:
        found = [theme for span in gold.evidence for theme in said.get(span, ())]
        found += [
            theme
            for start, end in gold.evidence
            for at, theme in self._named()
            if start <= at < end
        ]
        if not found and self._in_title(gold):
            lead = _end_of_lead(self.read.article)
            found = [theme for at, theme in self._named() if at < lead]
        names = dict.fromkeys(t for t in found if self.ontology.themes[t].id != object_)
        return tuple(names)[:_MOST_IN_SCOPE]

    def _named(self) -> list[tuple[int, str]]:
        """The capabilities that the extractor found, and where."""
        names = {theme.id: name for name, theme in self.ontology.themes.items() if theme.capability}
        mentions = [mention for mention in self.read.mentions if mention.entity in names]
        return [(mention.start, names[mention.entity]) for mention in mentions]

    def _in_title(self, gold: GoldClaim) -> bool:
        title = self.read.article.title
        ends = [each for each in self.row.entities if each.key in (gold.triple[0], gold.triple[2])]
        return all(any(name in title for name in each.names) for each in ends)


def _end_of_lead(article: Article) -> int:
    """Where the first paragraph after the title ends."""
    found = article.text.find("\n", len(article.title) + 2)
    return found if found >= 0 else len(article.text)
