"""The trained tagger: for each word of a text, of what kind a name is that it is part of.

A small encoder reads some sentences at a time. Its labels are "no name" and, for each kind, that a
name begins or goes on. kg/nlp/weights/MODEL_CARD.md tells what it was trained on.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from tokenizers import Tokenizer

from kg.errors import PipelineError
from kg.nlp.pieces import CLS, SEP, case_of, load_tokenizer

Floats = NDArray[np.float32]
Bounds = tuple[int, int]

# Label 0 is no name; that a name of KINDS[k] begins is label 1 + 2 * k, that it goes on the next.
KINDS = ("Company", "Organization", "Product", "Person", "Place")
LABELS = 1 + 2 * len(KINDS)
FILES = ("names.onnx", "tokenizer.json")
MOST_PIECES = 126

_KEY = "kg_labels"
_PASSAGES = 16


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, the class of their case, and where each stands in the text."""

    ids: Sequence[int]
    case: Sequence[int]
    offsets: Sequence[Bounds]


def is_trained() -> bool:
    """Whether the tagger's weights come with this kg."""
    return _own(FILES[0]).is_file()


def digest() -> str:
    """What stands for the content of the tagger that comes with kg; "" before it is trained."""
    if not is_trained():
        return ""
    return hashlib.sha256(b"".join(_own(name).read_bytes() for name in FILES)).hexdigest()


def _own(name: str) -> Traversable:
    return resources.files("kg.nlp").joinpath("weights", name)


def labels_of(doc: Doc) -> Floats | None:
    """The probability of each label [tokens, labels]; None where no tagger has read the Doc."""
    found: Floats | None = doc.user_data.get(_KEY)
    return found


def set_labels(doc: Doc, labels: Floats) -> None:
    """Keep the probabilities with the Doc."""
    doc.user_data[_KEY] = labels


def pieces_of(text: str, tokenizer: Tokenizer) -> Pieces:
    """The word pieces of a text."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    case = [case_of(text[start:end]) for start, end in encoded.offsets]
    return Pieces(encoded.ids, case, encoded.offsets)


def passages(offsets: Sequence[Bounds], starts: Sequence[int]) -> Iterator[Bounds]:
    """Bounds of groups of pieces: as many whole sentences as fit, or part of one that is longer.

    `starts` are the characters at which sentences start, in order.
    """
    first = np.searchsorted([start for start, _ in offsets], starts)
    ends = [*sorted({int(at) for at in first if at}), len(offsets)]
    begin = last = 0
    for end in ends:
        if end - begin > MOST_PIECES and last > begin:
            yield begin, last
            begin = last
        while end - begin > MOST_PIECES:
            yield begin, begin + MOST_PIECES
            begin += MOST_PIECES
        last = end
    if begin < last:
        yield begin, last


def arrays(batch: Sequence[tuple[Sequence[int], Sequence[int]]]) -> dict[str, NDArray[np.generic]]:
    """The network's inputs for pieces and their case: pieces, case [B, L] int64, mask [B, L]."""
    length = max(len(ids) for ids, _ in batch) + 2
    pieces, case = (
        np.zeros((len(batch), length), np.int64),
        np.zeros((len(batch), length), np.int64),
    )
    mask = np.zeros((len(batch), length), np.float32)
    for at, (ids, classes) in enumerate(batch):
        pieces[at, : len(ids) + 2] = [CLS, *ids, SEP]
        case[at, 1 : len(ids) + 1] = classes
        mask[at, : len(ids) + 2] = 1
    return {"pieces": pieces, "case": case, "mask": mask}


class Tagger:
    """A component of a spaCy pipeline that reads Docs whose sentences are known."""

    def __init__(self, folder: Path | None = None) -> None:
        """Loads the tagger that comes with kg where `folder` is None.

        Raises:
            PipelineError: a file is missing or is not what it should be.
        """
        with resources.as_file(resources.files("kg.nlp") / "weights") as own:
            model, tokenizer = (Path(folder or own) / name for name in FILES)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            try:
                self._session = onnxruntime.InferenceSession(
                    str(model), options, providers=["CPUExecutionProvider"]
                )
                self._tokenizer = load_tokenizer(tokenizer)
            except Exception as err:  # the libraries raise Exception itself
                raise PipelineError(
                    f"the tagger {model} cannot be loaded: {err}; install kg again"
                ) from err

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its labels.

        Passages of like length are read together, but never those of two Docs: the activations
        are scaled by the batch, so that others in it would tell.
        """
        pieces = pieces_of(doc.text, self._tokenizer)
        starts = [sent.start_char for sent in doc.sents]
        cut = sorted(passages(pieces.offsets, starts), key=lambda bounds: bounds[1] - bounds[0])
        set_labels(doc, _nothing(doc))
        tokens = np.array([token.idx for token in doc])
        for at in range(0, len(cut), _PASSAGES):
            batch = cut[at : at + _PASSAGES]
            rows = [(pieces.ids[start:end], pieces.case[start:end]) for start, end in batch]
            (labels,) = self._session.run(None, arrays(rows))
            for (start, end), row in zip(batch, labels, strict=True):
                _tell(doc, tokens, pieces.offsets[start:end], row[1 : end - start + 1])
        return doc


def _nothing(doc: Doc) -> Floats:
    labels = np.zeros((len(doc), LABELS), np.float32)
    labels[:, 0] = 1
    return labels


def _tell(doc: Doc, tokens: NDArray[np.integer], offsets: Sequence[Bounds], labels: Floats) -> None:
    """Give each token, by where it begins, the labels of the first piece that begins in it."""
    known = labels_of(doc)
    whose = np.searchsorted(tokens, [start for start, _ in offsets], side="right") - 1
    for token, row in zip(whose[::-1], labels[::-1], strict=True):
        if known is not None:
            known[token] = row


@Language.factory("kg_tagger")
def _tagger(nlp: Language, name: str) -> Tagger:  # noqa: ARG001 - spaCy gives both
    return Tagger()
