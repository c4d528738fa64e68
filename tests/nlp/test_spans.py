from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.spans import casing, runs

MakeDoc = Callable[..., Doc]


def found(doc: Doc, *known: str) -> list[str]:
    return [doc[start:end].text for start, end in runs(doc, casing(doc), set(known).__contains__)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the deal with Procter & Gamble helps", ["Procter & Gamble"]),
        ("the plant of Jan De Nul closed", ["Jan De Nul"]),
        ("work at University of Oxford began", ["University of Oxford"]),
        ("talks between Cook of Apple ended", ["Cook", "Apple"]),
        ("shares of Acme , Inc. rose", ["Acme , Inc."]),
        ("sales of Acme , Bolt rose", ["Acme", "Bolt"]),
        ("the Trent 900 engine", ["Trent 900"]),
        ("founded by Acme 2015 as shop", ["Acme"]),
        ("paid to CEO Carlos Tavares yesterday", ["Carlos Tavares"]),
        ("seen on Monday by Acme staff", ["Acme"]),
        ("it sells the iPhone now", ["iPhone"]),
        ("see http://a.b/C for more", []),
    ],
)
def test_what_a_run_of_capitals_holds(make_doc: MakeDoc, text: str, names: list[str]) -> None:
    assert found(make_doc(text)) == names


def test_a_number_that_counts_something_is_left_out(make_doc: MakeDoc) -> None:
    doc = make_doc("orders at Airbus 50 jets", arcs={3: ("nummod", 4)})
    assert found(doc) == ["Airbus"]


def test_and_joins_only_what_the_tagger_sees_as_one_body(make_doc: MakeDoc) -> None:
    text = "the Securities and Exchange Commission"
    assert found(make_doc(text, ents=[(1, 5, "ORG")])) == [text.removeprefix("the ")]
    assert found(make_doc(text)) == ["Securities", "Exchange Commission"]


def test_a_possessive_ends_a_name(nlp: Language) -> None:
    doc = nlp("We saw Google's Android.")
    assert found(doc) == ["Google", "Android"]


def test_a_listed_name_is_not_cut(make_doc: MakeDoc) -> None:
    doc = make_doc("shares of General Director Partners", ents=[(2, 4, "PERSON")])
    assert found(doc) == ["General", "Partners"]
    assert found(doc, "General Director Partners") == ["General Director Partners"]


def test_a_person_after_a_firm_is_a_name_of_its_own(make_doc: MakeDoc) -> None:
    doc = make_doc("head of Volkswagen Martin Winterkorn", ents=[(2, 3, "ORG"), (3, 5, "PERSON")])
    assert found(doc) == ["Volkswagen", "Martin Winterkorn"]


def test_the_first_word_of_a_sentence_needs_more_than_a_capital(make_doc: MakeDoc) -> None:
    doc = make_doc("Yesterday sales fell", tags={0: "ADV"})
    assert found(doc) == []
    doc = make_doc("Fizzle sales fell , said Fizzle")
    assert found(doc) == ["Fizzle", "Fizzle"]


def test_a_word_also_seen_in_small_letters_does_not_open_a_name(make_doc: MakeDoc) -> None:
    doc = make_doc("Software is hard . Now software is cheap", starts=(0, 4), tags={4: "ADV"})
    assert found(doc) == []


def test_a_headline_with_capitals_throughout_is_told_from_running_text(nlp: Language) -> None:
    doc = nlp("Stellantis Ramps Up Strategy With Microsoft Deal\n\nThe carmaker Stellantis agreed.")
    case = casing(doc)
    assert {doc[i].text for i in case.shouted} >= {"Stellantis", "Ramps", "Deal"}
    assert "Ramps" not in case.proper
    assert "Stellantis" in case.proper
