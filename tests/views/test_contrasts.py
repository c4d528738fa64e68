"""A contrast as a table and drawn, a posture's turns as a table."""

from datetime import date

import pytest

from kg import ontology
from kg.graph.base import Table
from kg.posture import Player, Turn
from kg.views import contrasts
from kg.views.drawing import Drawing
from kg.views.page import render_page
from tests.posture.conftest import DAY, RULES, answered, statement

PREDICATES = {**ontology.load().predicates}
COLUMNS = (
    "customer", "id", "kind", "predicate", "status", "claims", "publishers", "confidence", "quote",
    "published", "publisher", "url", "claim",
)  # fmt: skip
NOBODY = Table(COLUMNS, [])
DASH = (
    "Dash", "company-dash", "Company", "SUPPLIES", "current", 1, 1, 0.9, "Acme sells to Dash.", DAY,
    "AP", "https://a.test/2", "claim-1",
)  # fmt: skip


@pytest.fixture
def players() -> tuple[Player, ...]:
    own = answered([statement("SUPPLIES Bolt"), statement("DEVELOPS C1")])
    rival = answered([], company="Zeta")
    return (
        Player(own, Table(COLUMNS, [DASH])),
        Player(rival, NOBODY, stated=True, quote="Zeta is a rival of Acme.", published=DAY),
    )


@pytest.fixture
def drawing(players: tuple[Player, ...]) -> Drawing:
    return contrasts.drawing(players, PREDICATES)


def test_one_row_a_player(players: tuple[Player, ...]) -> None:
    own, rival = contrasts.table(players).records()
    assert (own["player"], own["makes"], own["buys_from"], own["sells_to"]) == (
        "Acme", ["C1"], ["Bolt"], ["Dash"])  # fmt: skip
    assert (rival["rival"], rival["posture"]) == (
        "Zeta is a rival of Acme.",
        "insufficient-evidence",
    )


def test_data_holds_the_rivalry(players: tuple[Player, ...]) -> None:
    own, rival = contrasts.data(players, RULES)
    assert (own["stated_rival"], rival["stated_rival"]) == (False, True)
    assert own["customers"] == [dict(zip(COLUMNS, DASH, strict=True))]


def test_suppliers_stand_left_customers_right_own_products_below(drawing: Drawing) -> None:
    place = {node.name: drawing.places[node.id] for node in drawing.nodes}
    assert place["Bolt"][0] < place["Acme"][0] < place["Dash"][0]
    assert place["C1"][1] > place["Acme"][1]
    assert place["Zeta"] != place["Acme"]


def test_every_relation_is_drawn_with_its_sentence(drawing: Drawing) -> None:
    names = {node.id: node.name for node in drawing.nodes}
    drawn = [(names[e.source], e.wording, names[e.target], e.quotes[0].text) for e in drawing.edges]
    assert drawn == [
        ("Bolt", "supplies", "Acme", "SUPPLIES Bolt"),
        ("Acme", "develops", "C1", "DEVELOPS C1"),
        ("Acme", "supplies", "Dash", "Acme sells to Dash."),
    ]


def test_the_page_keeps_left_and_right(drawing: Drawing) -> None:
    assert '"placed":true' in render_page(drawing)


def test_text_of_articles_is_escaped() -> None:
    attack = "<img src=x onerror=alert(1)>"
    own = answered([statement("SUPPLIES Bolt", sentence=attack)], company=attack, asked=attack)
    page = render_page(contrasts.drawing([Player(own, NOBODY)], PREDICATES))
    assert attack not in page


def test_a_turn_names_the_article_that_moved_it() -> None:
    bought = statement("SUPPLIES Bolt")
    told = Turn(DAY, None, answered([bought]), (bought,))
    aged = Turn(date(2030, 1, 1), told.posture.label, answered([]), ())
    first, second = contrasts.turns([told, aged]).records()
    assert (first["said"], first["quote"], first["title"]) == (
        "Bolt SUPPLIES Acme", "SUPPLIES Bolt", "News")  # fmt: skip
    assert (second["before"], second["said"]) == (
        "vendor-dependent", "nothing new: what was said has aged")  # fmt: skip
