"""Commands that write files: view and export."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer

from kg import answers, drawings
from kg.cli.app import Params, app, parameters_of
from kg.cli.printing import say
from kg.errors import ViewError


class Export(StrEnum):
    """Formats of `kg export`."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"
    NEO4J_ADMIN = "neo4j-admin"


@app.command()
def view(
    context: typer.Context,
    entity: Annotated[str | None, typer.Argument(help="Its neighbourhood; else the whole.")] = None,
    to: Annotated[str | None, typer.Option(help="A path from the entity to this one.")] = None,
    chain: Annotated[
        bool, typer.Option("--chain", help="Suppliers to its left, customers to its right.")
    ] = False,
    contrast: Annotated[bool, typer.Option("--contrast", help="It beside its rivals.")] = False,
    theme: Annotated[str | None, typer.Option(help="The capability to contrast.")] = None,
    query: Annotated[
        str | None,
        typer.Option(help="What a query in Cypher finds, by ids or names; - reads it from input."),
    ] = None,
    param: Params = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.")] = Path(
        "graph.html"
    ),
) -> None:
    """Draw an entity's neighbourhood, or another part of the graph, as a page without network."""
    from kg.views.page import write_page  # loads pyvis and networkx

    try:
        drawing = drawings.chosen(
            context.obj,
            entity,
            to=to,
            chain=chain,
            contrast=contrast,
            theme=theme,
            query=sys.stdin.read() if query == "-" else query,
            parameters=parameters_of(param),
        )
    except ViewError as err:
        raise typer.BadParameter(str(err)) from err
    write_page(drawing, output)
    left_out = f", {drawing.omitted_nodes} left out" if drawing.omitted_nodes else ""
    say(f"{output}: {len(drawing.nodes)} entities{left_out}, {len(drawing.edges)} relations")


@app.command()
def export(
    context: typer.Context,
    shape: Annotated[Export, typer.Argument(metavar="FORMAT", help=", ".join(Export))],
    to: Annotated[Path, typer.Argument(help="File (graphml, gexf) or folder to write.")],
) -> None:
    """Write all entities and relations for other programs; for neo4j-admin, the whole graph."""
    if shape is Export.NEO4J_ADMIN:
        *_, command = answers.import_files(context.obj, to)
        say(f"{to}: the whole graph; stop the server and run {command}")
        return
    from kg.views import export as files  # loads pyarrow and networkx

    nodes, edges = answers.whole(context.obj)
    paths = files.export(nodes, edges, to, cast("files.Format", shape.value))
    held = f"{len(nodes.rows)} entities, {len(edges.rows)} relations"
    say(f"{', '.join(map(str, paths))}: {held}")
