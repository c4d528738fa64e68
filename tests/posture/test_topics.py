"""A capability in an analyst's words."""

import pytest

from kg import ontology
from kg.errors import QueryError
from kg.posture import topic

ONTOLOGY = ontology.load()


@pytest.mark.parametrize(
    ("wording", "name", "remark"),
    [
        ("cellular modems", "modems", ""),
        ("Modems", "modems", ""),
        ("customer service assistants", "customer service AI", ""),
        ("hands-free motorway pilot", "driver assistance",
         "'hands-free motorway pilot' is read as the theme 'driver assistance'"),
        ("our AI plans", "artificial intelligence",
         "'our AI plans' is read as the theme 'artificial intelligence'"),
        ("in-house vehicle  software", "vehicle software",
         "'in-house vehicle  software' is read as the theme 'vehicle software'"),
    ],
)  # fmt: skip
def test_a_wording_is_a_theme_or_contains_one(wording: str, name: str, remark: str) -> None:
    found = topic(wording, ONTOLOGY)
    assert (found.names[0], found.ids[0]) == (name, ONTOLOGY.themes[name].id)
    assert (found.words, found.remark) == ("", remark)


def test_themes_below_are_part_of_it() -> None:
    assert topic("autonomous driving", ONTOLOGY).names == (
        "autonomous driving",
        "robotaxis",
        "autonomous trucks",
    )


def test_an_unknown_wording_stands_for_its_words() -> None:
    found = topic("Solid  Lubricants", ONTOLOGY)
    assert (found.ids, found.words) == ((), "solid lubricants")
    assert found.remark.startswith("no theme goes by 'Solid  Lubricants'")


def test_a_slip_of_the_pen_is_told() -> None:
    assert "did you mean modems" in topic("modms", ONTOLOGY).remark


def test_without_a_wording_everything_counts() -> None:
    found = topic(None, ONTOLOGY)
    assert (found.ids, found.words, found.remark) == ((), "", "")


@pytest.mark.parametrize("wording", ["", " \t"])
def test_a_blank_theme_is_refused(wording: str) -> None:
    with pytest.raises(QueryError, match="blank"):
        topic(wording, ONTOLOGY)
