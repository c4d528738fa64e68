from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.views.cells import plain, plain_text, spreadsheet_text, terminal_text, xml_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
        (True, True),
        (3, 3),
        ("a", "a"),
        (date(2026, 2, 14), "2026-02-14"),
        (datetime(2026, 2, 14, tzinfo=UTC), "2026-02-14T00:00:00+00:00"),
        (("a", date(2026, 2, 14)), ["a", "2026-02-14"]),
        ({"day": date(2026, 2, 14)}, {"day": "2026-02-14"}),
    ],
)
def test_a_value_in_json_terms(value: object, expected: object) -> None:
    assert plain(value) == expected


def test_a_value_as_text() -> None:
    assert [plain_text(v) for v in (None, ["a", None, "b"], 1.5)] == ["", "a; ; b", "1.5"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b31m", "\ufffd31m"),
        ("a\r\n\tb", "a b"),
        ("left\u202etfel", "left\ufffdtfel"),
        ("Nestlé – 日本", "Nestlé – 日本"),
    ],
)
def test_a_terminal_is_not_steered(text: str, shown: str) -> None:
    assert terminal_text(text) == shown


@given(st.text())
def test_no_control_character_reaches_a_terminal(text: str) -> None:
    assert all(char.isprintable() or ord(char) >= 0xA0 for char in terminal_text(text))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(text: str) -> None:
    assert spreadsheet_text(text) == "'" + text.replace("\r", "\n")


@pytest.mark.parametrize("value", ["AT&T", "a=b", "", -1, -1.5, None, True])
def test_other_values_stay(value: object) -> None:
    assert spreadsheet_text(value) is value or spreadsheet_text(value) == value


def test_a_list_is_guarded_as_one_text() -> None:
    assert spreadsheet_text(["=a", "b"]) == "'=a; b"


def test_xml_keeps_what_it_can_hold() -> None:
    assert xml_text("a\x00\x0b\r\n\tb\ufffe\ud800é\U0001f600") == "a\n\tbé\U0001f600"
