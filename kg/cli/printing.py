"""What the commands print: answers to standard output, everything else to standard error."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kg.graph.base import Table
from kg.model import Refused
from kg.projection import Progress as Tell
from kg.views.cells import terminal_text
from kg.views.tables import print_table, to_csv, to_json

EXIT_INTERRUPTED = 130

out = Console()
err = Console(stderr=True)


def print_answer(
    table: Table,
    as_json: bool = False,
    as_csv: bool = False,
    *,
    columns: str | None = None,
    title: str = "",
) -> None:
    """Print a table: for people, or as JSON or CSV, with a word to people where it was cut."""
    if columns is not None:
        table = table.pick([name.strip() for name in columns.split(",")])
    if not (as_json or as_csv):
        print_table(table, out, title=title)
        return
    write(to_json(table) + "\n" if as_json else to_csv(table))
    if table.truncated:
        say(f"cut at the row limit after {len(table.rows):,} rows, there are more")


def write(text: str) -> None:
    """Write text for programs to standard output; what cannot be written is known at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def print_report(report: dict[str, Any], as_json: bool) -> None:
    """Print what a run took in, and to standard error what it set aside."""
    if as_json:
        write(json.dumps(report, indent=2) + "\n")
        return
    counts = {name: value for name, value in report.items() if isinstance(value, int)}
    out.print("  ".join(f"{name} {value:,}" for name, value in counts.items()), highlight=False)
    for each in report["examples"]:
        say_refused(Refused(**each))
    if more := report["refused"] - len(report["examples"]):
        say(f"set aside: {more:,} more, which kg stats --refused lists")
    for note, count in report["notes"]:
        say(f"note: {note} ({count:,})")


def say_refused(refused: Refused) -> None:
    """Print to standard error what was set aside, and why."""
    where = f"{refused.source}:{refused.line}" if refused.line else refused.source
    say(f"set aside: {where}: {refused.reason}")


def say(line: str) -> None:
    """Print one line to standard error; nothing in it is obeyed as markup or by the terminal."""
    err.print(terminal_text(line), markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress(what: str) -> Iterator[Tell | None]:
    """Something to tell the progress of work, shown where somebody watches; ends on Ctrl-C."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        try:
            yield lambda done, total: bar.update(task, completed=done, total=total or None)
        except KeyboardInterrupt:
            say("kg: interrupted; what was recorded is kept, the same command goes on from there")
            raise typer.Exit(EXIT_INTERRUPTED) from None
