import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.errors import PipelineError
from kg.nlp.parsing import MOST_CHARACTERS, cut, joined, load_model


@given(st.text(max_size=300), st.integers(1, 200))
def test_the_windows_of_a_text_make_up_the_text(part: str, times: int) -> None:
    text = part * times
    windows, notes = cut(text)
    assert "".join(windows) == text[:MOST_CHARACTERS]
    assert bool(notes) == (len(text) > MOST_CHARACTERS)
    assert all(windows)


def test_windows_end_at_paragraphs() -> None:
    text = ("A sentence of some words. " * 150 + "\n\n") * 8
    windows, notes = cut(text)
    assert len(windows) > 1
    assert all(window.endswith("\n\n") for window in windows)
    assert notes == []


def test_one_endless_word_is_cut() -> None:
    windows, _ = cut("x" * 5_000)
    assert {len(window) for window in windows} == {200}


def test_what_is_not_read_is_noted() -> None:
    _, notes = cut("word " * MOST_CHARACTERS)
    assert notes == [f"cut: read {MOST_CHARACTERS} of {5 * MOST_CHARACTERS} characters"]


def test_the_docs_of_windows_are_joined_with_the_same_text(nlp: Language) -> None:
    parts = ["Fiat rose.\n\n", "Bosch  fell", ". Iveco stayed."]
    doc = joined(list(nlp.pipe(parts)), nlp)
    assert doc.text == "".join(parts)
    assert joined([], nlp).text == ""


def test_a_title_is_a_sentence_of_its_own(nlp: Language) -> None:
    doc = nlp("Fiat buys Bosch\n\nThe board of\nFiat agreed.")
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Fiat buys Bosch",
        "The board of",
        "Fiat agreed.",
    ]


def test_a_model_that_is_not_installed_is_named_with_the_remedy() -> None:
    with pytest.raises(PipelineError, match=r"'no_such_model'.*spacy_model"):
        load_model("no_such_model")


def test_a_model_without_a_parser_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("model")
    spacy.blank("en").to_disk(folder)
    with pytest.raises(PipelineError, match="has no tagger"):
        load_model(str(folder))
