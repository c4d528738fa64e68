import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import normalise


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("Stellantis N.V.", "stellantis"),
        ("the Volkswagen Group", "volkswagen"),
        ("Samsung Electronics Co., Ltd.", "samsung electronics"),
        ("Apple’s", "apple"),
        ("J.P. Morgan", "jp morgan"),
        ("Amazon.com, Inc.", "amazon.com"),
        ("A.P. Moller - Maersk A/S", "ap moller maersk"),
        ("Vodafone UK", "vodafone uk"),
        ("AT&T", "at&t"),
        ("Disney+", "disney+"),
        ("C++", "c++"),
        ("GPT-4o", "gpt 4o"),
        ("ＮＥＣ", "nec"),
        ("The Group", "group"),
        ("Inc.", "inc"),
        ("...", ""),
        ("", ""),
    ],
)
def test_spellings(spelling: str, expected: str) -> None:
    assert normalise(spelling) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nestlé", "Nestle"),
        ("Vodafone UK", "Vodafone"),
        ("LG Energy Solution", "Koil Energy Solutions"),
        ("General Motors", "General Electric"),
        ("Mistral AI", "Mistral"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(max_size=60))
def test_normal_form_has_no_loose_space_and_no_upper_case(name: str) -> None:
    normal = normalise(name)
    assert normal == " ".join(normal.split())
    assert normal == normal.casefold() or normal != name


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=20))
def test_a_legal_form_changes_nothing(name: str) -> None:
    assert normalise(f"{name} Inc.") == normalise(name)
