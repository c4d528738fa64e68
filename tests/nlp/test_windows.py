from collections.abc import Callable

from spacy.language import Language

from kg.model import Entity, Mention
from kg.nlp.windows import Window, prepare
from kg.ontology import Ontology

TEXT = (
    "Halden and Quillon in talks\n\n"
    "Halden makes cars. It opened a plant in Graz. Ostrava sells drills to Brno Works. Rain fell."
)
KINDS = {"Graz": "Place"}
Prepare = Callable[..., list[Window]]


def mentions(text: str, *names: str, **meant: str) -> list[Mention]:
    """A mention for each place of each name, and pronouns that stand for one: It="Halden"."""
    found = []
    for surface, name in [*((n, n) for n in names), *meant.items()]:
        at = text.find(surface)
        while at >= 0:
            reason = "pronoun" if surface in meant else "exact"
            kind = KINDS.get(name, "Company")
            found.append(Mention(at, at + len(surface), surface, kind, name, 1.0, reason))
            at = text.find(surface, at + 1)
    return sorted(found, key=lambda m: (m.start, m.end))


def read(nlp: Language, vocabulary: Ontology, text: str, *names: str, **meant: str) -> list[Window]:
    seen = mentions(text, *names, **meant)
    entities = {m.entity: Entity(m.entity, m.kind, m.entity) for m in seen}
    return prepare(nlp(text), text.find("\n"), seen, entities, vocabulary)[0]


def test_each_sentence_that_may_relate_two_entities_is_a_window(
    nlp: Language, vocabulary: Ontology
) -> None:
    names = ("Halden", "Quillon", "Graz", "Ostrava", "Brno Works")
    found = read(nlp, vocabulary, TEXT, *names, It="Halden")
    assert [window.text.strip() for window in found] == [
        "Halden and Quillon in talks",
        "Halden makes cars.",
        "It opened a plant in Graz.",
        "Ostrava sells drills to Brno Works.",
    ]
    assert all(TEXT[slice(*window.span)] == window.text for window in found)


def test_context_is_what_was_spoken_of_before_and_not_again(
    nlp: Language, vocabulary: Ontology
) -> None:
    names = ("Halden", "Quillon", "Graz", "Ostrava", "Brno Works")
    found = read(nlp, vocabulary, TEXT, *names, It="Halden")
    assert [[entity.name for entity in window.context] for window in found] == [
        [],
        ["Quillon"],
        ["Quillon"],
        ["Halden", "Quillon"],
    ]


def test_context_holds_three_at_most_the_last_sentence_first(
    nlp: Language, vocabulary: Ontology
) -> None:
    text = "Alba met Boro, Cilo and Dune. Elva rose."
    found = read(nlp, vocabulary, text, "Alba", "Boro", "Cilo", "Dune", "Elva")
    assert [entity.name for entity in found[-1].context] == ["Dune", "Cilo", "Boro"]


def test_a_rule_gives_hints_both_ways_where_its_predicate_is_symmetric(
    nlp: Language, vocabulary: Ontology
) -> None:
    text = "Halden Motors competes with Ostrava Tools."
    (window,) = read(nlp, vocabulary, text, "Halden Motors", "Ostrava Tools")
    told = {pair: set(hints) for pair, hints in window.hints.items()}
    assert told == {
        ("Halden Motors", "Ostrava Tools"): {"COMPETES_WITH"},
        ("Ostrava Tools", "Halden Motors"): {"COMPETES_WITH"},
    }
    bought = "Halden Motors bought Ostrava Tools last year."
    (window,) = read(nlp, vocabulary, bought, "Halden Motors", "Ostrava Tools")
    assert set(window.hints) == {("Halden Motors", "Ostrava Tools")}


def test_a_lone_entity_is_no_window(nlp: Language, vocabulary: Ontology) -> None:
    assert read(nlp, vocabulary, "Halden rose. Halden fell.", "Halden") == []
