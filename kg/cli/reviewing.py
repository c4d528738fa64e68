"""Commands that correct the graph."""

from getpass import getuser
from typing import Annotated

import typer

from kg.cli.app import AsCsv, AsJson, app
from kg.cli.printing import print_answer, say
from kg.ledger import Entry
from kg.review import Review, to_table

review = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(review, name="review", help="Correct the graph; every judgement can be undone.")

Named = Annotated[str, typer.Argument(help="Name, alias or id.")]
Why = Annotated[str, typer.Option(help="Why; it stays in the ledger.")]
By = Annotated[
    str, typer.Option(default_factory=getuser, show_default="you", help="Who judges so.")
]


@review.command()
def suggest(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option(help="Only this kind, such as Company.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most pairs.")] = 50,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List pairs that may be one entity, the likeliest first, each with its reason."""
    print_answer(to_table(Review(context.obj).suggest(kind=kind, limit=limit)), as_json, as_csv)


@review.command()
def merge(context: typer.Context, stays: Named, goes: Named, why: Why, by: By) -> None:
    """Read all that is said of the second as said of the first."""
    _told(Review(context.obj).merge(stays, goes, by=by, why=why))


@review.command()
def distinct(context: typer.Context, one: Named, other: Named, why: Why, by: By) -> None:
    """Hold two entities apart: never suggest or merge them."""
    _told(Review(context.obj).distinct(one, other, by=by, why=why))


@review.command()
def split(
    context: typer.Context,
    entity: Named,
    into: Annotated[str, typer.Option(help="Name of the other thing; may be new.")],
    why: Why,
    by: By,
    article: Annotated[
        list[str] | None, typer.Option(help="Where it is meant: id or address; may be repeated.")
    ] = None,
) -> None:
    """Part what was taken for one: in these articles, or, without, what was merged."""
    _told(Review(context.obj).split(entity, into, article or (), by=by, why=why))


@review.command()
def alias(
    context: typer.Context,
    entity: Named,
    name: Annotated[str, typer.Argument(help="The alias.")],
    why: Why,
    by: By,
    remove: Annotated[bool, typer.Option("--remove", help="It does not go by it.")] = False,
) -> None:
    """Let an entity go by one more name, or no longer by one."""
    _told(Review(context.obj).alias(entity, name, remove=remove, by=by, why=why))


@review.command()
def wrong(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(help="Id of the claim, as kg evidence shows it.")],
    why: Why,
    by: By,
) -> None:
    """Take a claim out: the article does not say so, or it is not so."""
    _told(Review(context.obj).wrong(claim, by=by, why=why))


@review.command()
def undo(
    context: typer.Context,
    judgement: Annotated[str, typer.Argument(help="Its id, as kg review log shows it.")],
    why: Why,
    by: By,
) -> None:
    """Let a judgement no longer stand; undoing that lets it stand again."""
    _told(Review(context.obj).undo(judgement, by=by, why=why))


@review.command()
def log(context: typer.Context, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List all judgements, the latest first: who, when and why, and whether they stand."""
    print_answer(Review(context.obj).log(), as_json, as_csv)


def _told(recorded: list[Entry]) -> None:
    if not recorded:
        say("judged so already; nothing to do")
    for entry in recorded:
        say(f"recorded as {entry.id}; kg review undo {entry.id} takes it back")
