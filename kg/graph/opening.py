"""Where the graph is kept: in a folder beside the ledger, or on a server."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.config import Settings
from kg.errors import ConfigError
from kg.graph import embedded
from kg.graph.base import GraphStore


@dataclass(frozen=True, slots=True)
class Home:
    """How to open the graph to read and to write it, and to throw a damaged one away."""

    reader: Callable[[], GraphStore]
    writer: Callable[[], GraphStore]
    discard: Callable[[], None]


def home(settings: Settings) -> Home:
    """The place of the graph that the settings name; nothing is opened yet.

    Raises:
        ConfigError: the file of the password cannot be read.
    """
    return _on_server(settings) if settings.graph else in_folder(Path(settings.store))


def in_folder(folder: Path) -> Home:
    """The place of a graph that is kept in a folder."""
    return Home(
        partial(embedded.open_reader, folder),
        partial(embedded.open_writer, folder),
        partial(embedded.discard, folder),
    )


def _on_server(settings: Settings) -> Home:
    # Here, not above: the driver takes a second to load, and most graphs are in a folder.
    from kg.graph import bolt, bolt_server

    server = bolt_server.Server(
        str(settings.graph), settings.graph_user, _password(settings), settings.graph_database
    )
    return Home(
        partial(bolt.open_reader, server),
        partial(bolt.open_writer, server),
        # Only a file can be damaged so that it cannot be opened.
        lambda: None,
    )


def _password(settings: Settings) -> str:
    if settings.graph_password_file is None:
        return settings.graph_password or ""
    try:
        return settings.graph_password_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(
            f"cannot read graph_password_file {settings.graph_password_file}: {err}"
        ) from err
