"""Every error that kg raises on purpose.

KGError
├── ConfigError       a setting is unknown, of the wrong type or out of range
├── ArticleError      one article cannot be read; it is set aside, the run goes on
├── OntologyError     ontology.toml or themes.toml contradicts itself
├── PipelineError     the language pipeline cannot be loaded or run
├── LedgerError       the ledger is missing, locked, damaged or of another version
├── GraphError        the graph store
│   ├── Unusable      it is missing, damaged or of another version: rebuild it
│   ├── Unavailable   it does not answer or cannot be written
│   │   └── Busy      another process is writing it
│   └── QueryFailed   it refused or could not finish a query
├── QueryError        a named query is unknown or its parameters do not fit
│   └── NotFound      nothing in the graph goes by that name
├── WatchError        a watch is malformed, or its changes cannot be told
├── ViewError         a drawing or an export cannot be made or written
└── ScoringError      gold and system output cannot be compared

A message names the thing, its value and the remedy.
"""


class KGError(Exception):
    """Base of all errors that kg raises on purpose."""


class ConfigError(KGError):
    """A setting is unknown, of the wrong type or out of range."""


class ArticleError(KGError):
    """One article cannot be read."""


class OntologyError(KGError):
    """The ontology or the theme taxonomy contradicts itself."""


class PipelineError(KGError):
    """The language pipeline cannot be loaded or run."""


class LedgerError(KGError):
    """The ledger is missing, locked, damaged or of another version."""


class GraphError(KGError):
    """The graph store failed."""


class Unusable(GraphError):
    """The graph is missing, damaged or of another version: rebuild it from the ledger."""


class Unavailable(GraphError):
    """The graph store does not answer or cannot be written."""


class Busy(Unavailable):
    """Another process is writing the graph; it can be written when that one has finished."""


class QueryFailed(GraphError):
    """The graph store refused a query or could not finish it."""


class QueryError(KGError):
    """A named query is unknown or its parameters do not fit."""


class NotFound(QueryError):
    """Nothing in the graph goes by that name."""


class WatchError(KGError):
    """A watch is malformed, or its changes cannot be told."""


class ViewError(KGError):
    """A drawing or an export cannot be made or written."""


class ScoringError(KGError):
    """Gold and system output cannot be compared."""
