import pytest

from kg.errors import GraphError
from kg.graph.templates import template


def test_places_are_filled() -> None:
    assert "MERGE (entity:Company {id: row.id})" in template("write/entity", KIND="Company")


@pytest.mark.parametrize("name", ["", "a", "Two Words", "Company) DELETE n //", "A`", "Ä", "A\n"])
def test_only_plain_names_are_put_in(name: str) -> None:
    with pytest.raises(GraphError, match="cannot be a label or edge type"):
        template("write/entity", KIND=name)


def test_a_place_without_a_name() -> None:
    with pytest.raises(KeyError):
        template("write/entity", END="SUBJECT")
