"""A whole embedded graph out of data frames, several times as fast as by upserts.

What the templates of kg/cypher/write say in Cypher, for kglite's bulk path.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

import pandas as pd

from kg.graph.base import Rows

# By template: the label, what names a node to people, and further labels.
_NODES = {
    "entity": ("{KIND}", "name", ["Entity"]),
    "theme": ("Theme", "name", ["Entity"]),
    "publisher": ("Publisher", "name", None),
    "article": ("Article", "title", None),
    "claim": ("Claim", "id", None),
    "mark": ("Projection", "id", None),
}

# By template: the type, then the label and the column of each end.
_EDGES = {
    "broader": ("BROADER", "Theme", "theme", "Theme", "parent"),
    "published_by": ("PUBLISHED_BY", "Article", "article", "Publisher", "publisher"),
    "mentions": ("MENTIONS", "Article", "article", "{KIND}", "entity"),
    "about": ("ABOUT", "Article", "article", "Theme", "theme"),
    "claim": ("STATED_IN", "Claim", "id", "Article", "article"),
    "end": ("{END}", "Claim", "claim", "{KIND}", "entity"),
    "relation": ("{PREDICATE}", "{FROM}", "subject", "{TO}", "object"),
}

# Ends that a claim or an article may name though they are not there, such as themes of old.
_DOUBTFUL = ["entity", "theme", "parent", "subject", "object"]

# A row of these makes a node and an edge: the columns of the edge.
_BOTH = {"claim": ["id", "article"]}

_ROWS_A_LOAD = 200_000

# By template and what fills its places.
_Waiting = defaultdict[tuple[str, tuple[tuple[str, str], ...]], list[Mapping[str, object]]]


class Loader(Protocol):
    """What of kglite's graph is needed; see its documentation."""

    def add_nodes(
        self,
        data: pd.DataFrame,
        node_type: str,
        unique_id_field: str,
        node_title_field: str | None = None,
        *,
        labels: list[str] | None = None,
    ) -> object:
        """Add nodes, or replace the properties of those that are there."""

    def add_relationships(
        self,
        data: pd.DataFrame,
        connection_type: str,
        source_type: str,
        source_id_field: str,
        target_type: str,
        target_id_field: str,
    ) -> object:
        """Add edges between nodes that are there."""


def load(graph: Loader, parts: Iterable[Sequence[Rows]]) -> None:
    """Add all parts to an empty graph, some hundred thousand rows at once, nodes before edges.

    An edge to an entity that is not there is left out, as the templates leave it out.
    """
    waiting: _Waiting = defaultdict(list)
    entities: set[object] = set()
    for part in parts:
        for rows in part:
            waiting[rows.template, tuple(rows.names.items())] += rows.values
        if sum(map(len, waiting.values())) > _ROWS_A_LOAD:
            _add(graph, waiting, entities)
            waiting.clear()
    _add(graph, waiting, entities)


def _add(graph: Loader, waiting: _Waiting, entities: set[object]) -> None:
    frames = [(name, dict(words), _frame(rows)) for (name, words), rows in waiting.items()]
    for template, words, frame in frames:
        if template in _NODES:
            label, title, more = _NODES[template]
            # kglite would keep both of two that have one id.
            nodes = frame.drop_duplicates("id", keep="last")
            nodes = nodes.drop(columns=_BOTH.get(template, [])[1:])
            graph.add_nodes(nodes, label.format(**words), "id", title, labels=more)
            entities.update(nodes["id"] if more else ())
    for template, words, frame in frames:
        if template in _EDGES:
            edges = frame[_BOTH.get(template, frame.columns)]
            for end in edges.columns.intersection(_DOUBTFUL):
                # Series.isin takes a second of each to make an array of a million entities.
                edges = edges[[entity in entities for entity in edges[end]]]
            graph.add_relationships(edges, *(word.format(**words) for word in _EDGES[template]))


def _frame(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Columns of dates as kglite takes them. One without any value makes a property known."""
    frame = pd.DataFrame(rows)
    for column in frame.columns:
        if isinstance(frame[column].iloc[0], date):
            frame[column] = pd.to_datetime(frame[column])
    return frame
