"""Commands about strategy: posture, contrast, timeline."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kg import answers
from kg.cli.app import AsCsv, AsJson, Columns, app
from kg.cli.printing import print_answer, say, write
from kg.posture import load
from kg.store import Store
from kg.views import contrasts, postures
from kg.views.cells import plain

Company = Annotated[str, typer.Argument(help="Name, alias or id.")]
Theme = Annotated[
    str | None, typer.Option(help="The capability in your words; else everything counts.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only what was published by this day."),
]


@app.command()
def posture(
    context: typer.Context,
    company: Company,
    theme: Theme = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say whether a company makes, buys or allies for a capability, and on what evidence."""
    store: Store = context.obj
    rules = load(store.settings.posture)
    found = answers.posture(store, company, theme, as_of=_day(as_of))
    if as_json:
        data = postures.as_data(found, rules)
        write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    print_answer(postures.facts(found, rules), title=f"{found.company}: {found.label.value}")
    print_answer(postures.grounds(found.grounds), title="For")
    print_answer(postures.grounds(found.against), title="Over, or denied")


@app.command()
def contrast(
    context: typer.Context,
    company: Company,
    theme: Theme = None,
    as_of: AsOf = None,
    rivals: Annotated[int, typer.Option(min=1, max=50, help="Most others to compare with.")] = 6,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Also draw it as an HTML page.")
    ] = None,
    columns: Columns = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Put a company beside its competitors, stated rivals first, with evidence."""
    store: Store = context.obj
    found = answers.contrast(store, company, theme, as_of=_day(as_of), rivals=rivals)
    if as_json:
        data = contrasts.data(found, load(store.settings.posture))
        write(json.dumps(plain(data), ensure_ascii=False, indent=2) + "\n")
    else:
        print_answer(contrasts.table(found), as_csv=as_csv, columns=columns)
    if output:
        from kg.views.page import write_page  # loads pyvis and networkx

        write_page(contrasts.drawing(found, {**store.ontology.predicates}), output)
        say(f"{output}: {len(found)} companies")


@app.command()
def timeline(
    context: typer.Context,
    company: Company,
    theme: Theme = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show when a company's posture changed, what moved it, and where articles contradict."""
    store: Store = context.obj
    by = _day(as_of)
    turned = contrasts.turns(answers.postures(store, company, theme, as_of=by))
    against = answers.ask(store, "contradictions", {"company": company, "as_of": by})
    if as_json:
        data = {"turns": turned.records(), "contradictions": against.records()}
        write(json.dumps(plain(data), ensure_ascii=False, indent=2) + "\n")
        return
    print_answer(turned, title="Posture")
    print_answer(against, title="Contradictions, side by side")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
