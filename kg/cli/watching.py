"""Commands that wait for something: kg watch."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.app import AsJson, app
from kg.cli.printing import print_answer, say, write
from kg.graph.base import Table
from kg.store import Store
from kg.watches import Verdict, from_file
from kg.watchlist import Watchlist, as_data, to_table

EXIT_CHANGED = 4

watch = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(watch, name="watch", help="Wait for something until a day, or for its absence.")

AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="As it stood at the end of this day; else today."),
]
Named = Annotated[str, typer.Argument(help="Name or id of the watch.")]


@watch.command()
def add(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="What to call it.")] = None,
    file: Annotated[Path | None, typer.Option(help="YAML file with watches, instead.")] = None,
    company: Annotated[str | None, typer.Option(help="Name, alias or id.")] = None,
    theme: Annotated[str | None, typer.Option(help="Capability in your words.")] = None,
    condition: Annotated[str | None, typer.Option(help="See kg watch conditions.")] = None,
    query: Annotated[str | None, typer.Option(help="Or Cypher that returns rows if met.")] = None,
    deadline: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day that counts.")
    ] = None,
    opened: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day before the first; today.")
    ] = None,
    if_met: Annotated[str | None, typer.Option(help="What it means if it comes.")] = None,
    if_not: Annotated[str | None, typer.Option(help="What it means if it does not.")] = None,
) -> None:
    """Wait for something: from options, or from a YAML file."""
    options = {
        "name": name, "company": company, "theme": theme, "condition": condition, "query": query,
        "opened": opened and opened.date(), "deadline": deadline and deadline.date(),
        "if_met": if_met, "if_not": if_not,
    }  # fmt: skip
    watchlist = Watchlist(context.obj)
    for given in from_file(file) if file else [_complete(options)]:
        added = watchlist.add(given, date.today())
        say(f"{added.watch.name}: {'kept' if added.new else 'kept already'} as {added.watch.id}")
        for remark in added.remarks:
            say(f"{added.watch.name}: {remark}")


@watch.command("list")
def list_(context: typer.Context, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List the watches and how they stand."""
    _print(Watchlist(context.obj).judged(_day(as_of)), as_json)


@watch.command()
def check(context: typer.Context, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List what has changed since the last check, and note it; exit status 4 if anything has.

    With the setting webhook, the changes are also sent there, as JSON.
    """
    store: Store = context.obj
    changed = Watchlist(store).check(_day(as_of), webhook=store.settings.webhook)
    _print(changed, as_json)
    if changed:
        raise typer.Exit(EXIT_CHANGED)


@watch.command()
def show(context: typer.Context, name: Named, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show one watch: how it stands, on what evidence, and how much was read meanwhile."""
    watchlist = Watchlist(context.obj)
    verdict = watchlist.show(name, _day(as_of))
    if as_json:
        write(json.dumps(as_data(verdict), ensure_ascii=False, indent=2) + "\n")
        return
    facts = [(key, value) for key, value in as_data(verdict).items() if key != "evidence" and value]
    print_answer(Table(("what", "value"), [*facts]), title=verdict.watch.name)
    if verdict.evidence:
        columns = tuple(verdict.evidence[0].row)
        rows = [tuple(each.row.values()) for each in verdict.evidence]
        print_answer(Table(columns, rows), title="Evidence")
    seen = [
        (each.when, each.state, each.day, len(each.evidence)) for each in watchlist.changes(name)
    ]
    print_answer(Table(("checked", "state", "since", "claims"), [*seen]), title="Changes noted")


@watch.command()
def replay(
    context: typer.Context, name: Named, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Show how one watch stood on each day on which it changed, by what was published by then."""
    _print(Watchlist(context.obj).replay(name, _day(as_of)), as_json)


@watch.command()
def withdraw(
    context: typer.Context,
    name: Named,
    why: Annotated[str, typer.Option(help="Why; it stays in the ledger.")],
) -> None:
    """Wait no longer, from today on."""
    Watchlist(context.obj).withdraw(name, date.today(), why)


@watch.command("conditions")
def conditions_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the conditions that have names."""
    rows = [(each.name, each.question, each.why) for each in Watchlist(context.obj).conditions()]
    print_answer(Table(("condition", "question", "how"), [*rows]), as_json)


def _complete(options: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in options.items() if value is not None}
    for needed in ("name", "company", "deadline"):
        if needed not in given:
            raise typer.BadParameter(f"give {needed}, or --file with watches")
    return given


def _print(verdicts: list[Verdict], as_json: bool) -> None:
    if as_json:
        write(json.dumps([*map(as_data, verdicts)], ensure_ascii=False, indent=2) + "\n")
    else:
        print_answer(to_table(verdicts))


def _day(given: datetime | None) -> date:
    return given.date() if given else date.today()
