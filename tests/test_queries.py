"""The catalogue's files and arguments; what the queries answer is in tests/conformance."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg import ontology as vocabulary
from kg.errors import NotFound, QueryError, QueryFailed
from kg.graph import writer
from kg.graph.base import GraphStore, Table
from kg.graph.embedded import open_writer
from kg.model import Entity, Slice, entity_id
from kg.ontology import Ontology, Theme
from kg.queries import Catalogue, Column, Parameter, Query, bind, parse

GOOD = """\
// question: Who is
// question: there?
// param: company: entity(Company|Organization) -- the one asked about
// param: theme: theme? -- only this
// param: as_of: date? -- by this day
// param: share: float = 0.5 -- at least
// param: past: bool = false -- also the past
// param: limit: int = 50 -- most rows
// column: name: string -- its name
// column: given: list -- what was given
// why: Because
// why: it is.
MATCH (n:Company {id: $company}) // the one
WHERE NOT $past
RETURN n.name AS name, [$theme, $as_of, $share] AS given
LIMIT $limit
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    themes = [
        Theme("mobility", (), ("transport",), capability=False),
        Theme("cars", ("mobility",), ("self-driving cars",), capability=True),
        Theme("games", (), (), capability=False),
    ]
    return replace(vocabulary.load(), themes={theme.name: theme for theme in themes})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> Iterator[GraphStore]:
    with closing(open_writer(tmp_path_factory.mktemp("graph"))) as opened:
        bosch = Entity(entity_id("Company", "Bosch"), "Company", "Bosch", ("Robert Bosch",))
        opened.write(writer.project(Slice(), [bosch], (), ontology))
        yield opened


def test_a_header_is_read() -> None:
    assert parse("there", GOOD) == Query(
        "there",
        "Who is there?",
        (
            Parameter("company", "entity", "the one asked about", ("Company", "Organization")),
            Parameter("theme", "theme", "only this", optional=True),
            Parameter("as_of", "date", "by this day", optional=True),
            Parameter("share", "float", "at least", default="0.5"),
            Parameter("past", "bool", "also the past", default="false"),
            Parameter("limit", "int", "most rows", default="50"),
        ),
        (Column("name", "string", "its name"), Column("given", "list", "what was given")),
        "Because it is.",
        GOOD,
    )


FAULTS = {
    "no question": ("// question: Who is\n// question: there?\n", "", "nothing under 'question'"),
    "no column": (
        "// column: name: string -- its name\n// column: given: list -- what was given\n", "",
        "nothing under 'column'"),
    "no reason": ("// why: Because\n// why: it is.\n", "", "nothing under 'why'"),
    "unknown field": ("// why: Because", "// because: Because", "'// because: Because' is malf"),
    "not a field": ("// why: Because", "// Because", "'// Because' is malformed"),
    "out of order": ("// why: Because\n", "// why: So\n// param: x: int -- y\n", "misplaced"),
    "no meaning": (" -- most rows", "", "the parameter 'limit: int = 50' is not"),
    "unknown type": ("limit: int", "limit: number", "the parameter 'limit: number"),
    "entity without a kind": ("entity(Company|Organization)", "entity", "'company: entity --"),
    "kind of no entity": ("int = 50", "int(Company)", "'limit: int"),
    "default of another type": ("int = 50", "int = many", "limit is 'many'; .* type int"),
    "optional with a default": ("int = 50", "int? = 50", "limit has a default"),
    "unknown column type": ("given: list", "given: array", "the column 'given: array"),
    "used and not declared": ("LIMIT $limit", "LIMIT $limit + $more", "more is used and not decl"),
    "declared and not used": ("LIMIT $limit", "LIMIT 5", "limit is declared and not used"),
    "used in a comment only": ("LIMIT $limit\n", "// $limit\n", "limit is declared and not used"),
    "parameter twice": (
        "// param: limit", "// param: past: bool = true -- again\n// param: limit",
        "past is declared twice"),
    "column twice": ("// column: given: list", "// column: name: list", "name is declared twice"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_header_is_refused(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryError, match=f"query there: .*{message}|parameter {message}"):
        parse("there", GOOD.replace(old, new))


@pytest.mark.parametrize("text", ["RETURN 1 AS name; RETURN 2 AS name", "CREATE (n)", ""])
def test_a_file_holds_one_query_that_reads(text: str) -> None:
    header = "// question: a\n// column: name: int -- a\n// why: a\n"
    with pytest.raises(QueryFailed):
        parse("there", header + text)


def test_what_is_not_given_is_default_or_null(store: GraphStore, ontology: Ontology) -> None:
    assert bind(parse("there", GOOD), {"company": "Bosch"}, store, ontology) == {
        "company": entity_id("Company", "Bosch"),
        "theme": None,
        "as_of": None,
        "share": 0.5,
        "past": False,
        "limit": 50,
    }


def test_what_is_given_is_read_by_type(store: GraphStore, ontology: Ontology) -> None:
    given = {
        "company": "robert bosch gmbh",
        "theme": " Transport",
        "as_of": "2024-02-29",
        "share": "0.25",
        "past": "Yes",
        "limit": "7",
    }
    read = {
        "company": entity_id("Company", "Bosch"),
        "theme": [entity_id("Theme", "mobility"), entity_id("Theme", "cars")],
        "as_of": date(2024, 2, 29),
        "share": 0.25,
        "past": True,
        "limit": 7,
    }
    query = parse("there", GOOD)
    assert bind(query, given, store, ontology) == read
    plain = {"company": "Bosch", "theme": "transport"}
    plain |= {name: read[name] for name in ("as_of", "share", "past", "limit")}  # type: ignore[misc]
    assert bind(query, plain, store, ontology) == read


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "needs the parameter company: the one asked about"),
        ({"company": None}, "needs the parameter company"),
        ({"company": "Bosch", "them": "cars"}, "unknown parameter 'them'; did you mean theme"),
        ({"company": "Bosch", "theme": "carz"}, "unknown theme 'carz'; did you mean cars"),
        ({"company": "Bosch", "as_of": "yesterday"}, "as_of is 'yesterday'; it must be .* date"),
        ({"company": "Bosch", "limit": "1.5"}, "limit is '1.5'; it must be of type int"),
        ({"company": "Bosch", "share": "half"}, "share is 'half'; it must be of type float"),
        ({"company": "Bosch", "past": "perhaps"}, "past is 'perhaps'; it must be of type bool"),
    ],
)
def test_arguments_that_do_not_fit(
    store: GraphStore, ontology: Ontology, given: dict[str, object], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        bind(parse("there", GOOD), given, store, ontology)


def test_an_unknown_company(store: GraphStore, ontology: Ontology) -> None:
    with pytest.raises(NotFound, match="did you mean Bosch"):
        bind(parse("there", GOOD), {"company": "Boschh"}, store, ontology)


def test_a_folder_of_queries(tmp_path: Path, store: GraphStore, ontology: Ontology) -> None:
    (tmp_path / "there.cypher").write_text(GOOD)
    (tmp_path / "another.cypher").write_text(GOOD)
    (tmp_path / "README.md").write_text("no query")
    (tmp_path / "write").mkdir()
    catalogue = Catalogue.load(ontology, tmp_path)
    assert catalogue.names() == ("another", "there")
    assert catalogue.run(store, "there", {"company": "Bosch", "as_of": "2024-02-29"}) == Table(
        ("name", "given"), [("Bosch", [None, date(2024, 2, 29), 0.5])]
    )
    with pytest.raises(QueryError, match="unknown query 'their'; did you mean there"):
        catalogue.run(store, "their", {})
