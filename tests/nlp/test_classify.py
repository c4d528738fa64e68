import pytest

from kg.config import Settings
from kg.nlp import tell_pairs
from kg.nlp.classify import pair_window
from kg.ontology import Ontology

OWNS = "Halden Motors is a wholly owned subsidiary of the Lindqvist Group."


def spans(text: str, first: str, second: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    at = text.index(first), text.index(second)
    return text, (at[0], at[0] + len(first)), (at[1], at[1] + len(second))


def test_direction_goes_with_the_order_of_the_spans(vocabulary: Ontology) -> None:
    there = spans(OWNS, "Lindqvist Group", "Halden Motors")
    back = spans(OWNS, "Halden Motors", "Lindqvist Group")
    told = tell_pairs([there, back], Settings(), vocabulary)
    assert [(one.predicate, one.reversed) for one in told] == [("OWNS", False), ("OWNS", True)]
    assert all(0 <= one.confidence <= 1 for one in told)


def test_where_nothing_is_stated_nothing_is_told(vocabulary: Ontology) -> None:
    text = "Halden Motors rose by two percent on Monday while shares in Ostrava Tools fell."
    (told,) = tell_pairs([spans(text, "Halden Motors", "Ostrava Tools")], Settings(), vocabulary)
    assert told.predicate == "NONE"


def test_a_span_that_was_cut_off_is_told_as_nothing(vocabulary: Ontology) -> None:
    text = "Halden Motors " + "and so on " * 200 + "bought Ostrava Tools."
    (told,) = tell_pairs([spans(text, "Halden Motors", "Ostrava Tools")], Settings(), vocabulary)
    assert told.predicate == "NONE"


@pytest.mark.parametrize(
    ("text", "ends", "predicate"),
    [
        ("Ylva Strandh has led Halden Motors.", ("Ylva Strandh", "Halden Motors"), "HAS_ROLE_AT"),
        (
            "Halden Motors opened two plants in Hungary.",
            ("Halden Motors", "Hungary"),
            "OPERATES_IN",
        ),
        ("He ran the firm while a student at Orrin University.", ("the firm", "Orrin"), "NONE"),
        (
            "After leaving Orrin University she worked at Hald.",
            ("Orrin University", "Hald"),
            "NONE",
        ),
    ],
)
def test_roles_are_held_by_persons(
    text: str, ends: tuple[str, str], predicate: str, vocabulary: Ontology
) -> None:
    (told,) = tell_pairs([spans(text, *ends)], Settings(), vocabulary)
    assert told.predicate == predicate


@pytest.mark.parametrize(
    ("words", "reason"), [("It", "pronoun"), ("the company", "nominal"), ("The Gap", "exact")]
)
def test_words_that_stand_for_a_name_are_told_apart(words: str, reason: str) -> None:
    window = pair_window(f"{words} bought Zenith.", (0, len(words)), (len(words) + 8, 14))
    assert window.mentions[0].reason == reason
