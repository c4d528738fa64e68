"""The catalogue of named queries: files with a header, checked, given values and run.

A file holds one query after comment lines of this form, each kind in this order:

    // question: what an analyst asks
    // param: name: type -- meaning
    // param: name: type? -- meaning; null where it is not given
    // param: name: type = default -- meaning
    // column: name: type -- meaning
    // why: how the answer is found, and what it leaves out
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import takewhile

from kg.errors import QueryError
from kg.graph.base import GraphStore, Table
from kg.graph.guard import check_read_only, parameters_of
from kg.graph.resolution import resolve
from kg.ontology import Ontology

_LINE = re.compile(r"// (?P<field>\w+): (?P<text>.+)")
_PARAM = re.compile(
    r"(?P<name>[a-z_]+): (?P<type>[a-z]+)(?:\((?P<kinds>\w+(?:\|\w+)*)\))?(?P<optional>\?)?"
    r"(?: = (?P<default>\S+))? -- (?P<meaning>.+)"
)
_COLUMN = re.compile(r"(?P<name>[a-z_]+): (?P<type>[a-z]+) -- (?P<meaning>.+)")
_FIELDS = ("question", "param", "column", "why")
_TYPES = {"string", "int", "float", "bool", "date", "entity", "theme", "article"}
_COLUMN_TYPES = {"string", "int", "float", "bool", "date", "list"}
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query wants to know. `kinds` only for entities; `default` is text as in the file."""

    name: str
    type: str
    meaning: str
    kinds: tuple[str, ...] = ()
    optional: bool = False
    default: str | None = None

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return not self.optional and self.default is None


@dataclass(frozen=True, slots=True)
class Column:
    """What a query answers with."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Query:
    """A named query. `text` is what runs, its header included."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All named queries, the ontology that their arguments are read by, and what one is called."""

    queries: Mapping[str, Query]
    ontology: Ontology
    called: str = "query"

    @classmethod
    def load(
        cls, ontology: Ontology, folder: Traversable | None = None, called: str = "query"
    ) -> "Catalogue":
        """The queries of a folder, without it those shipped in kg/cypher.

        Raises:
            QueryError: a header is incomplete or does not fit its query.
        """
        files = (folder or resources.files("kg").joinpath("cypher")).iterdir()
        found = (
            parse(file.name.removesuffix(".cypher"), file.read_text("utf-8"))
            for file in sorted(files, key=lambda file: file.name)
            if file.name.endswith(".cypher")
        )
        return cls({query.name: query for query in found}, ontology, called)

    def names(self) -> tuple[str, ...]:
        """The names, in alphabetical order."""
        return tuple(self.queries)

    def get(self, name: str) -> Query:
        """The query of that name.

        Raises:
            QueryError: there is none; the message names the nearest.
        """
        if name not in self.queries:
            raise QueryError(_unknown(self.called, name, self.queries))
        return self.queries[name]

    def run(
        self,
        store: GraphStore,
        name: str,
        arguments: Mapping[str, object],
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        """The answer of a named query; see `bind` for the arguments.

        Raises:
            QueryError: the query or an argument is unknown, or a value does not fit.
            GraphError: the store's own.
        """
        query = self.get(name)
        values = bind(query, arguments, store, self.ontology)
        return store.read(query.text, values, row_limit=row_limit, timeout=timeout)


@cache
def parse(name: str, text: str) -> Query:
    """The query that a file holds.

    Raises:
        QueryError: the header is incomplete or out of order, or does not fit the query.
    """
    lines = text.splitlines(keepends=True)
    comments = list(takewhile(lambda line: line.startswith("//"), lines))
    header = _header(name, [line.strip() for line in comments])
    query = Query(
        name,
        " ".join(header["question"]),
        tuple(_parameter(name, line) for line in header["param"]),
        tuple(_column(name, line) for line in header["column"]),
        " ".join(header["why"]),
        text,
    )
    check_read_only(text)
    _check(query, "".join(lines[len(comments) :]))
    return query


def _header(query: str, lines: Iterable[str]) -> dict[str, list[str]]:
    header: dict[str, list[str]] = {field: [] for field in _FIELDS}
    reached = 0
    for line in lines:
        match = _LINE.fullmatch(line)
        if not match or match["field"] not in _FIELDS[reached:]:
            raise QueryError(f"query {query}: the header line {line!r} is malformed or misplaced")
        reached = _FIELDS.index(match["field"])
        header[match["field"]].append(match["text"])
    for field in ("question", "column", "why"):
        if not header[field]:
            raise QueryError(f"query {query}: the header says nothing under {field!r}; add it")
    return header


def _parameter(query: str, text: str) -> Parameter:
    match = _PARAM.fullmatch(text)
    if not match or match["type"] not in _TYPES or _misplaced_kinds(match):
        raise QueryError(f"query {query}: the parameter {text!r} is not 'name: type -- meaning'")
    if match["optional"] and match["default"]:
        raise QueryError(f"query {query}: {match['name']} has a default and needs no '?'")
    parameter = Parameter(
        match["name"],
        match["type"],
        match["meaning"],
        tuple(match["kinds"].split("|")) if match["kinds"] else (),
        bool(match["optional"]),
        match["default"],
    )
    if parameter.default is not None:
        _plain_value(parameter, parameter.default)
    return parameter


def _misplaced_kinds(match: re.Match[str]) -> bool:
    return (match["kinds"] is None) == (match["type"] == "entity")


def _column(query: str, text: str) -> Column:
    match = _COLUMN.fullmatch(text)
    if not match or match["type"] not in _COLUMN_TYPES:
        raise QueryError(f"query {query}: the column {text!r} is not 'name: type -- meaning'")
    return Column(match["name"], match["type"], match["meaning"])


def _check(query: Query, body: str) -> None:
    declared = [parameter.name for parameter in query.parameters]
    columns = [column.name for column in query.columns]
    used = parameters_of(body)
    faults = [f"parameter {name} is used and not declared" for name in used.difference(declared)]
    faults += [f"parameter {name} is declared and not used" for name in set(declared) - used]
    faults += [
        f"{name} is declared twice"
        for names in (declared, columns)
        for name in set(names)
        if names.count(name) > 1
    ]
    if faults:
        raise QueryError(f"query {query.name}: {'; '.join(sorted(faults))}")


def bind(
    query: Query, arguments: Mapping[str, object], store: GraphStore, ontology: Ontology
) -> dict[str, object]:
    """A value for every parameter: given, by default, or None.

    An entity may be given by name, alias or id, a theme by name or wording, a day as a date or
    in ISO format. A theme becomes the ids of the theme and of all below it.

    Raises:
        QueryError: an argument is unknown, missing or does not fit its type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in arguments:
        if name not in known:
            raise QueryError(f"query {query.name}: {_unknown('parameter', name, known)}")
    return {
        name: _bound(query, p, arguments.get(name), store, ontology) for name, p in known.items()
    }


def _bound(
    query: Query, parameter: Parameter, given: object, store: GraphStore, ontology: Ontology
) -> object:
    value = parameter.default if given is None else given
    if value is None:
        if parameter.required:
            raise QueryError(
                f"query {query.name} needs the parameter {parameter.name}: {parameter.meaning}"
            )
        return None
    if parameter.type == "entity":
        return resolve(store, str(value), parameter.kinds)
    if parameter.type == "theme":
        return _themes(str(value), ontology)
    return _plain_value(parameter, value)


def _themes(wording: str, ontology: Ontology) -> list[str]:
    known = ontology.theme_of_wording
    name = known.get(" ".join(wording.lower().split()))
    if name is None:
        raise QueryError(_unknown("theme", wording, known))
    return [ontology.themes[theme].id for theme in ontology.descendants(name)]


def _plain_value(parameter: Parameter, value: object) -> object:
    try:
        if parameter.type == "bool":
            return _TRUTH[str(value).lower()]
        if parameter.type == "date":
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        if parameter.type in {"int", "float"}:
            return {"int": int, "float": float}[parameter.type](str(value))
    except (KeyError, ValueError) as err:
        raise QueryError(
            f"parameter {parameter.name} is {value!r}; it must be of type {parameter.type}"
        ) from err
    return str(value)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    nearest = get_close_matches(name, known, n=3, cutoff=0.5) or sorted(known)[:20]
    return f"unknown {what} {name!r}; did you mean {', '.join(nearest)}?"
