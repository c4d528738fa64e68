"""The magic `%%cypher` for notebooks: `%load_ext kg` adds it.

    %%cypher --df deals
    MATCH (a:Company)-[deal:SUPPLIES]->(b:Company)
    WHERE deal.status = $status
    RETURN a.name AS supplier, b.name AS customer

IPython comes with the notebook, not with kg; nothing else of kg imports it.
"""

import shlex
from collections.abc import Mapping

import pandas as pd
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic_arguments import MagicArgumentParser

from kg.api import KnowledgeGraph
from kg.errors import KGError
from kg.graph.guard import parameters_of
from kg.views.page import Picture

_OPTIONS = MagicArgumentParser(prog="%%cypher", add_help=False)  # type: ignore[no-untyped-call]
_OPTIONS.add_argument("--df", metavar="NAME", help="also keep the answer as a DataFrame")
_OPTIONS.add_argument("--graph", action="store_true", help="draw what the answer names, instead")
_OPTIONS.add_argument("--on", metavar="NAME", help="variable of the graph, if there are several")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """What `%load_ext kg.notebook` runs."""

    def cypher(line: str, cell: str) -> pd.DataFrame | Picture:
        """Answer the query in the cell, which may only read; $name is the variable of that name.

        --df NAME   also keep the answer as a DataFrame of this name
        --graph     draw the entities that the answer names by id or name, instead of a table
        --on NAME   the variable that holds the graph, where there are several
        """
        return _answered(line, cell, shell.user_ns)

    shell.register_magic_function(cypher, "cell")  # type: ignore[arg-type]


def _answered(line: str, cell: str, space: dict[str, object]) -> pd.DataFrame | Picture:
    """A frame or a picture; where kg refuses, one line instead of a traceback through it."""
    options = _OPTIONS.parse_args(shlex.split(line))
    if options.df is not None and not options.df.isidentifier():
        raise UsageError(f"--df {options.df!r} is no name of a variable")
    graph = _graph(space, options.on)
    try:
        found = graph.query(cell, **_parameters(cell, space))
        drawn = graph.picture_of(found) if options.graph else None
    except KGError as err:
        raise UsageError(str(err)) from err
    if found.attrs["truncated"]:
        print(f"cut at the row limit after {len(found):,} rows, there are more")  # noqa: T201
    if options.df:
        space[options.df] = found
    return found if drawn is None else drawn


def _graph(space: Mapping[str, object], name: str | None) -> KnowledgeGraph:
    """The graph of that variable, or the only one that a variable holds."""
    held = {
        key: value
        for key, value in space.items()
        if isinstance(value, KnowledgeGraph) and not key.startswith("_")
    }
    if name is not None:
        if name not in held:
            raise UsageError(f"--on {name}: no variable of that name holds a graph")
        return held[name]
    if not held:
        raise UsageError('no graph is open: graph = kg.open("news.kg") opens one')
    if len({id(graph) for graph in held.values()}) > 1:
        raise UsageError(f"there are several graphs: choose with --on one of {', '.join(held)}")
    return next(iter(held.values()))


def _parameters(query: str, space: Mapping[str, object]) -> dict[str, object]:
    """The variables that the query asks for by $name; the guard tells their names in lower case."""
    wanted = parameters_of(query)
    found = {name: value for name, value in space.items() if name.casefold() in wanted}
    if missing := sorted(wanted - {name.casefold() for name in found}):
        raise UsageError(f"${missing[0]} has no value: set the variable {missing[0]} first")
    return found
