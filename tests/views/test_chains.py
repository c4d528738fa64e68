from kg.graph.base import Table
from kg.model import Status
from kg.views.chains import chained, goods, lined_up
from kg.views.drawing import Drawing, Edge, Node

COLUMNS = ("source", "target", "predicate")


def edge(source: str, predicate: str, target: str) -> Edge:
    return Edge(source, target, predicate, predicate.lower(), Status.CURRENT)


def drawing(*edges: Edge) -> Drawing:
    ids = sorted({end for each in edges for end in (each.source, each.target)} | {"c"})
    return Drawing("t", tuple(Node(id_, "Company", id_) for id_ in ids), edges)


def test_only_what_brings_goods_to_the_centre_or_from_it_is_kept() -> None:
    rows: list[tuple[object, ...]] = [
        ("a", "c", "SUPPLIES"),
        ("c", "b", "LICENSES_TO"),
        ("c", "p", "USES"),
        ("a", "b", "SUPPLIES"),
        ("c", "c", "SUPPLIES"),
        ("a", "c", "COMPETES_WITH"),
    ]
    found = goods(Table(COLUMNS, rows, truncated=True), "c")
    assert found == Table(COLUMNS, rows[:3], truncated=True)


def test_suppliers_and_what_is_used_stand_left_customers_and_users_right() -> None:
    places = chained(
        drawing(
            edge("a", "SUPPLIES", "c"),
            edge("c", "USES", "p"),
            edge("c", "SUPPLIES", "d"),
            edge("e", "USES", "c"),
        ),
        "c",
    ).places
    assert {id_: place.beside for id_, place in places.items()} == {
        "c": 0, "a": -1, "p": -1, "d": 1, "e": 1}  # fmt: skip
    assert [id_ for id_, place in places.items() if place.x < 0] == ["a", "p"]


def test_who_is_both_stands_with_the_suppliers() -> None:
    both = drawing(edge("a", "SUPPLIES", "c"), edge("c", "SUPPLIES", "a"))
    assert chained(both, "c").places["a"].x < 0


def test_many_stand_in_several_columns_and_no_two_in_one_place() -> None:
    many = drawing(*(edge(f"s{i}", "SUPPLIES", "c") for i in range(40)))
    places = chained(many, "c").places
    assert len(set(places.values())) == 41
    assert len({place.x for place in places.values()}) == 4


def test_a_centre_alone_has_a_place() -> None:
    assert list(chained(drawing(), "c").places) == ["c"]


def test_a_path_is_a_row() -> None:
    row = lined_up(drawing(edge("c", "OWNS", "a")), ["c", "a"]).places
    assert row["c"].x < row["a"].x
    assert row["c"].y == row["a"].y
