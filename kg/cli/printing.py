"""What the commands print: answers to standard output, everything else to standard error."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kg.graph.base import Table
from kg.projection import Progress as Tell
from kg.views.tables import print_table, to_csv, to_json

EXIT_INTERRUPTED = 130

out = Console()
err = Console(stderr=True)


def print_answer(
    table: Table, as_json: bool = False, as_csv: bool = False, *, title: str = ""
) -> None:
    """Print a table: for people, or as JSON or CSV."""
    if as_json:
        sys.stdout.write(to_json(table) + "\n")
    elif as_csv:
        sys.stdout.write(to_csv(table))
    else:
        print_table(table, out, title=title)


def print_report(report: dict[str, object], as_json: bool) -> None:
    """Print what a run took in, and to standard error what it set aside."""
    if as_json:
        sys.stdout.write(json.dumps(report, default=str, indent=2) + "\n")
        return
    examples = report.pop("examples")
    notes = report.pop("notes")
    out.print("  ".join(f"{name} {value:,}" for name, value in report.items()), highlight=False)
    for line in _details(examples, notes):  # type: ignore[arg-type]
        say(line)


def _details(
    examples: Iterable[dict[str, object]], notes: Iterable[tuple[str, int]]
) -> Iterator[str]:
    for each in examples:
        where = f"{each['source']}:{each['line']}" if each["line"] else each["source"]
        yield f"set aside: {where}: {each['reason']}"
    for note, count in notes:
        yield f"note: {note} ({count:,})"


def say(line: str) -> None:
    """Print a line to standard error, as it is."""
    err.print(line, markup=False, highlight=False, soft_wrap=True)


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
