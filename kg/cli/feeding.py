"""Commands that change the store: ingest, rebuild, takedown; and extract, which only looks."""

import json
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from kg import answers
from kg.cli.app import EXIT_ERROR, AsJson, app
from kg.cli.printing import print_answer, print_report, progress, say, say_refused, write
from kg.model import Refused
from kg.store import Store
from kg.takedowns import takedown as take_down

SOURCES = "Files, folders, patterns, http(s) addresses, or - for standard input."

Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="Day of articles that state none."),
]
By = Annotated[
    str | None, typer.Option("--publisher", help="Publisher of articles that state none.")
]


class Shape(StrEnum):
    """Formats of `kg extract`."""

    JSONL = "jsonl"
    TABLE = "table"


@app.command()
def ingest(
    context: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(help=SOURCES)] = None,
    samples: Annotated[bool, typer.Option("--samples", help="Also the sample articles.")] = False,
    day: Day = None,
    publisher: By = None,
    as_json: AsJson = False,
) -> None:
    """Read articles into the graph; what is there already is passed over."""
    from kg import ingest as work  # loads spaCy, which takes seconds

    names = [*(sources or []), *([work.sample_articles()] if samples else [])]
    if not names:
        raise typer.BadParameter("name at least one source, or --samples")
    with progress("articles") as tell:
        report = work.ingest(
            names,
            context.obj,
            default_date=day.date() if day else None,
            default_publisher=publisher,
            progress=tell,
        )
    print_report(asdict(report), as_json)
    if report.refused and not (report.articles or report.unchanged):
        raise typer.Exit(EXIT_ERROR)


@app.command()
def extract(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(help=SOURCES)],
    shape: Annotated[Shape, typer.Option("--format", help="How to print.")] = Shape.JSONL,
    day: Day = None,
    publisher: By = None,
) -> None:
    """Print what articles state; nothing is stored."""
    from kg import ingest as work  # loads spaCy, which takes seconds
    from kg.nlp import to_json

    read = refused = 0
    for found in work.extractions(
        sources, context.obj, default_date=day.date() if day else None, default_publisher=publisher
    ):
        if isinstance(found, Refused):
            refused += 1
            say_refused(found)
            continue
        read += 1
        if shape is Shape.JSONL:
            write(json.dumps(to_json(found), ensure_ascii=False) + "\n")
        else:
            print_answer(answers.claims(found), title=found.article.title)
    if refused and not read:
        raise typer.Exit(EXIT_ERROR)


@app.command()
def rebuild(
    context: typer.Context,
    again: Annotated[
        bool, typer.Option("--extract", help="Read the kept texts again first.")
    ] = False,
) -> None:
    """Make the graph anew out of the ledger."""
    store: Store = context.obj
    if again:
        from kg import ingest as work  # loads spaCy, which takes seconds

        with progress("articles read again") as tell:
            print_report(asdict(work.extract_again(store, tell)), as_json=False)
    with progress("claims written") as tell:
        say(f"{store.rebuild(tell)} articles in the graph")


@app.command()
def takedown(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help="Why; it stays in the ledger.")],
    article: Annotated[str | None, typer.Option(help="Id or address of one article.")] = None,
    publisher: Annotated[str | None, typer.Option(help="All of this publisher's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take articles out of ledger and graph, and print a receipt of what changed."""
    receipt = take_down(context.obj, article=article, publisher=publisher, reason=reason)
    print_answer(receipt, as_json, title="Receipt")
