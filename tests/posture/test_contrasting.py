"""A posture over time."""

from collections.abc import Sequence
from datetime import date, timedelta

from kg.posture import Posture, Statement, days_of, series
from tests.posture.conftest import DAY, answered, statement

BOUGHT = statement("SUPPLIES Bolt", day=-30)
SECOND = statement("SUPPLIES Cogs", day=-20)
SAME = statement("SUPPLIES Cogs", day=-10, publisher="AP")
OVER = statement("SUPPLIES Cogs ended", day=-5)
STORY = [BOUGHT, SECOND, SAME, OVER]


def by(day: date, told: Sequence[Statement] = STORY) -> Posture:
    return answered([each for each in told if each.claim.published <= day])


def test_only_days_that_turn_the_posture_are_told_with_what_moved_it() -> None:
    turns = series(days_of(answered(STORY)), by)
    assert [(turn.day, turn.before, turn.posture.label.value) for turn in turns] == [
        (DAY - timedelta(30), None, "vendor-dependent"),
        (DAY - timedelta(20), "vendor-dependent", "multi-vendor"),
        (DAY - timedelta(5), "multi-vendor", "vendor-dependent"),
    ]
    assert [turn.moved for turn in turns] == [(BOUGHT,), (SECOND,), (OVER,)]


def test_without_days_there_are_no_turns() -> None:
    assert series([], by) == ()
