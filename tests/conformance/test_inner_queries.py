"""The queries of watches, views and briefs, in no catalogue: the same rows on both engines."""

import json
from datetime import date
from importlib import resources
from itertools import permutations

import pytest

from kg import ontology
from kg.graph.base import GraphStore
from kg.graph.guard import parameters_of
from kg.graph.templates import template
from kg.model import entity_id, publisher_id
from tests.conformance.conftest import AI, ARTICLES, CELLS, CLOUD, part

CYPHER = resources.files("kg").joinpath("cypher")
# The note of how far the graph is tells the engines apart on purpose.
NAMES = sorted(
    f"{folder}/{file.name.removesuffix('.cypher')}"
    for folder in ("read", "watch")
    for file in CYPHER.joinpath(folder).iterdir()
    if file.name != "position.cypher"
)

STELLANTIS, VOLKSWAGEN = (entity_id("Company", name) for name in ("Stellantis", "Volkswagen"))
PLACES = {"KIND": "Company", "LABEL": "Claim", "TYPE": "SUPPLIES", "ONE": "Company",
          "OTHER": "Company"}  # fmt: skip
VALUES: dict[str, object] = {
    "among": [STELLANTIS, VOLKSWAGEN],
    "article": ARTICLES["jun"].id,
    "articles": [article.id for article in ARTICLES.values()],
    "as_of": date(2024, 12, 31),
    "companies": [STELLANTIS, VOLKSWAGEN],
    "company": STELLANTIS,
    "drawn": [
        f"{one} {predicate} {other}"
        for one, other in permutations((STELLANTIS, VOLKSWAGEN))
        for predicate in ontology.load().predicates
    ],
    "entities": [STELLANTIS, VOLKSWAGEN],
    "id": STELLANTIS,
    "ids": [STELLANTIS, VOLKSWAGEN],
    "limit": 1_000,
    "most": 1_000,
    "names": ["Stellantis", "Volkswagen"],
    "pairs": [{"one": STELLANTIS, "other": VOLKSWAGEN}],
    "publisher": publisher_id("Daily Post"),
    "since": date(2024, 1, 1),
    "text": "volks",
    "theme": [entity_id("Theme", name) for name in (AI, CELLS, CLOUD)],
    "themes": [entity_id("Theme", AI)],
    "until": date(2024, 12, 31),
    "without": [ARTICLES["oct"].id],
    "words": None,
}
SPECIAL: dict[str, dict[str, object]] = {
    "read/claim_article": {"id": part("jan")[0].claims[0].id},
    "read/search_articles": {"text": "jun"},
    "watch/in_house_acquisition": {"company": VOLKSWAGEN, "theme": None},
}
# In the small world no partnership has ended.
EMPTY = {"watch/partnership_ended"}


def answer(store: GraphStore, name: str) -> list[str]:
    """The rows as text, in no order; nor are lists within them, which no query orders."""
    text = template(name, **PLACES)
    values = VALUES | SPECIAL.get(name, {})
    rows = store.read(text, {used: values[used] for used in parameters_of(text)}).rows
    return sorted(json.dumps([*map(unordered, row)], default=str) for row in rows)


def unordered(value: object) -> object:
    """Lists in order, and the maps in them too."""
    if not isinstance(value, list):
        return value
    return sorted(json.dumps(each, default=str, sort_keys=True) for each in value)


@pytest.mark.parametrize("name", NAMES)
def test_each_has_an_answer(filled: GraphStore, name: str) -> None:
    assert bool(answer(filled, name)) == (name not in EMPTY)


@pytest.mark.neo4j
@pytest.mark.parametrize("name", NAMES)
def test_both_engines_answer_alike(
    filled_kglite: GraphStore, filled_neo4j: GraphStore, name: str
) -> None:
    assert answer(filled_neo4j, name) == answer(filled_kglite, name)
