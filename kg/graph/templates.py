"""The store's own Cypher, read from kg/cypher/write and kg/cypher/read."""

import re
from functools import cache
from importlib import resources

from kg.errors import GraphError

# Labels and edge types cannot be parameters; a name that is more than this is not put in.
_NAME = re.compile(r"[A-Z][A-Za-z_]*")
_PLACE = re.compile(r"__([A-Z]+)__")


@cache
def template(path: str, **names: str) -> str:
    """The text of kg/cypher/`path`.cypher with each __PLACE__ filled by the name given for it.

    Raises:
        GraphError: a name is not a plain word that begins with a capital letter.
        KeyError: no name was given for a place.
    """
    for name in names.values():
        if not _NAME.fullmatch(name):
            raise GraphError(f"{name!r} cannot be a label or edge type; rename it in the ontology")
    text = resources.files("kg").joinpath(f"cypher/{path}.cypher").read_text("utf-8")
    return _PLACE.sub(lambda place: names[place[1]], text)
