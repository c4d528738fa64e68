import pytest
from spacy.language import Language

from kg.nlp.cues import cues
from kg.nlp.status import read_status, words_status

# The trigger is the word between asterisks.
SENTENCES = [
    ("Kessel *owns* Lunapark.", "current"),
    ("Kessel *bought* Lunapark in 2012.", "current"),
    ("Kessel has *bought* Lunapark.", "current"),
    ("Lunapark was *acquired* by Kessel.", "current"),
    ("Kessel is *building* a plant.", "current"),
    ("Kessel said that it *owns* Lunapark.", "current"),
    ("Kessel said that it *owned* Lunapark.", "current"),
    ("Kessel has not ended its *partnership* with Lunapark.", "current"),
    ("Kessel plans to end its *partnership* with Lunapark.", "current"),
    ("Kessel will *buy* Lunapark.", "planned"),
    ("Kessel has agreed to *buy* Lunapark.", "planned"),
    ("Kessel plans to *buy* Lunapark.", "planned"),
    ("Kessel intends to *buy* Lunapark.", "planned"),
    ("Kessel wants to *buy* Lunapark.", "planned"),
    ("Kessel is to *buy* Lunapark.", "planned"),
    ("Kessel is set to *buy* Lunapark.", "planned"),
    ("Kessel is in talks to *buy* Lunapark.", "planned"),
    ("Kessel said it would *buy* Lunapark.", "planned"),
    ("Kessel announced plans to *buy* Lunapark.", "planned"),
    ("Kessel offered to *buy* Lunapark.", "planned"),
    ("Kessel to *buy* Lunapark", "planned"),
    ("The planned *merger* will take a year.", "planned"),
    ("Kessel tries to *buy* Lunapark.", "planned"),
    ("Kessel may *buy* Lunapark.", "rumoured"),
    ("Kessel could *buy* Lunapark.", "rumoured"),
    ("Kessel might soon *buy* Lunapark.", "rumoured"),
    ("Kessel is said to *own* Lunapark.", "rumoured"),
    ("Kessel is reported to be *buying* Lunapark.", "rumoured"),
    ("Kessel has reportedly *bought* Lunapark.", "rumoured"),
    ("Kessel is considering *buying* Lunapark.", "rumoured"),
    ("Kessel is weighing a *bid* for Lunapark.", "rumoured"),
    ("Kessel will *buy* Lunapark, sources say.", "rumoured"),
    ("There is speculation that Kessel will *buy* Lunapark.", "rumoured"),
    ("According to people close to the talks, Kessel will *buy* Lunapark.", "rumoured"),
    ("Kessel did not *buy* Lunapark.", "denied"),
    ("Kessel never *sued* Lunapark.", "denied"),
    ("Kessel will not *buy* Lunapark.", "denied"),
    ("Kessel has no plans to *buy* Lunapark.", "denied"),
    ("Kessel is not in talks to *buy* Lunapark.", "denied"),
    ("Kessel denied that it *supplies* Lunapark.", "denied"),
    ("Kessel has ruled out *buying* Lunapark.", "denied"),
    ("Kessel refused to *license* its patents.", "denied"),
    ("Kessel declined to *invest* in Lunapark.", "denied"),
    ("Neither Kessel nor Ostwind *owns* Lunapark.", "denied"),
    ("Kessel has no *stake* in Lunapark.", "denied"),
    ("Kessel bakes bread rather than *buy* it.", "denied"),
    ("Kessel *owned* Lunapark until 2011.", "ended"),
    ("Kessel no longer *owns* Lunapark.", "ended"),
    ("Kessel used to *supply* Lunapark.", "ended"),
    ("Kessel has stopped *supplying* Lunapark.", "ended"),
    ("Kessel ended its *partnership* with Lunapark.", "ended"),
    ("Kessel sold its *stake* in Lunapark.", "ended"),
    ("Kessel terminated the *contract* with Lunapark.", "ended"),
    ("The *contract* with Lunapark has expired.", "ended"),
    ("The *merger* was blocked by the court.", "ended"),
    ("Kessel withdrew its *offer* for Lunapark.", "ended"),
    ("Lunapark rejected the *bid* on Monday.", "ended"),
    ("Kessel had a *stake* in Lunapark.", "ended"),
    ("Kessel failed to *buy* Lunapark.", "ended"),
    ("Kessel tried to *buy* Lunapark.", "ended"),
    ("If Kessel *buys* Lunapark, prices will rise.", "open"),
    ("Prices will rise unless Kessel *sells* Lunapark.", "open"),
    ("Does Kessel *own* Lunapark?", "open"),
    ("Kessel should *buy* Lunapark.", "open"),
    ("Analysts urged Kessel to *buy* Lunapark.", "open"),
]


@pytest.mark.parametrize(("marked", "expected"), SENTENCES)
def test_a_sentence_says_whether_its_relation_holds(
    marked: str, expected: str, nlp: Language
) -> None:
    start = marked.index("*")
    text = marked.replace("*", "")
    trigger = next(token for token in nlp(text) if token.idx == start)
    assert (read_status(trigger, text) or "open") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kessel's plant in Austria will make bread.", "current"),
        ("Kessel's plant in Austria might make bread.", "current"),
        ("Kessel's plant in Austria has been closed.", "ended"),
    ],
)
def test_what_stands_by_itself_can_only_be_ended(text: str, expected: str, nlp: Language) -> None:
    plant = next(token for token in nlp(text) if token.text == "plant")
    assert read_status(plant, text, standing=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kessel 's chief executive Nora Feld", "current"),
        ("Kessel 's former chief executive Nora Feld", "ended"),
        ("Kessel 's incoming chief executive Nora Feld", "planned"),
        ("Is Kessel 's chief executive Nora Feld ?", "open"),
    ],
)
def test_words_between_two_names_say_it_too(text: str, expected: str, nlp: Language) -> None:
    doc = nlp(text)
    assert (words_status(doc[1:-2], text) or "open") == expected


def test_every_cue_is_in_lower_case_and_no_word_has_two_effects() -> None:
    found = cues()
    governors = [(first, *others) for first, rows in found.governors.items() for others, _ in rows]
    assert all(word == word.lower() for cue in governors for word in cue)
    assert len(governors) == len(set(governors))
