from collections.abc import Callable
from itertools import pairwise

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.lexicon import Lexicon
from kg.nlp.mentions import NONE, bracketed, find, judge, longest
from kg.nlp.namecues import of_name

Listed = Callable[..., Lexicon]
MakeDoc = Callable[..., Doc]


def kinds(nlp: Language, listed: Listed, text: str, **rows: str) -> dict[str, str]:
    return {name.text: name.kind for name in find(nlp(text), listed(rows))}


def test_firms_without_any_listing_are_told_by_what_they_do(nlp: Language, listed: Listed) -> None:
    text = "Wendtronic AG, a maker of pumps, bought Halvorsen Shipping. Wendtronic shares rose."
    found = kinds(nlp, listed, text)
    assert found["Wendtronic AG"] == "Company"
    assert found["Halvorsen Shipping"] == "Company"
    assert found["Wendtronic"] == "Company"


def test_bodies_are_not_firms(nlp: Language, listed: Listed) -> None:
    text = "The Competition Tribunal and the Ministry of Transport asked the University of Graz."
    assert set(kinds(nlp, listed, text).values()) == {"Organization"}


def test_a_model_with_a_number_is_a_product(nlp: Language, listed: Listed) -> None:
    text = "The airline flies the Zephyr 900 and will sell its older Zephyr 700 jets."
    assert kinds(nlp, listed, text)["Zephyr 900"] == "Product"


def test_maker_and_model_are_two_names_and_the_model_is_called_in_full(
    nlp: Language, listed: Listed
) -> None:
    doc = nlp("Boeing said that the engine of the Boeing 737 is safe. Boeing shares rose.")
    found = [(n.text, n.kind, n.full) for n in find(doc, listed({"Boeing": "Company"}))]
    assert ("737", "Product", "Boeing 737") in found
    assert ("Boeing", "Company", "Boeing") in found


def test_a_listed_name_is_believed_against_the_tagger(nlp: Language, listed: Listed) -> None:
    text = "He flew to OpenAI in spring."
    assert kinds(nlp, listed, text, OpenAI="Company")["OpenAI"] == "Company"


def test_a_listed_name_may_hold_small_letters_and_marks(nlp: Language, listed: Listed) -> None:
    rows = {"SK hynix": "Company", "Sam's Club": "Company"}
    doc = nlp("Orders went to SK hynix and from there to Sam's Club in May.")
    assert [name.text for name in find(doc, listed(rows))] == ["SK hynix", "Sam's Club"]


def test_a_listed_name_that_is_also_a_word_needs_a_capital(nlp: Language, listed: Listed) -> None:
    text = "They hit the target early and the block was sold to Target."
    assert list(kinds(nlp, listed, text, Target="Company?")) == ["Target"]


def test_a_title_names_what_the_text_names(nlp: Language, listed: Listed) -> None:
    text = (
        "Wendtronic Ramps Up Pump Strategy With Halvorsen Deal\n\n"
        "Wendtronic AG, the maker of pumps, signed a contract with Halvorsen Inc. on Monday. "
        "Shares of Wendtronic rose, and Halvorsen said that it will invest."
    )
    names = find(nlp(text), listed())
    in_title = [name.text for name in names if name.end < 9]
    assert in_title == ["Wendtronic", "Halvorsen"]
    assert {name.kind for name in names} == {"Company"}


def test_a_surname_goes_with_the_full_name(nlp: Language, listed: Listed) -> None:
    text = "Ylva Strandh, the chief executive, resigned. Strandh said that she was tired."
    assert kinds(nlp, listed, text) == {"Ylva Strandh": "Person", "Strandh": "Person"}


def test_titles_and_roles_are_no_part_of_a_name(nlp: Language, listed: Listed) -> None:
    text = "The board thanked CEO Carlos Tavares and Mr Filosa."
    assert set(kinds(nlp, listed, text)) == {"Carlos Tavares", "Filosa"}


def test_names_do_not_overlap(nlp: Language, listed: Listed) -> None:
    doc = nlp("Bank of America and America Online met General Motors of America.")
    rows = {"America": "Place", "General Motors": "Company", "Bank of America": "Company"}
    names = find(doc, listed(rows))
    assert all(a.end <= b.start for a, b in pairwise(names))


def test_an_acronym_in_brackets_is_tied_to_its_long_form(make_doc: MakeDoc) -> None:
    doc = make_doc("the Hewlett Packard ( HP ) and the Central Bank ( XY ) met")
    places = {
        "Hewlett Packard": [(1, 3)],
        "HP": [(4, 5)],
        "Central Bank": [(8, 10)],
        "XY": [(11, 12)],
    }
    assert list(bracketed(doc, places)) == [("HP", "Hewlett Packard")]


def test_longer_spans_win_over_shorter_ones() -> None:
    assert longest([(0, 2), (1, 4), (4, 5), (3, 5)]) == [(1, 4), (4, 5)]


def test_a_verdict_follows_the_cues_and_is_a_probability() -> None:
    assert judge({"last:legal": 1.0, "ner:ORG": 1.0, "read Company": 1.0})[0] == "Company"
    assert judge({"also in small letters": 1.0, "ner:none": 1.0, "opening:common": 1.0})[0] == NONE
    assert 0 < judge({})[1] <= 1


@pytest.mark.parametrize(
    ("name", "cue"),
    [
        ("Acme Inc.", "last:legal"),
        ("Federal Trade Commission", "last:body"),
        ("IBM", "capitals"),
        ("PayPal", "camel"),
        ("iPhone", "small first"),
        ("A380", "digit first"),
        ("Johnson & Johnson", "ampersand"),
        ("Bank of America", "has of"),
        ("amazon.com", "domain"),
    ],
)
def test_the_cues_of_a_name(name: str, cue: str) -> None:
    assert cue in set(of_name(name))
    assert cue not in set(of_name("Plain Name"))
