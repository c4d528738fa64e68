"""Which single new fact would change the label."""

from collections.abc import Iterator, Sequence
from datetime import date

from kg.model import Relation, Status
from kg.posture.records import Flip, Ground, Reason, Side
from kg.posture.rules import Rules
from kg.posture.verdict import Verdict, judge

# What a sure claim of today about the very theme weighs: one publisher, told as a fact.
_NEW = 0.9
# Of the grounds there are, those whose end is tried.
_MOST_ENDS = 5

_ARRIVALS = (
    (Side.MAKE, "it develops this itself"),
    (Side.BUY, "a further vendor supplies it"),
    (Side.ALLY, "it develops this jointly with a further partner"),
)


def flips(grounds: Sequence[Ground], verdict: Verdict, rules: Rules) -> tuple[Flip, ...]:
    """The facts that would lead to another label: first those that would come, then ends."""
    trials = [*_arrivals(grounds), *_ends(grounds)]
    judged = ((fact, judge(changed, rules).label) for fact, changed in trials)
    return tuple(Flip(fact, label) for fact, label in judged if label is not verdict.label)


def _arrivals(grounds: Sequence[Ground]) -> Iterator[tuple[str, Sequence[Ground]]]:
    for side, fact in _ARRIVALS:
        yield fact, [*grounds, _new(side, fact)]


def _new(side: Side, fact: str) -> Ground:
    relation = Relation("", "", "", Status.CURRENT, _NEW, 1, 1, 1, date.min, date.min)
    return Ground(
        side,
        _NEW,
        live=True,
        near="theme",
        with_whom=fact,
        why="",
        relation=relation,
        statements=(),
        reasons=(Reason("", ("", ""), "theme", _NEW),),
    )


def _ends(grounds: Sequence[Ground]) -> Iterator[tuple[str, Sequence[Ground]]]:
    """Each of the weightiest parties leaves, with everything that rests on it."""
    live = [ground for ground in grounds if ground.live and ground.with_whom]
    parties = list(dict.fromkeys((ground.side, ground.with_whom) for ground in live))
    for side, name in parties[:_MOST_ENDS]:
        kept = [g for g in grounds if (g.side, g.with_whom) != (side, name)]
        yield _END[side].format(name), kept


_END = {
    Side.MAKE: "it gives up {}",
    Side.BUY: "{} no longer supplies it",
    Side.ALLY: "the alliance with {} ends",
}
