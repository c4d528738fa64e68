"""Texts to Docs, in bounded time and memory whatever comes in."""

import re
from collections.abc import Iterator

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import PipelineError
from kg.nlp import tagger
from kg.nlp.tagger import labels_of, set_labels

MOST_CHARACTERS = 100_000
_NEEDED = ("tagger", "parser", "ner")
_WINDOW = 10_000
_LONGEST_WORD = 200
_ENDS = (re.compile(r"\n\s*"), re.compile(r"(?<=[.!?])\s+"), re.compile(r"\s+"))
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")


def load_model(name: str) -> Language:
    """The spaCy pipeline, with sentences that end at line breaks, and the tagger once trained.

    Raises:
        PipelineError: the pipeline or the tagger cannot be loaded.
    """
    nlp = load_parser(name)
    if tagger.is_trained():
        nlp.add_pipe("kg_tagger")
    return nlp


def load_parser(name: str) -> Language:
    """The spaCy pipeline, with sentences that end at line breaks.

    Raises:
        PipelineError: it is not installed, or lacks a component that we need.
    """
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError) as err:
        raise PipelineError(
            f"spaCy pipeline {name!r} cannot be loaded: {err}; "
            "install its package or correct the setting spacy_model"
        ) from err
    if missing := [component for component in _NEEDED if component not in nlp.pipe_names]:
        raise PipelineError(
            f"spaCy pipeline {name!r} has no {missing[0]}; "
            "choose another with the setting spacy_model"
        )
    nlp.add_pipe("kg_line_ends", before="parser")
    return nlp


def cut(text: str) -> tuple[list[str], list[str]]:
    """The windows, which joined give the text that is read, and notes on what is not read.

    At most 100,000 characters are read. A window ends at a paragraph, else at a sentence, else
    between words, and where there is no space after 200 characters of one word.
    """
    notes = []
    if len(text) > MOST_CHARACTERS:
        notes.append(f"cut: read {MOST_CHARACTERS} of {len(text)} characters")
    return list(_windows(text[:MOST_CHARACTERS])), notes


def _windows(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = _end(text, start)
        yield text[start:end]
        start = end


def _end(text: str, start: int) -> int:
    limit = min(start + _WINDOW, len(text))
    word = _LONG_WORD.search(text, start, limit)
    if word:
        return word.start() if word.start() > start else start + _LONGEST_WORD
    if limit == len(text):
        return limit
    for boundary in _ENDS:
        ends = [found.end() for found in boundary.finditer(text, start + _WINDOW // 2, limit)]
        if ends:
            return ends[-1]
    return limit


def joined(docs: list[Doc], nlp: Language) -> Doc:
    """One Doc of all the windows' Docs, with the same text and the tagger's labels."""
    if len(docs) == 1:
        return docs[0]
    # The stubs of spaCy do not know `exclude`; what is excluded it would join with a warning.
    whole = Doc.from_docs(  # type: ignore[call-arg]
        docs, ensure_whitespace=False, exclude=["user_data"]
    ) or nlp.make_doc("")
    labels = [known for doc in docs if (known := labels_of(doc)) is not None]
    if labels and len(labels) == len(docs):
        set_labels(whole, np.vstack(labels))
    return whole


@Language.component("kg_line_ends")
def line_ends(doc: Doc) -> Doc:
    """Starts a sentence after each line break, so that a title never runs into the text."""
    after_break = False
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
        elif after_break:
            token.is_sent_start = True
            after_break = False
    return doc
