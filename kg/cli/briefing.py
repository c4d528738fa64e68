"""The command that writes a brief."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from kg.briefing import brief as compose
from kg.cli.app import app
from kg.cli.printing import write
from kg.views.briefs import as_data, to_html, to_markdown


class Shape(StrEnum):
    """Formats of `kg brief`."""

    MD = "md"
    HTML = "html"
    JSON = "json"


@app.command()
def brief(
    context: typer.Context,
    article: Annotated[str, typer.Argument(help="Id, address or key of the article.")],
    shape: Annotated[Shape, typer.Option("--format", help="How to write it.")] = Shape.MD,
    company: Annotated[str | None, typer.Option(help="Whose strategy; else chosen.")] = None,
    theme: Annotated[str | None, typer.Option(help="Which capability; else chosen.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="By what was published by then; else its day."),
    ] = None,
) -> None:
    """Write what an article means for a company's strategy, every sentence with its source."""
    day = as_of.date() if as_of else None
    found = compose(context.obj, article, company=company, theme=theme, as_of=day)
    if shape is Shape.JSON:
        write(json.dumps(as_data(found), ensure_ascii=False, indent=2) + "\n")
    else:
        write(to_html(found) if shape is Shape.HTML else to_markdown(found))
