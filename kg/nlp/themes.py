"""The business themes that an article names, and which of them a claim concerns."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc

from kg.model import Entity, Mention, ThemeScore
from kg.nlp.found import FoundClaim
from kg.nlp.phrases import Phrases
from kg.ontology import Ontology

_MOST = 5
MOST_IN_SCOPE = 3
_TITLE, _LEAD, _BODY = 3.0, 2.0, 1.0
# A name that stands for a theme says less than a wording: its bearer does other things, too.
_NAME = 0.25
_SATURATION = 4.0
_FLOOR = 0.3

# The end that tells what is sold, had or shared.
_MATTER = {
    "SUPPLIES": ("subject",),
    "LICENSES_TO": ("subject",),
    "DEVELOPS": ("object",),
    "USES": ("object",),
    "OWNS": ("object",),
    "ACQUIRES": ("object",),
    "INVESTS_IN": ("object",),
    "MERGES_WITH": ("subject", "object"),
    "PARTNERS_WITH": ("subject", "object"),
}

Bounds = tuple[int, int]


def wordings(ontology: Ontology) -> Phrases[str]:
    """All wordings of all themes, ready to be looked for."""
    return Phrases(ontology.theme_of_wording.items(), fold=True)


def capabilities(ontology: Ontology) -> frozenset[str]:
    """The ids of the themes that a firm can make, buy or ally for; only these enter claims."""
    return frozenset(theme.id for theme in ontology.themes.values() if theme.capability)


def find(
    doc: Doc, phrases: Phrases[str], ontology: Ontology, names: Iterable[Bounds]
) -> list[Mention]:
    """Each place where a theme is named, in order, outside the characters of the given names."""
    taken = {i for start, end in names for i in range(start, end)}
    return [
        Mention(
            span.start_char,
            span.end_char,
            span.text,
            "Theme",
            ontology.themes[theme].id,
            1.0,
            _reason(span.text, theme),
        )
        for start, end, theme in phrases.find(doc)
        if taken.isdisjoint(range((span := doc[start:end]).start_char, span.end_char))
    ]


def _reason(text: str, theme: str) -> str:
    return "exact" if text.lower() == theme else "alias"


def entities(mentions: Iterable[Mention], ontology: Ontology) -> Iterator[Entity]:
    """The entity of each theme that is mentioned, in the taxonomy's order."""
    named = {mention.entity for mention in mentions}
    for theme in ontology.themes.values():
        if theme.id in named:
            yield Entity(theme.id, "Theme", theme.name)


def scores(
    mentions: Iterable[Mention],
    names: Mapping[str, str],
    standing: Mapping[str, Sequence[str]],
    title: int,
    lead: int,
) -> tuple[ThemeScore, ...]:
    """What the article is about: at most five themes, the highest first.

    A mention in the title counts three, in the first paragraph two, else one, a quarter of it if
    its name only stands for the theme; the sum w scores 1 - exp(-w/4), so that a theme named once
    in passing stays below the floor of 0.3. `names` gives the theme of an entity id, `standing`
    those that it stands for; `title` and `lead` are where either ends.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for mention in mentions:
        place = _TITLE if mention.end <= title else _LEAD if mention.end <= lead else _BODY
        if mention.entity in names:
            weights[names[mention.entity]] += place
        for theme in standing.get(mention.entity, ()):
            weights[theme] += _NAME * place
    scored = [
        ThemeScore(theme, round(1 - math.exp(-w / _SATURATION), 3)) for theme, w in weights.items()
    ]
    ranked = sorted(scored, key=lambda found: (-found.score, found.theme))
    return tuple(found for found in ranked if found.score >= _FLOOR)[:_MOST]


def matter(claim: FoundClaim, standing: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The themes, by name, that what a claim says to be sold, had or shared stands for."""
    for end in _MATTER.get(claim.predicate, ()):
        yield from standing.get(getattr(claim, end), ())


def scope(
    mentions: Sequence[Mention], sentences: Iterable[Bounds], opening: int | None
) -> tuple[str, ...]:
    """The ids of the themes that a claim concerns, nearest in the text first, at most three.

    They are those named in its sentences. Where none is, and the claim is about what the title is
    about, `opening` tells where title and first paragraph end, and those named there are taken.
    """
    within = [(start, end) for start, end in sentences]
    found = [m.entity for start, end in within for m in mentions if start <= m.start < end]
    if not found and opening is not None:
        found = [m.entity for m in mentions if m.end <= opening]
    return tuple(dict.fromkeys(found))[:MOST_IN_SCOPE]
