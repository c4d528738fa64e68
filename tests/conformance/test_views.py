"""The queries behind drawings and plots, on the small world, on every engine."""

from collections.abc import Iterable
from datetime import date
from itertools import permutations

from kg import ontology
from kg.graph.base import GraphStore
from kg.graph.templates import template
from kg.model import entity_id
from kg.views.neighbourhood import EDGE_COLUMNS

COMPANIES = {name: entity_id("Company", name) for name in ("Stellantis", "Bosch", "Microsoft")}
STELLANTIS, BOSCH, MICROSOFT = COMPANIES.values()


def every_relation(ids: Iterable[str]) -> list[str]:
    """Whatever may stand between these, as the queries take what is drawn."""
    return [
        f"{one} {predicate} {other}"
        for one, other in permutations(ids, 2)
        for predicate in ontology.load().predicates
    ]


def test_edges_among_some_have_both_ends_there(filled: GraphStore) -> None:
    ids = sorted(COMPANIES.values())
    query = template("read/view_edges_among", KIND="Company")
    found = filled.read(query, {"ids": ids, "among": ids, "drawn": every_relation(ids)})
    assert found.columns == EDGE_COLUMNS
    assert {(row[0], row[2], row[1], row[3]) for row in found.rows if BOSCH not in row[:2]} == {
        (MICROSOFT, "SUPPLIES", STELLANTIS, "current"),
        (*sorted((MICROSOFT, STELLANTIS))[:1], "PARTNERS_WITH",
         *sorted((MICROSOFT, STELLANTIS))[1:], "planned"),
    }  # fmt: skip
    quotes = {(row[0], row[2]): row[EDGE_COLUMNS.index("quote")] for row in found.rows}
    assert quotes[BOSCH, "SUPPLIES"] == "Bosch no longer delivers to Stellantis."


def test_sentences_come_newest_first_with_their_origin(filled: GraphStore) -> None:
    query = template("read/view_sentences", KIND="Company")
    ids = [STELLANTIS, BOSCH]
    found = filled.read(
        query, {"ids": [BOSCH], "among": ids, "drawn": every_relation(ids), "most": 1}
    )
    assert [row for row in found.rows if row[1] == "SUPPLIES"] == [
        (BOSCH, "SUPPLIES", STELLANTIS, [
            {
                "quote": "Bosch no longer delivers to Stellantis.",
                "publisher": "Evening Sun",
                "published": date(2024, 10, 2),
                "url": "",
            }
        ])
    ]  # fmt: skip
    found = filled.read(
        query, {"ids": [BOSCH], "among": ids, "drawn": every_relation(ids), "most": 9}
    )
    [said] = [row[3] for row in found.rows if row[1] == "SUPPLIES"]
    assert isinstance(said, list)
    assert [each["published"] for each in said] == [date(2024, 10, 2), date(2024, 9, 1)]


def test_only_what_is_drawn_is_read(filled: GraphStore) -> None:
    ids = sorted(COMPANIES.values())
    drawn = [f"{MICROSOFT} SUPPLIES {STELLANTIS}"]
    for name in ("read/view_edges_among", "read/view_sentences"):
        asked = {"ids": ids, "among": ids, "drawn": drawn, "most": 9}
        found = filled.read(template(name, KIND="Company"), asked).records()
        assert [f"{r['source']} {r['predicate']} {r['target']}" for r in found] == drawn


def test_names_lead_to_ids(filled: GraphStore) -> None:
    found = filled.read(template("read/ids_of_names"), {"names": ["Stellantis", "nobody"]})
    assert found.rows == [(STELLANTIS,)]


def test_what_was_read_is_told_by_day(filled: GraphStore) -> None:
    query = template("read/coverage_days")
    cloud = {"company": MICROSOFT, "theme": [entity_id("Theme", "cloud computing")], "as_of": None}
    days = [(row[1], row[3]) for row in filled.read(query, cloud).rows]
    assert days == sorted(days)
    assert dict(days)[date(2024, 1, 10)] is True
    until = filled.read(query, {**cloud, "as_of": date(2024, 1, 31)})
    assert {row[1] for row in until.rows} == {date(2024, 1, 10)}
    everything = filled.read(query, {**cloud, "theme": None})
    assert {row[3] for row in everything.rows} == {True}
