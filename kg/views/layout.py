"""Where a page puts its nodes: computed beforehand, the same in every run."""

import math
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

# Pixels. A name of ordinary length still fits between two nodes at this distance.
SPACING = 110.0
# Kamada-Kawai draws small graphs best, but takes a second at a hundred nodes.
_FEW = 60
_SEED = 7
_ROUNDS = 100
_NEAREST = 70.0
# Names are wide and low, and so are screens.
_STRETCH = np.array([1.25, 0.8])


def positions(count: int, pairs: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """One (x, y) in pixels for each of the nodes 0..count-1, joined by `pairs`.

    Parts that no edge joins are laid out one by one and set side by side, the largest first.
    """
    graph: nx.Graph[int] = nx.empty_graph(count)
    graph.add_edges_from(pairs)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=len, reverse=True)
    places = _packed([_spread(graph.subgraph(part), part) for part in parts])
    found = {
        node: place
        for part, points in zip(parts, places, strict=True)
        for node, place in zip(part, points.tolist(), strict=True)
    }
    return [(round(found[node][0], 1), round(found[node][1], 1)) for node in range(count)]


def _spread(graph: "nx.Graph[int]", part: Sequence[int]) -> Points:
    """The nodes of one part, in the order of `part`, with room for their names."""
    if len(part) <= _FEW:
        points = _in_disc(nx.kamada_kawai_layout(graph), part)
    else:
        points = _even(_in_disc(nx.spring_layout(graph, seed=_SEED, iterations=_ROUNDS), part))
    return _apart(points * SPACING * math.sqrt(len(part)) * _STRETCH)


def _in_disc(drawn: Mapping[int, Points], part: Sequence[int]) -> Points:
    """The points about their middle, the furthest at a distance of 1."""
    points = np.array([drawn[node] for node in part], dtype=float)
    points -= points.mean(axis=0)
    return points / (np.hypot(points[:, 0], points[:, 1]).max() or 1.0)


def _even(points: Points) -> Points:
    """The points with those in a crowded middle drawn towards the rim.

    The distance from the middle is half the measured one and half what would fill the disc evenly.
    """
    distance = np.hypot(points[:, 0], points[:, 1])
    rank = np.empty(len(points))
    rank[np.argsort(distance, kind="stable")] = np.arange(len(points))
    filled = np.sqrt(rank / (len(points) - 1))
    return points * ((distance + filled) / 2 / np.maximum(distance, 1e-9))[:, None]


def _apart(points: Points) -> Points:
    """The points with those pushed apart that are nearer than a name needs."""
    for _ in range(_ROUNDS):
        gaps = (points[:, None, :] - points[None, :, :]) / _STRETCH
        distance = np.linalg.norm(gaps, axis=2)
        np.fill_diagonal(distance, np.inf)
        short = np.clip(_NEAREST - distance, 0, None)
        if not short.any():
            break
        unit = gaps / np.maximum(distance, 1e-9)[:, :, None]
        points = points + (unit * short[:, :, None]).sum(axis=1) * _STRETCH / 3
    return points


def _packed(parts: Iterable[Points]) -> list[Points]:
    """The parts side by side in rows, each row about as wide as the widest part."""
    boxes = [part - part.min(axis=0) for part in parts]
    widest = max((box[:, 0].max() for box in boxes), default=0.0)
    area = sum(float(np.prod(box.max(axis=0) + SPACING)) for box in boxes)
    width = max(widest, math.sqrt(area * _STRETCH[0] / _STRETCH[1]))
    x = y = height = 0.0
    placed = []
    for box in boxes:
        if x > 0 and x + box[:, 0].max() > width:
            x, y, height = 0.0, y + height + SPACING, 0.0
        placed.append(box + np.array([x, y]))
        x += box[:, 0].max() + SPACING
        height = max(height, box[:, 1].max())
    return placed
