"""Commands that write files: view and export."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer

from kg import answers, drawings
from kg.cli.app import app
from kg.cli.printing import say


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
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.")] = Path(
        "graph.html"
    ),
) -> None:
    """Draw the graph as one HTML page that needs no network."""
    from kg.views.page import write_page  # loads pyvis and networkx

    drawing = drawings.around(context.obj, entity) if entity else drawings.everything(context.obj)
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
