"""Postures as tables and as data."""

import json

import pytest

from kg.graph.base import Table
from kg.posture import Posture
from kg.views import postures
from tests.posture.conftest import RULES, answered, statement


@pytest.fixture
def posture() -> Posture:
    return answered(
        [
            statement("SUPPLIES Bolt", day=-1, sentence="Bolt sells modems to Acme."),
            statement("SUPPLIES Cogs denied", day=-2),
        ]
    )


def value(table: Table, what: str) -> list[object]:
    return [row[1] for row in table.rows if row[0] == what]


def test_facts_in_words(posture: Posture) -> None:
    facts = postures.facts(posture, RULES)
    assert value(facts, "posture") == ["vendor-dependent"]
    assert value(facts, "buy") == ["strong (0.80)"]
    assert value(facts, "suppliers") == ["Bolt 100%"]
    assert value(facts, "concentration") == ["1.00 of 1"]
    assert value(facts, "read") == [
        "2 of 5 articles that mention it, 1 publisher, 2024-12-30 to 2024-12-31"
    ]
    assert value(facts, "would change it")[0] == "it develops this itself: hybrid"


def test_nothing_is_told_as_nothing() -> None:
    facts = postures.facts(answered([]), RULES)
    assert value(facts, "read") == ["0 of 5 articles that mention it"]
    assert (value(facts, "suppliers"), value(facts, "concentration")) == (["none"], ["none"])


def test_grounds_open_to_their_latest_sentence(posture: Posture) -> None:
    (found,) = postures.grounds(posture.grounds).records()
    assert (found["says"], found["quote"]) == (
        "Bolt SUPPLIES Acme",
        "Bolt sells modems to Acme.",
    )
    (over,) = postures.grounds(posture.against).records()
    assert (over["says"], over["status"]) == ("Cogs SUPPLIES Acme", "denied")


def test_data_is_json(posture: Posture) -> None:
    found = json.loads(json.dumps(postures.as_data(posture, RULES)))
    assert found["strengths"]["buy"] == {"value": 0.7985, "word": "strong"}
    assert [claim["sentences"] for claim in found["grounds"][0]["claims"]] == [
        ["Bolt sells modems to Acme."]
    ]
