import pytest

from kg.model import Status
from kg.views.drawing import Drawing, Edge, Node
from kg.views.network import MOST_LABELLED_EDGES, group, network


def edge(source: str, target: str, publishers: int = 1, *, symmetric: bool = False) -> Edge:
    return Edge(
        source,
        target,
        "SUPPLIES",
        "supplies",
        Status.CURRENT,
        publishers=publishers,
        symmetric=symmetric,
    )


def drawn(*edges: Edge) -> Drawing:
    return Drawing("t", tuple(Node(n, "Company", n, weight=i) for i, n in enumerate("abc")), edges)


def test_more_publishers_make_a_wider_edge() -> None:
    widths = [e["width"] for e in network(drawn(*(edge("a", "b", n) for n in (0, 1, 2, 8)))).edges]
    assert widths == [1.2, 1.2, 2.2, 4.2]


def test_more_edges_make_a_larger_node() -> None:
    sizes = [node["size"] for node in network(drawn()).nodes]
    assert sizes == sorted(set(sizes))


def test_a_symmetric_edge_has_no_arrow() -> None:
    edges = network(drawn(edge("a", "b"), edge("a", "c", symmetric=True))).edges
    assert [e["arrows"] for e in edges] == ["to", ""]


def test_only_what_is_current_is_a_whole_line(drawing: Drawing) -> None:
    dashes = {e["status"]: e["dashes"] for e in network(drawing).edges}
    assert dashes.pop("current") is False
    assert len({tuple(d) for d in dashes.values()}) == 3


def test_edges_of_one_pair_do_not_lie_on_one_another() -> None:
    edges = network(drawn(edge("a", "b"), edge("a", "b"), edge("b", "a"), edge("b", "a"))).edges
    first, *others = [e["smooth"] for e in edges]
    assert first is False
    # Seen from its source an edge that runs back bends the other way.
    turned = [
        (s["type"] == "curvedCW") == (e["from"] < e["to"])
        for s, e in zip(others, edges[1:], strict=True)
    ]
    assert list(zip(turned, (s["roundness"] for s in others), strict=True)) == [
        (True, 0.3),
        (False, 0.3),
        (True, 0.6),
    ]


@pytest.mark.parametrize(("count", "labelled"), [(1, True), (MOST_LABELLED_EDGES + 1, False)])
def test_wordings_stand_beside_few_edges_only(count: int, labelled: bool) -> None:
    edges = network(drawn(*[edge("a", "b")] * count)).edges
    assert ["label" in e for e in edges] == [labelled] * count


def test_a_nameless_node_is_called_by_its_id() -> None:
    net = network(Drawing("t", (Node("x1", "Company", ""),), ()))
    assert net.nodes[0]["label"] == "x1"


def test_a_kind_that_a_user_added_is_drawn_as_other() -> None:
    assert (group("Company"), group("Vessel")) == ("company", "other")
