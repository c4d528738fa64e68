"""A company beside its competitors, and its posture over time: as tables, as data and drawn."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.graph.base import Table
from kg.model import Status
from kg.ontology import Predicate
from kg.posture import Ground, Player, Rules, Side, Statement, Turn
from kg.views.drawing import Drawing, Edge, Node, Place, Quote
from kg.views.neighbourhood import MOST_QUOTES
from kg.views.postures import as_data, covered, latest, quote, said

_COLUMNS = ("player", "rival", "posture", "makes", "buys_from", "allies_with", "sells_to", "read")
_TURNS = (
    "day",
    "before",
    "posture",
    "because",
    "said",
    "status",
    "quote",
    "publisher",
    "title",
    "url",
)

# Pixels: how far the columns stand to the side, what is made below, and nodes from each other.
_ASIDE, _BELOW, _APART = 260.0, 90.0, 40.0
# Two players stand side by side, for screens are wide.
_ABREAST, _WIDTH = 2, 1_000.0
_MOST_EACH = 6
_MOST_DRAWN = 4


def table(players: Iterable[Player]) -> Table:
    """One row for each player, the company first, with whom and what its posture rests on."""
    return Table(_COLUMNS, [_row(player) for player in players])


def _row(player: Player) -> tuple[object, ...]:
    found = player.posture
    named = {side: _names(found.grounds, side) for side in Side}
    return (
        found.company,
        player.quote or ("stated" if player.stated else ""),
        found.label.value,
        named[Side.MAKE],
        named[Side.BUY],
        named[Side.ALLY],
        [row["customer"] for row in player.customers.records()],
        covered(found),
    )


def _names(grounds: Iterable[Ground], side: Side) -> list[str]:
    """Who or what a side rests on, the weightiest first."""
    names = (ground.with_whom for ground in grounds if ground.side is side and ground.with_whom)
    return list(dict.fromkeys(names))[:_MOST_EACH]


def data(players: Iterable[Player], rules: Rules) -> list[dict[str, object]]:
    """All of a contrast as JSON knows it."""
    return [
        {
            **as_data(player.posture, rules),
            "stated_rival": player.stated,
            "rivalry": {
                "quote": player.quote,
                "publisher": player.publisher,
                "published": player.published,
                "claim": player.claim,
            },
            "customers": player.customers.records(),
        }
        for player in players
    ]


def turns(found: Iterable[Turn]) -> Table:
    """One row for each day on which a posture became another, with the weightiest claim of it."""
    return Table(_TURNS, [_turn(turn) for turn in found])


def _turn(turn: Turn) -> tuple[object, ...]:
    head = (
        turn.day,
        turn.before and turn.before.value,
        turn.posture.label.value,
        turn.posture.rule,
    )
    if not turn.moved:
        return (*head, "nothing new: what was said has aged", *[None] * 5)
    first = turn.moved[0]
    claim = first.claim
    return (
        *head,
        said(first),
        claim.status.value,
        quote(first),
        claim.publisher,
        first.title,
        first.url,
    )


def drawing(players: Sequence[Player], predicates: dict[str, Predicate]) -> Drawing:
    """The players one below the other: suppliers and partners left, customers right, own below.

    Who belongs to several players stands with the first of them.
    """
    canvas = _Canvas(predicates)
    for player in players:
        canvas.add(player)
    return canvas.drawing(f"{players[0].posture.company} and its rivals: {_asked(players[0])}")


def _asked(player: Player) -> str:
    return player.posture.topic.asked or "everything"


class _Canvas:
    """Nodes, edges and places of a drawing in the making."""

    def __init__(self, predicates: dict[str, Predicate]) -> None:
        self._predicates = predicates
        self._nodes: dict[str, Node] = {}
        self._places: dict[str, Place] = {}
        self._edges: list[Edge] = []
        self._count = 0
        self._top = self._bottom = 0.0

    def add(self, player: Player) -> None:
        """Draw a player and what is around it, beside or below those that were added before."""
        column = self._count % _ABREAST * _WIDTH
        self._count += 1
        if not column:
            self._top = self._bottom
        found = player.posture
        shown = {side: _strongest(found.grounds, side) for side in Side}
        left = [*shown[Side.BUY], *shown[Side.ALLY]]
        customers = player.customers.records()[:_MOST_DRAWN]
        height = max(len(left), len(customers), 1) * _APART
        middle = self._top + height / 2
        facts = (("posture", found.label.value), ("because", found.rule), ("read", covered(found)))
        node = Node(found.company_id, "Company", found.company, facts=facts, note=found.label.value)
        self._put(node, column, middle)
        for place, ground in zip(_column(len(left), middle), left, strict=True):
            self._ground(ground, column - _ASIDE, place, beside=-1)
        below = max(self._top + height, middle + _BELOW)
        for place, ground in zip(
            _column(len(shown[Side.MAKE]), 0.0), shown[Side.MAKE], strict=True
        ):
            self._ground(ground, column + place * 2.5, below)
        for place, row in zip(_column(len(customers), middle), customers, strict=True):
            self._customer(found.company_id, row, column + _ASIDE, place)
        self._bottom = max(self._bottom, below + _BELOW)

    def drawing(self, title: str) -> Drawing:
        """All that was added."""
        degree = Counter(end for edge in self._edges for end in (edge.source, edge.target))
        nodes = tuple(replace(node, weight=degree[node.id]) for node in self._nodes.values())
        return Drawing(title, nodes, tuple(self._edges), places=self._places)

    def _put(self, node: Node, x: float, y: float, beside: int = 0) -> None:
        """A player may have been drawn before as another's partner; its own place counts."""
        if node.id not in self._nodes or node.facts:
            self._nodes[node.id] = node
            self._places[node.id] = Place(round(x, 1), round(y, 1), beside)

    def _ground(self, ground: Ground, x: float, y: float, beside: int = 0) -> None:
        newest = latest(ground)
        self._put(Node(newest.other_id, newest.other_kind, newest.other), x, y, beside)
        relation = ground.relation
        ends = {relation.subject, relation.object} - {newest.other_id}
        unit = ends.pop()
        if unit not in self._nodes:
            self._put(Node(unit, "Company", newest.player), x + _ASIDE / 2, y)
        self._edges.append(self._edge(ground, newest))

    def _edge(self, ground: Ground, newest: Statement) -> Edge:
        relation = ground.relation
        return Edge(
            relation.subject,
            relation.object,
            relation.predicate,
            self._predicates[relation.predicate].wording,
            relation.status,
            kind=relation.kind,
            confidence=relation.confidence,
            claims=relation.claims,
            publishers=relation.publishers,
            first_seen=relation.first_seen,
            last_seen=relation.last_seen,
            quotes=tuple(map(_quoted, dict.fromkeys([newest, *ground.statements])))[:MOST_QUOTES],
            symmetric=self._predicates[relation.predicate].symmetric,
        )

    def _customer(self, player: str, row: dict[str, object], x: float, y: float) -> None:
        self._put(Node(str(row["id"]), str(row["kind"]), str(row["customer"])), x, y, 1)
        published = row["published"]
        self._edges.append(
            Edge(
                player,
                str(row["id"]),
                str(row["predicate"]),
                self._predicates[str(row["predicate"])].wording,
                Status(str(row["status"])),
                confidence=float(str(row["confidence"])),
                claims=int(str(row["claims"])),
                publishers=int(str(row["publishers"])),
                last_seen=published,  # type: ignore[arg-type]
                quotes=(
                    Quote(
                        str(row["quote"] or ""),
                        str(row["publisher"]),
                        published,  # type: ignore[arg-type]
                        str(row["url"]),
                    ),
                ),
            )
        )


def _quoted(statement: Statement) -> Quote:
    claim = statement.claim
    return Quote(quote(statement) or "", claim.publisher, claim.published, statement.url)


def _strongest(grounds: Iterable[Ground], side: Side) -> list[Ground]:
    """The weightiest ground of each other end, each relation once."""
    chosen: dict[str, Ground] = {}
    for ground in grounds:
        if ground.side is side:
            chosen.setdefault(ground.statements[0].other_id, ground)
    return list(chosen.values())[:_MOST_DRAWN]


def _column(count: int, middle: float) -> Iterator[float]:
    """That many places around a middle."""
    return (middle + (i - (count - 1) / 2) * _APART for i in range(count))
