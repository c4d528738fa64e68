"""The command that opens the explorer."""

import sys
import webbrowser
from getpass import getuser
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.printing import say
from kg.store import Store


@app.command()
def explore(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Port of 127.0.0.1; 0 takes any that is free.")
    ] = 8000,
    browser: Annotated[
        bool,
        typer.Option("--browser/--no-browser", help="Open a browser; else only the address."),
    ] = True,
) -> None:
    """Look at the graph in a browser on this machine; Ctrl-C ends it."""
    from kg.explorer import listen, serve  # loads a web server, pyvis and networkx

    store: Store = context.obj
    store.graph()  # what is wrong with it is said now, and not on the first page
    store.close()
    site = listen(port)

    def ready() -> None:
        say(f"open {site.address}")
        say("Whoever has this address can read the graph; Ctrl-C ends it.")
        if browser and sys.stderr.isatty():
            webbrowser.open(site.address)

    try:
        serve(site, store.settings, getuser(), ready)
    except KeyboardInterrupt:
        say("kg: the explorer has ended")
