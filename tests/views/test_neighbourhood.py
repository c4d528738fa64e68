from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology
from kg.errors import QueryError
from kg.graph.base import Table
from kg.model import Status
from kg.views import neighbourhood
from kg.views.drawing import Drawing, Edge, Node, Quote
from kg.views.neighbourhood import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    QUOTE_COLUMNS,
    draw,
    select,
    with_sentences,
)

PREDICATES = ontology.load().predicates
NODE_ROW = ("c1", "Company", "Microsoft")
EDGE_ROW = (
    "c1",
    "c2",
    "SUPPLIES",
    "planned",
    "",
    0.8,
    5,
    3,
    date(2025, 3, 1),
    date(2026, 2, 14),
    "Microsoft will supply Stellantis.",
    "Les Echos",
    date(2026, 2, 14),
    "https://example.org/a",
)

QUOTE = Quote(
    "Microsoft will supply Stellantis.", "Les Echos", date(2026, 2, 14), "https://example.org/a"
)


def edge(source: str, target: str, publishers: int = 1) -> Edge:
    return Edge(source, target, "SUPPLIES", "supplies", Status.CURRENT, publishers=publishers)


def nodes(ids: str) -> list[Node]:
    return [Node(id_, "Company", id_.upper()) for id_ in ids]


def ids(drawing: Drawing) -> str:
    return "".join(node.id for node in drawing.nodes)


def test_everything_is_kept_where_there_is_room() -> None:
    drawing = select(nodes("abc"), [edge("a", "b"), edge("b", "c")], title="t", limit=3)
    assert (drawing.title, sorted(ids(drawing)), len(drawing.edges)) == ("t", ["a", "b", "c"], 2)
    assert (drawing.omitted_nodes, drawing.omitted_edges, drawing.cut) == (0, 0, False)


def test_more_publishers_come_first_and_the_rest_is_counted() -> None:
    edges = [edge("a", "b", 1), edge("a", "c", 9), edge("a", "d", 5), edge("b", "d", 1)]
    drawing = select(nodes("abcd"), edges, title="t", limit=3)
    assert ids(drawing) == "acd"
    assert [e.publishers for e in drawing.edges] == [9, 5]
    assert (drawing.omitted_nodes, drawing.omitted_edges) == (1, 2)


def test_what_is_nearer_the_centre_comes_before_what_is_stronger() -> None:
    edges = [edge("a", "b", 1), edge("b", "c", 9), edge("x", "y", 99)]
    drawing = select(nodes("abcxy"), edges, title="t", limit=3, centre="a")
    assert ids(drawing) == "abc"


def test_the_centre_is_kept_even_without_an_edge() -> None:
    drawing = select(nodes("abz"), [edge("a", "b", 9)], title="t", limit=1, centre="z")
    assert ids(drawing) == "z"


def test_of_equal_evidence_the_better_connected_come_first() -> None:
    edges = [edge("a", "b"), edge("c", "d"), edge("c", "e"), edge("c", "f")]
    assert ids(select(nodes("abcdef"), edges, title="t", limit=2)) == "cd"


def test_a_node_tells_how_many_edges_it_had() -> None:
    edges = [edge("a", "b", 9), edge("a", "c"), edge("a", "a")]
    drawing = select(nodes("abc"), edges, title="t", limit=2)
    assert {node.id: node.weight for node in drawing.nodes} == {"a": 3, "b": 1}


def test_an_edge_whose_end_is_unknown_is_left_out_and_counted() -> None:
    drawing = select(nodes("ab"), [edge("a", "b"), edge("a", "q")], title="t", limit=9)
    assert [e.target for e in drawing.edges] == ["b"]
    assert drawing.omitted_edges == 1


def test_the_weakest_edges_are_left_out_where_they_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neighbourhood, "MOST_EDGES", 2)
    drawing = select(nodes("ab"), [edge("a", "b", n) for n in (1, 3, 2)], title="t", limit=9)
    assert [e.publishers for e in drawing.edges] == [3, 2]
    assert drawing.omitted_edges == 1


@given(
    st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefgq"), st.integers(0, 3))),
    st.integers(1, 9),
    st.sampled_from(["", "a", "q"]),
    st.randoms(),
)
def test_counts_add_up_and_the_order_of_the_rows_does_not_matter(
    rows: list[tuple[str, str, int]], limit: int, centre: str, random: Random
) -> None:
    edges = [edge(*row) for row in rows]
    drawing = select(nodes("abcdefg"), edges, title="t", limit=limit, centre=centre)
    assert len(drawing.nodes) == min(limit, 7)
    assert len(drawing.nodes) + drawing.omitted_nodes == 7
    assert len(drawing.edges) + drawing.omitted_edges == len(edges)
    assert {end for e in drawing.edges for end in (e.source, e.target)} <= set(ids(drawing))
    shuffled = random.sample(edges, len(edges))
    assert select(nodes("gfedcba"), shuffled, title="t", limit=limit, centre=centre) == drawing


def test_tables_become_a_drawing() -> None:
    drawing = draw(
        Table(
            (*NODE_COLUMNS, "aliases", "ticker", "lei"),
            [
                (*NODE_ROW, ["MSFT Corp", "Micro-Soft"], "MSFT", None),
                ("c2", "Company", "Stellantis", [], "", None),
            ],
        ),
        Table((*EDGE_COLUMNS, *QUOTE_COLUMNS), [EDGE_ROW]),
        PREDICATES,
        title="t",
        limit=10,
        centre="c2",
    )
    assert drawing.nodes == (
        Node("c2", "Company", "Stellantis", 1),
        Node(
            "c1",
            "Company",
            "Microsoft",
            1,
            (("aliases", "MSFT Corp; Micro-Soft"), ("ticker", "MSFT")),
        ),
    )
    assert drawing.edges == (
        Edge(
            "c1",
            "c2",
            "SUPPLIES",
            "supplies",
            Status.PLANNED,
            confidence=0.8,
            claims=5,
            publishers=3,
            first_seen=date(2025, 3, 1),
            last_seen=date(2026, 2, 14),
            quotes=(QUOTE,),
        ),
    )


def drawn_row(**changed: object) -> Edge:
    row = dict(zip((*EDGE_COLUMNS, *QUOTE_COLUMNS), EDGE_ROW, strict=True)) | changed
    found = draw(
        Table(NODE_COLUMNS, [NODE_ROW, ("c2", "Company", "Stellantis")]),
        Table(tuple(row), [tuple(row.values())]),
        PREDICATES,
        title="t",
        limit=10,
    )
    return found.edges[0]


def test_absent_values_are_left_empty() -> None:
    absent = dict.fromkeys((*EDGE_COLUMNS[4:], *QUOTE_COLUMNS))
    assert drawn_row(**absent) == Edge("c1", "c2", "SUPPLIES", "supplies", Status.PLANNED)


def test_days_may_come_as_text() -> None:
    assert drawn_row(last_seen="2026-02-14") == drawn_row()


def test_a_symmetric_predicate_is_drawn_so() -> None:
    assert drawn_row(predicate="COMPETES_WITH") == replace(
        drawn_row(), predicate="COMPETES_WITH", wording="competes with", symmetric=True
    )


def test_a_predicate_that_the_ontology_lost_is_worded_by_its_name() -> None:
    assert drawn_row(predicate="SHIPS_FOR").wording == "ships for"


@pytest.mark.parametrize(
    ("column", "value"), [("status", "maybe"), ("first_seen", "spring"), ("claims", "many")]
)
def test_a_value_that_does_not_fit_is_named(column: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"edge c1 SUPPLIES c2 cannot be drawn: .*{value}"):
        drawn_row(**{column: value})


@pytest.mark.parametrize(
    ("node_columns", "edge_columns", "message"),
    [
        (("id", "name"), EDGE_COLUMNS, "the nodes to draw have no column 'kind'"),
        (NODE_COLUMNS, EDGE_COLUMNS[:-1], "the edges to draw have no column 'last_seen'"),
    ],
)
def test_a_missing_column_is_named(
    node_columns: tuple[str, ...], edge_columns: tuple[str, ...], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        draw(Table(node_columns, []), Table(edge_columns, []), PREDICATES, title="t", limit=1)


@pytest.mark.parametrize("cut", [(True, False), (False, True)])
def test_a_table_that_was_cut_is_told(cut: tuple[bool, bool]) -> None:
    drawing = draw(
        Table(NODE_COLUMNS, [], truncated=cut[0]),
        Table(EDGE_COLUMNS, [], truncated=cut[1]),
        PREDICATES,
        title="t",
        limit=1,
    )
    assert drawing.cut is True


SENTENCE_COLUMNS = ("source", "predicate", "target", "status", "sentences")


def said(*texts: str | None) -> list[dict[str, object]]:
    day = date(2026, 1, 1)
    return [{"quote": t, "publisher": "Sun", "published": day, "url": None} for t in texts]


def test_more_sentences_follow_the_first_and_none_stands_twice() -> None:
    drawing = Drawing("t", (), (replace(drawn_row(), quotes=(QUOTE,)),))
    rows = [
        ("c1", "SUPPLIES", "c2", "planned", said("A.", QUOTE.text, None, "A.", None, "B.", "C."))
    ]
    found = with_sentences(drawing, Table(SENTENCE_COLUMNS, [*rows]))
    assert [quote.text for quote in found.edges[0].quotes] == [QUOTE.text, "A.", "", "B."]
    assert found.edges[0].quotes[0] is QUOTE


def test_an_edge_of_which_nothing_more_is_said_stays_as_it_is() -> None:
    drawing = Drawing("t", (), (drawn_row(),))
    other = Table(SENTENCE_COLUMNS, [("c2", "SUPPLIES", "c1", "planned", said("A."))])
    assert with_sentences(drawing, other) == drawing


def test_sentences_that_say_what_the_edge_says_come_first() -> None:
    drawing = Drawing("t", (), (replace(drawn_row(), quotes=()),))
    ends = ("c1", "SUPPLIES", "c2")
    rows = [(*ends, "denied", said("No.")), (*ends, "planned", said("Soon."))]
    found = with_sentences(drawing, Table(SENTENCE_COLUMNS, [*rows]))
    assert [quote.text for quote in found.edges[0].quotes] == ["Soon.", "No."]
