import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.dates import day, in_name
from kg.errors import ArticleError


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-18",
        " 2026-04-18\n",
        "20260418",
        "2026-04-18T12:00:00Z",
        "2026-04-18 12:00",
        "2026-04-18T23:59:59.999-11:00",
        "Sat, 18 Apr 2026 12:00:00 +0100",
        "18 Apr 2026 23:30:00 EST",
        "Sat, 18 Apr 2026",
        "18 April 2026 08:00:00 GMT",
    ],
)
def test_a_day_is_the_one_that_the_publisher_wrote(text: str) -> None:
    assert day(text) == date(2026, 4, 18)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "2026-04",
        "2026-4-18",
        "2026-02-29",
        "2026-04-18T25:00:00",
        "18/04/2026",
        "04/18/26",
        "1713441600",
        "32 Apr 2026",
        "0 Foo 2026",
        "٢٠٢٦-٠٤-١٨",
        "2026-04-18 and more",
        "1899-12-31",
        "0001-01-01",
        "9999-12-31",
        "Sat, 18 Apr 1026 12:00:00 +0100",
        "18 Apr 99999999999999999999 12:00",
        "\x00",
    ],
)
def test_what_is_no_day_or_an_impossible_one_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match="date "):
        day(text)


def test_a_day_may_lie_a_year_ahead_and_no_more() -> None:
    ahead = date.today() + timedelta(days=366)
    assert day(ahead.isoformat()) == ahead
    with pytest.raises(ArticleError, match="more than a year ahead"):
        day((ahead + timedelta(days=1)).isoformat())


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    found = None
    with contextlib.suppress(ArticleError):
        found = day(text)
    assert found is None or found >= date(1900, 1, 1)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2026-04-18.txt", "2026-04-18"),
        ("2026-04-18T10-acme.txt", "2026-04-18"),
        ("acme-2026-04-18-2026-04-19.txt", "2026-04-18"),
        ("acme.txt", ""),
        ("12026-04-181.txt", ""),
        ("2026_04_18.txt", ""),
    ],
)
def test_a_name_may_hold_a_day(name: str, found: str) -> None:
    assert in_name(name) == found
