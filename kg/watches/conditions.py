"""The conditions that have names: files in kg/cypher/watch, which may be read and copied."""

from importlib import resources

from kg.errors import WatchError
from kg.graph.guard import check_read_only, parameters_of
from kg.ontology import Ontology
from kg.queries import Catalogue

PARAMETERS = frozenset({"company", "theme", "words", "since", "until"})


def conditions(ontology: Ontology) -> Catalogue:
    """The named conditions; each returns rows once it is met."""
    return Catalogue.load(ontology, resources.files("kg").joinpath("cypher/watch"), "condition")


def check_query(query: str) -> None:
    """Raise unless a watch may ask this.

    Raises:
        QueryFailed: it does anything but read.
        WatchError: it uses a parameter that a watch does not have.
    """
    check_read_only(query)
    if unknown := sorted(parameters_of(query) - PARAMETERS):
        known = ", ".join(f"${name}" for name in sorted(PARAMETERS))
        raise WatchError(f"the query uses ${unknown[0]}; a watch has {known}")
