import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kg.graph.base import Table
from kg.views.tables import print_table, to_csv, to_json

TABLE = Table(
    ("name", "aliases", "publishers", "last_seen"),
    [
        ("Stellantis", ["Fiat Chrysler", "PSA"], 12, date(2026, 2, 14)),
        ("=cmd()", [], None, None),
    ],
)


def printed(table: Table, *, width: int = 80, title: str = "", colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None
    )
    print_table(table, console, title=title)
    return out.getvalue()


def test_a_table_for_people() -> None:
    lines = [line.rstrip() for line in printed(TABLE, title="Companies").splitlines()]
    assert lines == [
        "Companies",
        "name         aliases              publishers   last_seen",
        "─────────────────────────────────────────────────────────",
        "Stellantis   Fiat Chrysler; PSA           12   2026-02-14",
        "=cmd()",
        "2 rows",
    ]


@pytest.mark.parametrize(
    ("number", "shown"), [(0.8733, "0.873"), (2.5e9, "2,500,000,000"), (7, "7"), (0.0, "0")]
)
def test_numbers_for_people(number: float, shown: str) -> None:
    assert printed(Table(("n",), [(number,)])).splitlines()[2].strip() == shown


def test_long_quotes_are_wrapped_and_whole() -> None:
    quote = " ".join(f"word{i}" for i in range(60))
    text = printed(Table(("name", "quote"), [("Microsoft", quote)]))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert all(f"word{i}" in text.split() for i in range(60))


def test_a_table_too_wide_for_the_console_is_shown_row_by_row() -> None:
    names = tuple(f"column{i}" for i in range(12))
    text = printed(Table(names, [tuple(f"a longer value {i}" for i in range(12))]), width=60)
    assert [line.split(maxsplit=1)[0] for line in text.splitlines()[:12]] == list(names)
    assert "column7   a longer value 7" in text


def test_markup_and_emoji_codes_are_printed_as_they_stand() -> None:
    text = "[bold red]not bold[/] :smile: [link=https://example.org]x[/link]"
    out = printed(Table(("quote",), [(text,)]), title="[red]t[/red]")
    assert text in out
    assert "[red]t[/red]" in out


def test_control_sequences_of_the_text_do_not_reach_the_terminal() -> None:
    hostile = "\x1b]52;c;cGF5bG9hZA==\x07\x1b[2J"
    out = printed(Table((hostile,), [(hostile,)]), title=hostile, colour=True)
    assert "\x1b]52" not in out
    assert "\x1b[2J" not in out
    assert "\x07" not in out
    assert "␛]52;c;cGF5bG9hZA==␇␛[2J" in out


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (Table(("a",), []), "0 rows"),
        (Table(("a",), [(1,)]), "1 row"),
        (Table(("a",), [(1,)] * 2, truncated=True), "2 rows; cut at the row limit, there are more"),
    ],
)
def test_the_last_line_counts(table: Table, line: str) -> None:
    assert printed(table).splitlines()[-1].strip() == line


def test_csv() -> None:
    assert to_csv(TABLE) == (
        "name,aliases,publishers,last_seen\n"
        "Stellantis,Fiat Chrysler; PSA,12,2026-02-14\n"
        "'=cmd(),,,\n"
    )


def test_json() -> None:
    assert json.loads(to_json(TABLE)) == [
        {
            "name": "Stellantis",
            "aliases": ["Fiat Chrysler", "PSA"],
            "publishers": 12,
            "last_seen": "2026-02-14",
        },
        {"name": "=cmd()", "aliases": [], "publishers": None, "last_seen": None},
    ]


@given(st.lists(st.tuples(st.text(), st.text())))
def test_any_text_comes_back_from_json_and_csv(rows: list[tuple[str, str]]) -> None:
    table = Table(("a", "b"), list(rows))
    assert [(r["a"], r["b"]) for r in json.loads(to_json(table))] == rows
    read = list(csv.reader(io.StringIO(to_csv(table), newline="")))
    assert len(read) == len(rows) + 1
    assert [[cell.removeprefix("'") for cell in line] for line in read[1:]] == [
        [cell.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'") for cell in row]
        for row in rows
    ]


def test_an_empty_table_keeps_its_columns() -> None:
    table = Table(("a", "b"), [])
    assert to_csv(table) == "a,b\n"
    assert json.loads(to_json(table)) == []
