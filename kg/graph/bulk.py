"""The graph as files for neo4j-admin database import, which fills an empty database at once.

The format is that of the Neo4j 5 operations manual, "Import": a header file and a data file for
each label and each edge type, quoted text, nothing for null, and lists joined by one character.
"""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from kg.errors import Unavailable, Unusable
from kg.graph import writer
from kg.graph.base import NEO4J, GraphStore
from kg.graph.content import counts
from kg.graph.templates import template

COMMAND_FILE = "import.sh"

# Unit separator: no text holds it, for what is read drops control characters.
_BETWEEN = "\x1f"
_OPTIONS = ("--overwrite-destination", "--multiline-fields=true", "--array-delimiter=U+001F")

_TYPES = {
    "aliases": "string[]", "quotes": "string[]", "scope": "string[]",
    "scope_evidence": "string[]", "capability": "boolean",
    "published": "date", "first_seen": "date", "last_seen": "date",
    "confidence": "double", "score": "double", "amount": "double",
    "count": "long", "claims": "long", "articles": "long", "publishers": "long",
    "schema": "long", "sequence": "long",
    "id": "ID", "subject": "START_ID", "object": "END_ID",
}  # fmt: skip

_HEAD = """\
#!/bin/sh
# Fills an empty Neo4j 5 database with this graph; the server must be stopped.
cd "$(dirname "$0")" || exit 1
"""

# A property is kept under the name of its column but for these: the ends of an edge have none.
_UNNAMED = {"subject", "object"}


def write_import_files(store: GraphStore, folder: Path, database: str = "neo4j") -> list[Path]:
    """Write the graph's files and the command that imports them; all of them, the command last.

    The mark of the projection goes along, so kg takes the imported graph for its own.

    Raises:
        Unusable: the graph was never projected.
        Unavailable: the folder cannot be written.
    """
    position = writer.position(store)
    if position is None:
        raise Unusable("the graph is empty; ingest articles or rebuild it before exporting it")
    mark = {"id": "projection"} | asdict(replace(position, engine=NEO4J))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        words = [*_nodes(store, folder), *_edges(store, folder)]
        words.append(_write(folder, "nodes", "Projection", tuple(mark), [tuple(mark.values())]))
        files = [folder / name for word in words for name in word.rpartition("=")[2].split(",")]
        return [*files, _write_command(folder, words, database)]
    except OSError as err:
        raise Unavailable(f"cannot export to {folder}: {err}") from err


def _nodes(store: GraphStore, folder: Path) -> Iterator[str]:
    for label in counts(store).nodes:
        # Every entity is read under its kind.
        if label == "Entity":
            continue
        table = store.read(template("read/nodes", LABEL=label))
        labels = ":".join([label, *sorted(set(map(str, table.rows[0][0])) - {label})])  # type: ignore[call-overload]
        columns = ["title" if c == "name" and label == "Article" else c for c in table.columns[1:]]
        yield _write(folder, "nodes", labels, columns, (row[1:] for row in table.rows))


def _edges(store: GraphStore, folder: Path) -> Iterator[str]:
    for type_ in counts(store).edges:
        table = store.read(template("read/edges", TYPE=type_))
        yield _write(folder, "relationships", type_, table.columns, table.rows)


def _write(
    folder: Path, what: str, labels: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> str:
    """Two files, and the word of the command that names them."""
    stem = f"{what}-{labels.partition(':')[0]}"
    files = (f"{stem}-header.csv", f"{stem}.csv")
    (folder / files[0]).write_text(",".join(map(_heading, columns)) + "\n", "utf-8")
    with (folder / files[1]).open("w", encoding="utf-8", newline="") as out:
        out.writelines(",".join(map(_cell, row)) + "\n" for row in rows)
    return f"--{what}={labels}={','.join(files)}"


def _heading(column: str) -> str:
    name = "" if column in _UNNAMED else column
    return f"{name}:{_TYPES[column]}" if column in _TYPES else name


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case date():
            return value.isoformat()
        case list():
            return _quoted(_BETWEEN.join(value))
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _write_command(folder: Path, words: Sequence[str], database: str) -> Path:
    # The database first: after the files, it would be taken for one more.
    command = f"neo4j-admin database import full {shlex.quote(database)}"
    path = folder / COMMAND_FILE
    lines = " \\\n  ".join([command, *map(shlex.quote, (*_OPTIONS, *words))])
    path.write_text(f"{_HEAD}{lines}\n", "utf-8")
    path.chmod(0o755)
    return path
