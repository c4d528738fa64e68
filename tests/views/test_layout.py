import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.views.layout import positions

RING = [(i, (i + 1) % 30) for i in range(30)]


def nearest(points: list[tuple[float, float]]) -> float:
    return min(math.dist(a, b) for a, b in itertools.combinations(points, 2))


def test_the_same_graph_is_laid_out_the_same() -> None:
    assert positions(30, RING) == positions(30, RING)


def test_nothing_has_no_place() -> None:
    assert positions(0, []) == []


@pytest.mark.parametrize("count", [2, 30, 61, 120])
def test_nodes_of_a_star_keep_apart(count: int) -> None:
    assert nearest(positions(count, [(0, i) for i in range(1, count)])) > 40


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 25).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)))
        )
    )
)
def test_any_graph_has_one_finite_place_for_each_node(
    graph: tuple[int, list[tuple[int, int]]],
) -> None:
    points = positions(*graph)
    assert len(set(points)) == graph[0]
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in points)


def test_parts_do_not_lie_on_one_another() -> None:
    points = positions(9, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)])
    first, second = points[:3], points[3:6]
    assert any(max(p[axis] for p in first) < min(p[axis] for p in second) for axis in (0, 1))


def test_a_triangle_is_about_as_long_on_each_side() -> None:
    a, b, c = positions(3, [(0, 1), (1, 2), (2, 0)])
    sides = [math.dist(a, b), math.dist(b, c), math.dist(c, a)]
    assert max(sides) < 1.7 * min(sides)
