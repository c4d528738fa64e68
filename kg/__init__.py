"""kg: a knowledge graph of companies, read out of the news.

    import kg
    graph = kg.open("news.kg")
    graph.ingest("articles/*.jsonl")
    graph.ask("vendor_dependency", company="Stellantis")

`open` gives a KnowledgeGraph; every error that kg raises on purpose is a KGError.
"""

from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import (
    ArticleError,
    ConfigError,
    GraphError,
    KGError,
    LedgerError,
    NotFound,
    OntologyError,
    PipelineError,
    QueryError,
    QueryFailed,
    ScoringError,
    Unavailable,
    Unusable,
    ViewError,
    WatchError,
)

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from IPython.core.interactiveshell import InteractiveShell

    from kg.api import KnowledgeGraph

__version__ = metadata.version("kg")

__all__ = [
    "ArticleError",
    "ConfigError",
    "GraphError",
    "KGError",
    "LedgerError",
    "NotFound",
    "OntologyError",
    "PipelineError",
    "QueryError",
    "QueryFailed",
    "ScoringError",
    "Unavailable",
    "Unusable",
    "ViewError",
    "WatchError",
    "__version__",
    "load_frames",
    "load_networkx",
    "open",
]


def open(store: str | Path | None = None, **settings: object) -> "KnowledgeGraph":
    """The knowledge graph in the folder `store`, by default the setting's; it need not exist yet.

    `settings` are those of `kg.config.Settings` and win over kg.toml and KG_* variables.

    Raises:
        ConfigError, OntologyError: a setting or a vocabulary file is wrong.
    """
    # Here, not above: pandas and spaCy take seconds to load, and the command line needs neither
    # to answer a query.
    from kg.api import KnowledgeGraph

    return KnowledgeGraph(store, **settings)


def load_frames(
    store: str | Path | None = None, **settings: object
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """All entities and all relations of a graph as DataFrames; arguments as for `open`.

    Raises:
        KGError: as `open` and the stores do.
    """
    with open(store, **settings) as graph:
        return graph.frames()


def load_networkx(store: str | Path | None = None, **settings: object) -> "nx.MultiDiGraph[str]":
    """All entities and relations of a graph as a NetworkX graph; arguments as for `open`.

    Nodes are ids, edge keys predicates; every column of `load_frames` is an attribute.

    Raises:
        KGError: as `open` and the stores do.
    """
    with open(store, **settings) as graph:
        return graph.networkx()


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """What `%load_ext kg` runs in a notebook: it adds the magic `%%cypher`."""
    from kg import notebook  # IPython comes with the notebook, not with kg

    notebook.load_ipython_extension(shell)
