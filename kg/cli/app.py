"""The command line: its options, and how it ends."""

import json
import logging
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.logging import RichHandler

from kg import config
from kg.cli.printing import err, say
from kg.errors import ConfigError, KGError, NotFound
from kg.store import Store

EXIT_ERROR, EXIT_USAGE, EXIT_NOT_FOUND = 1, 2, 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Columns = Annotated[
    str | None, typer.Option(help="Only these columns, by name and with commas between.")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Params = Annotated[
    list[str] | None, typer.Option("--param", "-p", help="name=value; JSON where it is JSON.")
]


@app.callback()
def options(
    context: typer.Context,
    store: Annotated[Path | None, typer.Option(help="Folder of ledger and graph.")] = None,
    graph: Annotated[
        str | None, typer.Option(help="Neo4j server of the graph: bolt://HOST:PORT or neo4j://…")
    ] = None,
    database: Annotated[str | None, typer.Option(help="Its database.")] = None,
    settings: Annotated[Path | None, typer.Option(help="Settings file instead of kg.toml.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="As if nothing later had been published."),
    ] = None,
    recorded_by: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="By what had been ingested by then."),
    ] = None,
    processes: Annotated[int | None, typer.Option(help="How many read articles at once.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what is done.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """A knowledge graph of companies, read out of the news."""
    level = logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING
    handler = RichHandler(console=err, show_time=False, show_path=debug, markup=False)
    # What other packages log is for debugging: our own messages say what it means.
    others = logging.WARNING if debug else logging.CRITICAL
    logging.basicConfig(level=others, format="%(message)s", handlers=[handler], force=True)
    logging.getLogger("kg").setLevel(level)
    given = {
        "store": store,
        "as_of": as_of and as_of.date(),
        "recorded_by": recorded_by and recorded_by.date(),
        "graph": graph,
        "graph_database": database,
        "processes": processes,
    }
    context.obj = context.with_resource(Store(config.load(given, file=settings)))


def parameters_of(given: Iterable[str] | None) -> dict[str, object]:
    """The values of Cypher parameters given as name=value."""
    return dict(_parameter(each) for each in given or [])


def _parameter(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"--param {text!r} is not name=value")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def main() -> None:
    """Run one command and leave with its exit status.

    0 done, 1 an error, 2 wrong usage or setting, 3 nothing goes by that name, 130 interrupted.
    """
    try:
        app()
    except Exception as failure:  # whatever it is, people get one line
        if "--debug" in sys.argv:
            raise
        say(f"kg: {_message(failure)}")
        sys.exit(_status(failure))


def _message(failure: Exception) -> str:
    if isinstance(failure, KGError):
        return str(failure)
    return f"{type(failure).__name__}: {failure}; kg --debug shows where it happened"


def _status(failure: Exception) -> int:
    if isinstance(failure, NotFound):
        return EXIT_NOT_FOUND
    return EXIT_USAGE if isinstance(failure, ConfigError) else EXIT_ERROR
