from collections.abc import Callable

from spacy.language import Language

from kg.nlp.identity import Identified, identify, revise
from kg.nlp.lexicon import Lexicon

Listed = Callable[..., Lexicon]
TEXT = "Halden Motors AG bought Ostrava in May. It makes cars. Tomorrow the deal closes."


def kinds_of(first: Identified, **changed: str) -> dict[str, str]:
    by_name = {entity.name: id_ for id_, entity in first.entities.items()}
    kinds = {id_: entity.kind for id_, entity in first.entities.items()}
    return kinds | {by_name[name]: kind for name, kind in changed.items()}


def test_what_is_no_name_is_kept_as_a_doubt(nlp: Language, listed: Listed) -> None:
    first = identify(nlp("The Monday Report said Halden AG rose."), listed())
    doubts = [m for m in first.mentions if m.kind == "None"]
    assert {first.entities[m.entity].kind for m in doubts} <= {"None"}
    assert len(first.names) == len(first.of_name)
    assert [name.start for name in first.names] == sorted(name.start for name in first.names)


def test_kinds_that_do_not_change_change_nothing(nlp: Language, listed: Listed) -> None:
    doc, lexicon = nlp(TEXT), listed({"Ostrava": "Company"})
    first = identify(doc, lexicon)
    second, ids = revise(doc, first, kinds_of(first), lexicon)
    assert second.mentions == tuple(m for m in first.mentions if m.kind != "None")
    assert all(old == new for old, new in ids.items())


def test_another_kind_makes_another_entity_with_what_stands_for_it(
    nlp: Language, listed: Listed
) -> None:
    doc, lexicon = nlp(TEXT), listed({"Ostrava": "Company"})
    first = identify(doc, lexicon)
    second, ids = revise(doc, first, kinds_of(first, Ostrava="Place"), lexicon)
    (place,) = [entity for entity in second.entities.values() if entity.kind == "Place"]
    assert place.name == "Ostrava"
    assert ids[next(i for i, e in first.entities.items() if e.name == "Ostrava")] == place.id
    assert {m.kind for m in second.mentions if m.entity == place.id} == {"Place"}


def test_what_turns_out_to_be_no_name_goes_with_its_pronouns(nlp: Language, listed: Listed) -> None:
    doc, lexicon = nlp(TEXT), listed({"Ostrava": "Company"})
    first = identify(doc, lexicon)
    maker = next(e for e in first.entities.values() if e.name == "Halden Motors AG")
    assert {m.text for m in first.mentions if m.entity == maker.id} >= {"It"}
    second, ids = revise(doc, first, kinds_of(first) | {maker.id: "None"}, lexicon)
    assert maker.id not in ids
    assert {m.text for m in second.mentions} == {"Ostrava"}
