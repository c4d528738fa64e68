from datetime import date

import pandas as pd

from kg.graph.base import Table
from kg.views.frames import to_frame

TABLE = Table(
    ("name", "aliases", "publishers", "last_seen"),
    [
        ("Stellantis", ["Fiat Chrysler", "PSA"], 12, date(2026, 2, 14)),
        ("Microsoft", [], None, None),
    ],
)


def test_a_frame_has_days_as_datetimes() -> None:
    frame = to_frame(TABLE)
    assert list(frame.columns) == list(TABLE.columns)
    assert frame["last_seen"].dt.year.iloc[0] == 2026
    assert frame["last_seen"].isna().tolist() == [False, True]
    assert frame["aliases"].iloc[0] == ["Fiat Chrysler", "PSA"]


def test_days_that_nanoseconds_cannot_count_stay_days() -> None:
    frame = to_frame(Table(("day",), [(date(1, 1, 1),), (date(9999, 12, 31),)]))
    assert frame["day"].dt.date.tolist() == [date(1, 1, 1), date(9999, 12, 31)]


def test_a_frame_of_numbers_is_numeric() -> None:
    assert pd.api.types.is_integer_dtype(to_frame(Table(("n",), [(1,), (2,)]))["n"])


def test_an_empty_frame_keeps_its_columns() -> None:
    assert list(to_frame(Table(("a", "b"), [])).columns) == ["a", "b"]
