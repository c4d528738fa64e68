"""Tables for people and for programs."""

import csv
import io
import json

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from kg.graph.base import Table
from kg.views.cells import plain, spreadsheet_text, terminal_text

# Columns narrower than this cut words apart; a table that would need it is shown row by row.
_LEAST_WIDTH = 12
_WHOLE_FROM = 100


def print_table(table: Table, console: Console, *, title: str = "") -> None:
    """Prints the table for people: numbers to the right, long text wrapped, no markup obeyed.

    Where the columns do not fit the console, each row is shown as a list of its values. The last
    line counts the rows and says where the row limit cut the result.
    """
    if title:
        console.print(Text(terminal_text(title), style="bold"))
    if table.rows:
        fits = console.width >= _width_needed(table)
        console.print(_grid(table) if fits else _records(table))
    console.print(Text(_count(table), style="dim"))


def _width_needed(table: Table) -> int:
    """Each column's longest value, or _LEAST_WIDTH where that is less, and three for the gap."""
    cells = [table.columns, *table.rows]
    longest = [max(len(terminal_text(row[i])) for row in cells) for i in range(len(table.columns))]
    return sum(min(width, _LEAST_WIDTH) + 3 for width in longest)


def _grid(table: Table) -> RichTable:
    grid = RichTable(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for i, name in enumerate(table.columns):
        numeric = all(isinstance(row[i], int | float | None) for row in table.rows)
        grid.add_column(
            Text(terminal_text(name)), justify="right" if numeric else "left", overflow="fold"
        )
    for row in table.rows:
        grid.add_row(*(Text(_shown(value)) for value in row))
    return grid


def _records(table: Table) -> RichTable:
    grid = RichTable(box=None, show_header=False, pad_edge=False)
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for row in table.rows:
        for name, value in zip(table.columns, row, strict=True):
            grid.add_row(Text(terminal_text(name)), Text(_shown(value)))
        grid.add_row()
    return grid


def _shown(value: object) -> str:
    """A number to the digits that a reader compares, anything else as one line of text."""
    value = plain(value)
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= _WHOLE_FROM else f"{value:.3g}"
    return terminal_text(value)


def _count(table: Table) -> str:
    rows = "1 row" if len(table.rows) == 1 else f"{len(table.rows):,} rows"
    return f"{rows}; cut at the row limit, there are more" if table.truncated else rows


def to_csv(table: Table) -> str:
    """The table as CSV with a header; lists are joined, absent values empty.

    Text that a spreadsheet would run as a formula is led by an apostrophe; `to_json` has it as
    it was.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([spreadsheet_text(value) for value in row] for row in table.rows)
    return out.getvalue()


def to_json(table: Table) -> str:
    """The table as a JSON array of one object a row; dates are ISO text."""
    return json.dumps(plain(table.records()), ensure_ascii=False, indent=2, allow_nan=False)
