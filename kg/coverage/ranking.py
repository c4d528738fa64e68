"""Earlier articles ranked by how much they bear on what is asked, each with reasons in words.

Five things count: entities shared, the rarer the more (weighed as BM25 weighs words: Robertson and
Zaragoza 2009, with its usual constants); relations of the same companies, or of their rivals, to
the same ends; themes; words; and age.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.coverage.gathering import Asked, Gathered, Near, Said
from kg.coverage.words import likeness, vectors
from kg.ontology import Predicate

# What each part may add, 1 in all; set by hand on every other of the graded lists that
# scripts/score_coverage.py reads, the rest being kept for the report.
_ENTITIES, _WORDS, _RELATIONS, _THEMES = 0.3, 0.5, 0.15, 0.05

# After that many years an article counts half.
_HALF_LIFE = 8.0
_YEAR = 365.25

_K, _B = 1.2, 0.75

_IN_HEADLINE = 2.0

# Below it an article shares no more than its subject area.
_LEAST = 0.08
_REASONS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """An earlier article: how much it bears on what is asked (0..1), and why, best reason first."""

    article: str
    score: float
    reasons: tuple[str, ...]
    near: Near


def rank(
    asked: Asked,
    gathered: Gathered,
    texts: Mapping[str, str],
    predicates: Mapping[str, Predicate],
) -> list[Piece]:
    """The pieces, the weightiest first; of equals the later, then by id.

    `texts` holds what words there are of the articles, that of the one asked about included.
    """
    told = vectors({key: text for key, text in texts.items() if text})
    own = told.get(asked.article, {})
    usual = _mean(near.mentions for near in gathered.near)
    pieces = []
    for near in gathered.near:
        parts = [
            _shared_entities(asked, near, gathered.articles, usual),
            _shared_relations(asked, near, gathered.rivals, predicates),
            _shared_themes(asked, near),
            (_WORDS * likeness(own, told.get(near.article, {})), ""),
        ]
        score = _ageing(asked, near) * sum(weight for weight, _ in parts)
        if score >= _LEAST:
            best = sorted((part for part in parts if part[1]), key=lambda part: -part[0])
            reasons = tuple(reason for _, reason in best[:_REASONS])
            pieces.append(Piece(near.article, round(score, 4), reasons, near))
    return sorted(pieces, key=lambda p: (-p.score, -p.near.published.toordinal(), p.article))


def _shared_entities(asked: Asked, near: Near, articles: int, usual: float) -> tuple[float, str]:
    worth = {
        entity: math.sqrt(weight)
        * math.log(1 + articles / (asked.spread[entity] + 0.5))
        * _headline(asked.names[entity], asked.title)
        for entity, weight in asked.entities.items()
    }
    length = _K * (1 - _B + _B * near.mentions / usual) if usual else _K
    held = {
        entity: worth[entity]
        * _saturated(count * _headline(asked.names[entity], near.title), length)
        for entity, count in near.entities.items()
        if entity in worth
    }
    total = sum(worth.values())
    if not held or not total:
        return 0.0, ""
    best = sorted(held, key=lambda entity: (-held[entity], entity))[:2]
    return _ENTITIES * sum(held.values()) / total, f"names {_and(asked.names[e] for e in best)} too"


def _saturated(count: float, length: float) -> float:
    return count / (count + length)


def _headline(name: str, title: str) -> float:
    """What a headline is about weighs more than what the text names in passing."""
    return _IN_HEADLINE if name in title else 1.0


def _shared_themes(asked: Asked, near: Near) -> tuple[float, str]:
    shared = asked.themes.keys() & near.themes.keys()
    if not shared:
        return 0.0, ""
    products = {theme: asked.themes[theme] * near.themes[theme] for theme in shared}
    lengths = math.sqrt(_square(asked.themes) * _square(near.themes))
    best = min(shared, key=lambda theme: (-products[theme], theme))
    return _THEMES * sum(products.values()) / lengths, f"on {asked.names[best]} as well"


def _shared_relations(
    asked: Asked, near: Near, rivals: frozenset[str], predicates: Mapping[str, Predicate]
) -> tuple[float, str]:
    pairs = {frozenset((said.subject, said.object)) for said in asked.claims}
    found = [
        (worth, claim.claim, f"{how}{_worded(claim, predicates)}")
        for claim in near.claims
        for worth, how in [_bearing(asked, claim, pairs, rivals)]
        if worth
    ]
    worth, _, reason = min(found, key=lambda each: (-each[0], each[1]), default=(0.0, "", ""))
    return _RELATIONS * worth, reason


def _bearing(
    asked: Asked, claim: Said, pairs: set[frozenset[str]], rivals: frozenset[str]
) -> tuple[float, str]:
    """How much a claim bears on what is asked, and how to say so."""
    ends = {claim.subject, claim.object}
    if frozenset(ends) in pairs or asked.company in ends:
        return 1.0, ""
    within = asked.themes.keys() & {*claim.scope, claim.object}
    if claim.subject in rivals:
        return (0.5, "a stated rival: ") if within else (0.1, "a stated rival: ")
    if ends & asked.companies:
        return (0.4, "") if within else (0.2, "")
    return 0.0, ""


def _worded(claim: Said, predicates: Mapping[str, Predicate]) -> str:
    wording = predicates[claim.predicate].wording
    status = "" if claim.status == "current" else f" ({claim.status})"
    return f"{claim.subject_name} {wording} {claim.object_name}{status}"


def _ageing(asked: Asked, near: Near) -> float:
    years = (asked.until - near.published).days / _YEAR
    return float(0.5 ** (years / _HALF_LIFE))


def _square(weights: Mapping[str, float]) -> float:
    return sum(weight**2 for weight in weights.values())


def _mean(numbers: Iterable[int]) -> float:
    held: Sequence[int] = list(numbers)
    return sum(held) / len(held) if held else 0.0


def _and(names: Iterable[str]) -> str:
    return " and ".join(names)
