import pytest

from kg.errors import NotFound, QueryError
from kg.graph import writer
from kg.graph.base import GraphStore
from kg.graph.resolution import resolve
from kg.model import Entity, Slice, entity_id
from kg.ontology import Ontology

KINDS = ("Company", "Organization")
STELLANTIS = entity_id("Company", "Stellantis")


@pytest.mark.parametrize(
    "text",
    ["Stellantis", "stellantis N.V.", " Stellantis ", "STLA", "fiat chrysler", STELLANTIS],
)
def test_by_name_alias_and_id(filled: GraphStore, text: str) -> None:
    assert resolve(filled, text, KINDS) == STELLANTIS


def test_by_any_of_the_kinds(filled: GraphStore) -> None:
    wanted = entity_id("Organization", "European Commission")
    assert resolve(filled, "the European Commission", KINDS) == wanted


@pytest.mark.parametrize(
    ("text", "kinds", "message"),
    [
        ("Stelantis", KINDS, "no Company or Organization goes by 'Stelantis'; did you mean Stell"),
        ("Azure", ("Company",), "no Company goes by 'Azure' in this graph"),
        ("company-0000000000000000", ("Person",), "no Person goes by"),
        ("???", ("Company",), "no Company goes by"),
        ("", ("Company",), "no Company goes by"),
        ("x'}) DETACH DELETE n //", ("Company",), "no Company goes by"),
    ],
)
def test_unknown(filled: GraphStore, text: str, kinds: tuple[str, ...], message: str) -> None:
    with pytest.raises(NotFound, match=message):
        resolve(filled, text, kinds)


def test_several_are_listed(store: GraphStore, ontology: Ontology) -> None:
    entities = [
        Entity(entity_id("Company", "Delta Air Lines"), "Company", "Delta Air Lines", ("Delta",)),
        Entity(
            entity_id("Company", "Delta Electronics"), "Company", "Delta Electronics", ("Delta",)
        ),
        Entity(entity_id("Company", "NATO"), "Company", "NATO"),
        Entity(entity_id("Organization", "NATO"), "Organization", "NATO"),
    ]
    store.write(writer.project(Slice(), entities, (), ontology))
    with pytest.raises(QueryError, match=r"any of Delta Air Lines \(company-.*Delta Electronics"):
        resolve(store, "delta", KINDS)
    with pytest.raises(QueryError, match="give the id"):
        resolve(store, "NATO", KINDS)
    assert resolve(store, "NATO", ("Organization",)) == entities[3].id
