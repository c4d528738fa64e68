from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Entity, Mention, entity_id
from kg.nlp.lexicon import Lexicon
from kg.nlp.linking import link
from kg.nlp.mentions import Name

Listed = Callable[..., Lexicon]
MakeDoc = Callable[..., Doc]


def names(doc: Doc, *named: tuple[str, str]) -> list[Name]:
    """For each text the first place in the Doc where it stands outside the names before it."""
    found: list[Name] = []
    taken: set[int] = set()
    for text, kind in named:
        length = len(text.split(" "))
        places = (range(i, i + length) for i in range(len(doc)))
        place = next(
            p for p in places if doc[p.start : p.stop].text == text and taken.isdisjoint(p)
        )
        taken.update(place)
        found.append(Name(place.start, place.stop, text, kind, 0.9, text))
    return sorted(found, key=lambda name: name.start)


def linked(
    doc: Doc, listed: Listed, *named: tuple[str, str], **rows: str
) -> tuple[list[tuple[str, str, str]], dict[str, Entity]]:
    mentions, entities = link(doc, names(doc, *named), listed(rows))
    return [(m.text, entities[m.entity].name, m.reason) for m in mentions], entities


def test_an_unlisted_name_is_an_entity_of_its_own(make_doc: MakeDoc, listed: Listed) -> None:
    found, entities = linked(make_doc("the Wendtronic plant"), listed, ("Wendtronic", "Company"))
    assert found == [("Wendtronic", "Wendtronic", "nil")]
    assert list(entities) == [entity_id("Company", "Wendtronic")]


def test_spellings_that_normalise_alike_are_one(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("Fiat SpA said Fiat rose")
    found, entities = linked(doc, listed, ("Fiat SpA", "Company"), ("Fiat", "Company"))
    assert {name for _, name, _ in found} == {"Fiat SpA"}
    assert [e.aliases for e in entities.values()] == [("Fiat",)]


def test_listed_names_and_aliases_are_the_listed_entity(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("VW rose and Volkswagen fell")
    mentions, entities = link(
        doc,
        names(doc, ("VW", "Company"), ("Volkswagen", "Company")),
        listed({"Volkswagen": "Company"}, VW="Volkswagen"),
    )
    assert [m.reason for m in mentions] == ["alias", "exact"]
    assert [e.name for e in entities.values()] == ["Volkswagen"]


def test_a_name_listed_as_another_kind_is_not_taken(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("the Mercury plant")
    found, entities = linked(doc, listed, ("Mercury", "Company"), Mercury="Product")
    assert found == [("Mercury", "Mercury", "nil")]
    assert [e.kind for e in entities.values()] == ["Company"]


def test_short_form_after_the_long_one(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("the Harrowgate Clinics chain said Harrowgate grew")
    found, _ = linked(doc, listed, ("Harrowgate Clinics", "Company"), ("Harrowgate", "Company"))
    assert found[1] == ("Harrowgate", "Harrowgate Clinics", "short form")


def test_a_parent_named_first_is_not_its_unit_cut_short(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("the Harrowgate group owns Harrowgate Clinics")
    found, entities = linked(
        doc, listed, ("Harrowgate", "Company"), ("Harrowgate Clinics", "Company")
    )
    assert len(entities) == 2
    assert [reason for _, _, reason in found] == ["nil", "nil"]


def test_a_listed_parent_is_never_a_short_form(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("the Google Brain lab of Google")
    found, _ = linked(
        doc, listed, ("Google Brain", "Company"), ("Google", "Company"), Google="Company"
    )
    assert found == [("Google Brain", "Google Brain", "nil"), ("Google", "Google", "exact")]


def test_acronym_in_brackets(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("the Quorn Valley Shipping ( QVS ) line said QVS grew")
    found, _ = linked(
        doc, listed, ("Quorn Valley Shipping", "Company"), ("QVS", "Company"), ("QVS", "Company")
    )
    assert [reason for _, _, reason in found] == ["nil", "acronym", "acronym"]
    assert {name for _, name, _ in found} == {"Quorn Valley Shipping"}


def test_surname_of_a_person(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("Jane Roe and Jim Doe met , Roe said")
    people = (("Jane Roe", "Person"), ("Jim Doe", "Person"), ("Roe", "Person"))
    assert linked(doc, listed, *people)[0][2] == ("Roe", "Jane Roe", "short form")


def test_a_surname_that_two_share_is_neither(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("Jane Roe and Jim Roe met , Roe said")
    people = (("Jane Roe", "Person"), ("Jim Roe", "Person"), ("Roe", "Person"))
    assert linked(doc, listed, *people)[0][2] == ("Roe", "Roe", "nil")


def test_a_slip_of_the_pen_is_joined_and_a_namesake_not(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("Cingular Wireless and Cingular Wireles merged")
    found, _ = linked(
        doc, listed, ("Cingular Wireless", "Company"), ("Cingular Wireles", "Company")
    )
    assert found[1][2] == "fuzzy"
    doc = make_doc("LG Energy Solution and Koil Energy Solution met")
    found, _ = linked(
        doc, listed, ("LG Energy Solution", "Company"), ("Koil Energy Solution", "Company")
    )
    assert [reason for _, _, reason in found] == ["nil", "nil"]


def test_models_that_differ_in_a_digit_are_two(make_doc: MakeDoc, listed: Listed) -> None:
    doc = make_doc("Stratoliner 737 and Stratoliner 747 fly")
    found, _ = linked(doc, listed, ("Stratoliner 737", "Product"), ("Stratoliner 747", "Product"))
    assert [reason for _, _, reason in found] == ["nil", "nil"]


def test_mentions_hold_the_text_at_their_offsets(nlp: Language, listed: Listed) -> None:
    doc = nlp("Shares of Fiat rose.")
    mention = link(doc, [Name(2, 3, "Fiat", "Company", 0.9, "Fiat")], listed())[0][0]
    assert mention == Mention(10, 14, "Fiat", "Company", entity_id("Company", "Fiat"), 0.9, "nil")
