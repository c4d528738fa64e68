"""Commands that plot for paper: kg plot."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.printing import say

plot = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(plot, name="plot", help="Plot for paper, as a PNG or SVG file.")

Company = Annotated[str, typer.Argument(help="Name, alias or id.")]
Theme = Annotated[
    str | None, typer.Option(help="The capability in your words; else everything counts.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only what was published by this day."),
]
Output = Annotated[Path, typer.Option("--output", "-o", help="File to write: .png or .svg.")]


@plot.command()
def posture(
    context: typer.Context,
    company: Company,
    output: Output = Path("posture.png"),
    theme: Theme = None,
    as_of: AsOf = None,
    rivals: Annotated[int, typer.Option(min=0, max=20, help="Most others beside it.")] = 4,
) -> None:
    """Plot how strong make, buy and ally are, for a company and its rivals."""
    from kg import figures  # loads matplotlib

    figures.posture(context.obj, company, theme, as_of=_day(as_of), rivals=rivals).save(output)
    say(f"{output}: posture of {company}")


@plot.command()
def timeline(
    context: typer.Context,
    company: Company,
    output: Output = Path("timeline.png"),
    theme: Theme = None,
    as_of: AsOf = None,
) -> None:
    """Plot how make, buy and ally went over time, and where the posture turned."""
    from kg import figures  # loads matplotlib

    figures.timeline(context.obj, company, theme, as_of=_day(as_of)).save(output)
    say(f"{output}: timeline of {company}")


@plot.command()
def coverage(
    context: typer.Context,
    company: Company,
    output: Output = Path("coverage.png"),
    theme: Theme = None,
    as_of: AsOf = None,
) -> None:
    """Plot how many articles were read each month: absence counts as far as somebody looked."""
    from kg import figures  # loads matplotlib

    figures.coverage(context.obj, company, theme, as_of=_day(as_of)).save(output)
    say(f"{output}: coverage of {company}")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
