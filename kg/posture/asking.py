"""The posture of a company, asked of a graph."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kg.graph.base import GraphStore
from kg.graph.resolution import resolve
from kg.graph.templates import template
from kg.model import Origin
from kg.posture.flips import flips
from kg.posture.reading import picture, statement
from kg.posture.records import Coverage, Posture, Statement, Topic
from kg.posture.rules import Rules
from kg.posture.topics import topic
from kg.posture.verdict import judge
from kg.posture.weighing import Scale, grounds
from kg.queries import Catalogue

Origins = Callable[[Sequence[str]], Mapping[str, Origin]]

_MOST_CLAIMS = 1_000


def posture(
    graph: GraphStore,
    catalogue: Catalogue,
    company: str,
    theme: str | None,
    *,
    as_of: date | None,
    today: date,
    rules: Rules,
    half_life_days: float,
    origins: Origins,
) -> Posture:
    """How a company gets a capability, by all that was published by `as_of`, else `today`.

    `company` is a name, alias or id; `theme` is in an analyst's words, None is everything.
    `origins` tells of articles which story they belong to.

    Raises:
        NotFound, QueryError: nothing or several things go by that name; the theme is blank.
        GraphError: the store's own.
    """
    id_ = resolve(graph, company, ("Company",))
    asked = topic(theme, catalogue.ontology)
    told = statements(graph, catalogue, id_, asked, as_of)
    stories = origins(sorted({each.claim.article for each in told}))
    scale = Scale(rules, as_of or today, half_life_days, stories)
    found = grounds(picture(told, stories), scale)
    verdict = judge(found, rules)
    return Posture(
        company=_name(graph, id_),
        company_id=id_,
        topic=asked,
        day=scale.day,
        label=verdict.label,
        rule=verdict.rule,
        strengths=verdict.strengths,
        suppliers=verdict.suppliers,
        concentration=verdict.concentration,
        grounds=tuple(ground for ground in found if ground.live),
        against=tuple(ground for ground in found if not ground.live),
        coverage=_coverage(graph, catalogue, id_, asked, as_of, told),
        flips=flips(found, verdict, rules),
        cut=len(told) == _MOST_CLAIMS,
    )


def statements(
    graph: GraphStore, catalogue: Catalogue, company_id: str, asked: Topic, as_of: date | None
) -> list[Statement]:
    """All claims that bear on a company's posture, the newest first."""
    arguments = {
        "company": company_id,
        "theme": list(asked.ids) or None,
        "words": asked.words or None,
        "as_of": as_of,
        "limit": _MOST_CLAIMS,
    }
    rows = graph.read(catalogue.get("posture_claims").text, arguments).records()
    return [statement(row) for row in rows]


def _coverage(
    graph: GraphStore,
    catalogue: Catalogue,
    company_id: str,
    asked: Topic,
    as_of: date | None,
    told: Sequence[Statement],
) -> Coverage:
    arguments = {"company": company_id, "theme": list(asked.ids) or None, "as_of": as_of}
    row: dict[str, Any] = graph.read(catalogue.get("posture_coverage").text, arguments).records()[0]
    found = Coverage(**row)
    return _by_words(found, told) if asked.words else found


def _by_words(found: Coverage, told: Sequence[Statement]) -> Coverage:
    """Without a theme, what is about the capability is what holds the words."""
    days = [each.claim.published for each in told]
    return replace(
        found,
        articles=len({each.claim.article for each in told}),
        publishers=len({each.claim.publisher for each in told}),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _name(graph: GraphStore, company_id: str) -> str:
    return str(graph.read(template("read/entity", KIND="Company"), {"id": company_id}).rows[0][1])
