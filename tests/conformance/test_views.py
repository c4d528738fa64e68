"""The queries behind drawings and plots, on the small world, on every engine."""

from datetime import date

from kg.graph.base import GraphStore
from kg.graph.templates import template
from kg.model import entity_id
from kg.views.neighbourhood import EDGE_COLUMNS

COMPANIES = {name: entity_id("Company", name) for name in ("Stellantis", "Bosch", "Microsoft")}
STELLANTIS, BOSCH, MICROSOFT = COMPANIES.values()


def test_edges_among_some_have_both_ends_there(filled: GraphStore) -> None:
    ids = sorted(COMPANIES.values())
    query = template("read/view_edges_among", KIND="Company")
    found = filled.read(query, {"ids": ids, "among": ids})
    assert found.columns == EDGE_COLUMNS
    assert {(row[0], row[2], row[1], row[3]) for row in found.rows if BOSCH not in row[:2]} == {
        (MICROSOFT, "SUPPLIES", STELLANTIS, "current"),
        (*sorted((MICROSOFT, STELLANTIS))[:1], "PARTNERS_WITH",
         *sorted((MICROSOFT, STELLANTIS))[1:], "planned"),
    }  # fmt: skip
    status = EDGE_COLUMNS.index("status")
    assert [row[status] for row in found.rows if row[:3] == (BOSCH, STELLANTIS, "SUPPLIES")] == [
        "ended"
    ]


def test_sentences_come_by_status_newest_first_with_their_origin(filled: GraphStore) -> None:
    query = template("read/view_sentences", KIND="Company")
    found = filled.read(query, {"ids": [BOSCH], "among": [STELLANTIS, BOSCH], "most": 1})
    assert found.columns == ("source", "predicate", "target", "status", "sentences")
    by_status = {row[3]: row[4] for row in found.rows if row[:3] == (BOSCH, "SUPPLIES", STELLANTIS)}
    assert by_status["ended"] == [
        {
            "quote": "Bosch no longer delivers to Stellantis.",
            "publisher": "Evening Sun",
            "published": date(2024, 10, 2),
            "url": "",
        }
    ]
    days = [said[0]["published"] for said in by_status.values() if isinstance(said, list)]
    assert sorted(days) == [date(2024, 9, 1), date(2024, 10, 2)]


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
