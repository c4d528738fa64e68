"""Commands that answer: ask, query, show, evidence, stats, doctor."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

import typer

from kg import answers
from kg import doctor as check_up
from kg import related as coverage
from kg.cli.app import EXIT_ERROR, AsCsv, AsJson, Columns, Params, app, parameters_of
from kg.cli.printing import print_answer, say, write
from kg.graph import portability
from kg.graph.base import Table
from kg.queries import Parameter, Query
from kg.store import Store
from kg.views.tables import to_json


@app.command(
    context_settings={
        "allow_extra_args": True,
        "ignore_unknown_options": True,
        "help_option_names": [],
    },
    options_metavar="[--PARAMETER VALUE ...]",
)
def ask(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Name of the query.")] = None,
    show_list: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    show_cypher: Annotated[bool, typer.Option("--cypher", help="Print the query itself.")] = False,
    show_help: Annotated[
        bool, typer.Option("--help", "-h", help="Explain the query; without NAME, show this.")
    ] = False,
    columns: Columns = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Answer a named query: kg ask vendor_dependency --company Stellantis."""
    store: Store = context.obj
    if show_help and name is None:
        write(context.get_help() + "\n")
    elif show_list or name is None:
        print_answer(answers.named_queries(store), as_json, as_csv)
    elif show_help:
        _explain(answers.named_query(store, name))
    elif show_cypher:
        write(answers.named_query(store, name).text)
    else:
        arguments = dict(_pairs(context.args))
        print_answer(answers.ask(store, name, arguments), as_json, as_csv, columns=columns)


@app.command()
def query(
    context: typer.Context,
    cypher: Annotated[str, typer.Argument(help="The query, or - to read it from standard input.")],
    param: Params = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain-portability", help="Say what would not run on the other engine; run nothing."
        ),
    ] = False,
    columns: Columns = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Answer a query in Cypher; it may only read."""
    text = sys.stdin.read() if cypher == "-" else cypher
    if explain:
        print_answer(portability.explain(text), as_json, as_csv)
        return
    found = answers.query(context.obj, text, parameters_of(param))
    print_answer(found, as_json, as_csv, columns=columns)


@app.command()
def show(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(help="Name, alias or id.")],
    as_json: AsJson = False,
) -> None:
    """Show an entity: what is known of it, its relations and its themes."""
    facts = answers.entity(context.obj, entity)
    relations = answers.relations(context.obj, str(facts["id"]))
    if as_json:
        rows = json.loads(to_json(relations))
        write(json.dumps({**facts, "relations": rows}, ensure_ascii=False, indent=2) + "\n")
        return
    print_answer(Table(("fact", "value"), list(facts.items())), title=str(facts["name"]))
    print_answer(relations, title="Relations")


@app.command()
def evidence(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(help="Name, alias or id.")],
    other: Annotated[str | None, typer.Argument(help="Only claims about both.")] = None,
    predicate: Annotated[str | None, typer.Option(help="Only this one, such as SUPPLIES.")] = None,
    columns: Columns = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show the sentences behind an entity's relations, with dates, publishers and links."""
    print_answer(
        answers.evidence(context.obj, entity, other, predicate), as_json, as_csv, columns=columns
    )


@app.command()
def related(
    context: typer.Context,
    about: Annotated[str, typer.Argument(help="Article (id, address or key), or a company.")],
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Published by this day.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most articles.")] = 10,
    columns: Columns = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List earlier articles that bear on this one, or on a company, each with the reasons."""
    day = as_of.date() if as_of else None
    found = coverage.related(context.obj, about, as_of=day, limit=limit)
    print_answer(coverage.to_table(found), as_json, as_csv, columns=columns)
    say(f"out of {found.articles:,} articles published by {found.until}")


@app.command()
def stats(
    context: typer.Context,
    refused: Annotated[bool, typer.Option("--refused", help="List what was set aside.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Count what the ledger and the graph hold; the digest tells two graphs apart."""
    store: Store = context.obj
    if refused:
        refusals = store.ledger().refusals()
        rows = [(each.source, each.line, each.reason) for each in refusals]
        print_answer(Table(("source", "line", "reason"), [*rows]), as_json, as_csv)
        return
    held = answers.stats(store)
    if as_json:
        write(json.dumps(held, indent=2) + "\n")
    else:
        print_answer(Table(("what", "value"), list(held.items())), as_csv=as_csv)


@app.command()
def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Check that kg, its models and this store are in order."""
    found = check_up.examine(context.obj)
    print_answer(found.table, as_json)
    if not found.well:
        raise typer.Exit(EXIT_ERROR)


def _explain(query: Query) -> None:
    parameters = [(f"--{p.name}", p.type, _when_left_out(p), p.meaning) for p in query.parameters]
    columns = [(column.name, column.type, column.meaning) for column in query.columns]
    asked = Table(("parameter", "type", "left out", "meaning"), [*parameters])
    print_answer(asked, title=query.question)
    print_answer(Table(("column", "type", "meaning"), [*columns]), title="Answer")
    write(f"{query.why}\n")


def _when_left_out(parameter: Parameter) -> str:
    return "must be given" if parameter.required else parameter.default or "any"


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """--name value and --name=value; a --name alone is true."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise typer.BadParameter(f"{word!r} is not --PARAMETER VALUE; see kg ask --list")
        name, equals, value = word.removeprefix("--").partition("=")
        if not equals:
            value = rest.pop(0) if rest and not rest[0].startswith("--") else "true"
        yield name.replace("-", "_"), value
