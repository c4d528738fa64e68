"""What the tagger's labels say of the names of a Doc."""

from collections.abc import Iterator, Sequence

import numpy as np
from spacy.tokens import Doc

from kg.nlp.spans import Bounds
from kg.nlp.tagger import KINDS, Floats, labels_of

# What is less likely than this counts as much as this.
_LEAST = 0.005
_SURELY = 0.6


def told(doc: Doc, spans: Sequence[Bounds]) -> dict[str, float]:
    """For each kind, and for none, the logarithm of its likelihood at all places of a name.

    0 is the least, 1 certainty; nothing is told where no tagger has read the Doc.
    """
    labels = labels_of(doc)
    if labels is None:
        return {}
    shares = np.mean([_of_span(labels, start, end) for start, end in spans], axis=0)
    values = 1 - np.log(np.maximum(shares, _LEAST)) / np.log(_LEAST)
    return {
        f"read {kind}": float(value)
        for kind, value in zip(("None", *KINDS), values, strict=True)
        if value > 0
    }


def _of_span(labels: Floats, start: int, end: int) -> Floats:
    """The shares of none and of each kind in a span: a geometric mean over its words."""
    words = labels[start:end]
    kinds = words[:, 1:].reshape(len(words), -1, 2).sum(2)
    both = np.concatenate([words[:, :1], kinds], axis=1)
    shares = np.exp(np.log(np.maximum(both, 1e-6)).mean(0))
    normal: Floats = shares / shares.sum()
    return normal


def read_spans(doc: Doc) -> Iterator[Bounds]:
    """Token bounds of the names that the tagger reads, in order; they do not overlap."""
    labels = labels_of(doc)
    best = [] if labels is None else labels.argmax(1).tolist()
    start = None
    for at, label in enumerate([*best, 0]):
        goes_on = start is not None and label and label % 2 == 0
        if start is not None and not goes_on:
            yield start, at
            start = None
        if label and start is None:
            start = at


def parts(doc: Doc, span: Bounds) -> Iterator[Bounds]:
    """The span parted where the tagger reads that another name begins: "Jaguar I-Pace"."""
    labels, (start, end) = labels_of(doc), span
    if labels is not None:
        begins = labels[start:end, 1::2].sum(1) > _SURELY
        for at in range(start + 1, end):
            if begins[at - span[0]] and doc[at - 1].whitespace_:
                yield start, at
                start = at
    yield start, end
