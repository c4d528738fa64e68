from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import PipelineError
from kg.nlp.parsing import joined
from kg.nlp.reading import read_spans, told
from kg.nlp.tagger import KINDS, LABELS, MOST_PIECES, Tagger, labels_of, passages, set_labels

MakeDoc = Callable[..., Doc]


def labelled(doc: Doc, **named: str) -> Doc:
    """The Doc with certain labels: word by word, "Company" begins a name and "+Company" goes on."""
    labels = np.zeros((len(doc), LABELS), np.float32)
    for token in doc:
        kind = named.get(token.text, "")
        at = 1 + 2 * KINDS.index(kind.lstrip("+")) + kind.startswith("+") if kind else 0
        labels[token.i, at] = 1
    set_labels(doc, labels)
    return doc


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=400),
    st.lists(st.integers(0, 3_000), max_size=40),
)
def test_passages_hold_every_piece_once(lengths: list[int], starts: list[int]) -> None:
    ends = np.cumsum(lengths).tolist()
    offsets = list(zip([0, *ends], ends, strict=False))
    bounds = list(passages(offsets, sorted(starts)))
    assert [at for start, end in bounds for at in range(start, end)] == list(range(len(lengths)))
    assert all(0 < end - start <= MOST_PIECES for start, end in bounds)


def test_passages_end_where_sentences_do() -> None:
    offsets = [(at, at + 1) for at in range(300)]
    assert list(passages(offsets, [0, 50, 100, 150, 200])) == [(0, 100), (100, 200), (200, 300)]


def test_a_text_without_a_piece_has_no_passage() -> None:
    assert list(passages([], [0])) == []


def test_each_word_has_the_probabilities_of_its_labels(nlp: Language) -> None:
    doc = nlp("Wendtronic AG bought Halvorsen Shipping.\n\n  Shares of Wendtronic rose.")
    labels = labels_of(doc)
    assert labels is not None
    assert labels.shape == (len(doc), LABELS)
    assert np.allclose(labels.sum(1), 1, atol=1e-4)


def test_firms_products_and_people_are_read_in_a_sentence(nlp: Language) -> None:
    doc = nlp("Ylva Strandh, head of Wendtronic AG, showed the Zephyr 900, its new pump.")
    found = {doc[start:end].text: told(doc, [(start, end)]) for start, end in read_spans(doc)}
    best = {text: max(cues, key=lambda cue: cues[cue]) for text, cues in found.items()}
    assert best["Wendtronic AG"] == "read Company"
    assert best["Ylva Strandh"] == "read Person"
    assert best["Zephyr 900"] == "read Product"


def test_a_text_of_any_length_is_read(nlp: Language) -> None:
    assert labels_of(nlp("")) is not None
    doc = nlp("Halvorsen " * 400)
    labels = labels_of(doc)
    assert labels is not None
    assert labels[:, 0].max() < 1


def test_joined_windows_keep_their_labels(nlp: Language) -> None:
    parts = [labelled(nlp("Airbus rose. "), Airbus="Company"), labelled(nlp("Boeing fell."))]
    whole = joined(parts, nlp)
    assert whole.text == "Airbus rose. Boeing fell."
    assert list(read_spans(whole)) == [(0, 1)]


def test_names_are_read_off_the_labels(make_doc: MakeDoc) -> None:
    doc = labelled(make_doc("Alba Foods sued Boro Corex"), Alba="Company", Foods="+Company")
    assert list(read_spans(doc)) == [(0, 2)]
    doc = labelled(make_doc("Alba Foods sued Boro Corex"), Boro="Company", Corex="Product")
    assert list(read_spans(doc)) == [(3, 4), (4, 5)]


def test_what_is_told_is_the_mean_of_all_places(make_doc: MakeDoc) -> None:
    doc = labelled(make_doc("Alba sued Boro"), Alba="Company", Boro="Person")
    assert told(doc, [(0, 1)]) == pytest.approx({"read Company": 1.0})
    both = told(doc, [(0, 1), (2, 3)])
    assert both["read Company"] == pytest.approx(both["read Person"])
    assert 0.5 < both["read Person"] < 1


def test_nothing_is_told_where_no_tagger_has_read(make_doc: MakeDoc) -> None:
    doc = make_doc("Alba sued Boro")
    assert told(doc, [(0, 1)]) == {}
    assert list(read_spans(doc)) == []


def test_a_missing_tagger_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"names\.onnx cannot be loaded"):
        Tagger(tmp_path)
