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
)

if TYPE_CHECKING:
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
    "__version__",
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
