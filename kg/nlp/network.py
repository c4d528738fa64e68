"""The trained network: for each window, what its entities are and how they are related.

One pass of a small encoder (MiniLM, 6 layers) over the window gives a vector for each entity and,
out of the attention that two entities pay to the same words, one for each pair (Zhou et al. 2021,
"Document-Level Relation Extraction with Adaptive Thresholding and Localized Context Pooling").
kg/nlp/weights/MODEL_CARD.md tells what it was trained on and how good it is.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import ConfigError, PipelineError
from kg.nlp.encoding import KINDS, PREDICATES, STATUSES, Encoded, encode
from kg.nlp.pieces import load_tokenizer
from kg.nlp.windows import Pair, Window

Floats = NDArray[np.float32]

# Pieces of one run, padding included (more is no faster), and how many times as long as its
# shortest window its longest may be.
_MOST_PIECES = 2_000
_MOST_PADDING = 1.25
FILES = ("model.onnx", "tokenizer.json", "calibration.json")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network makes of a window.

    `kinds` holds log-probabilities of the kinds by entity; `pairs`, for each ordered pair, the
    probability of each predicate; `statuses` the probability of each status.
    """

    kinds: Mapping[str, Floats]
    pairs: Mapping[Pair, Floats]
    statuses: Mapping[Pair, Floats]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns the network's probabilities into the share of right claims among such.

    Platt scaling (Platt 1999), fitted on articles that were held out of training; `thresholds`
    are by the names of the setting `strictness`; below `pair_threshold`, a probability, a given
    pair has no relation.
    """

    slope: float
    intercept: float
    thresholds: Mapping[str, float]
    pair_threshold: float

    def threshold(self, strictness: str) -> float:
        """The least confidence of a claim at that strictness.

        Raises:
            ConfigError: there is none of that name.
        """
        if strictness not in self.thresholds:
            known = ", ".join(sorted(self.thresholds))
            raise ConfigError(f"setting strictness is {strictness!r}; it must be one of {known}")
        return self.thresholds[strictness]

    def confidence(self, probability: float) -> float:
        """The calibrated probability, 0..1."""
        return _logistic(self.slope * _logit(probability) + self.intercept)

    def probability(self, confidence: float) -> float:
        """The probability that has this confidence."""
        return _logistic((_logit(confidence) - self.intercept) / self.slope)


def _logit(share: float) -> float:
    clipped = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(clipped / (1 - clipped))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


class Network:
    """The network out of a folder that holds model.onnx, tokenizer.json and calibration.json."""

    def __init__(self, folder: Path | None = None) -> None:
        """Loads the network that comes with kg where `folder` is None.

        `digest` stands for the content of its files.

        Raises:
            PipelineError: a file is missing or is not what it should be.
        """
        with resources.as_file(resources.files("kg.nlp") / "weights") as own:
            model, tokenizer, calibration = (Path(folder or own) / name for name in FILES)
            options = onnxruntime.SessionOptions()
            # Several processes read at a time, each on a core of its own.
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            try:
                self._session = onnxruntime.InferenceSession(
                    str(model), options, providers=["CPUExecutionProvider"]
                )
                self._tokenizer = load_tokenizer(tokenizer)
                self.calibration = Calibration(**json.loads(calibration.read_text("utf-8")))
                self.digest = _digest((model, tokenizer, calibration))
            except Exception as err:  # the libraries raise Exception itself
                raise PipelineError(
                    f"the network in {model.parent} cannot be loaded: {err}; name a folder with "
                    f"{', '.join(FILES)} in the setting network"
                ) from err

    def read(self, windows: Sequence[Window]) -> list[Reading]:
        """A Reading of each window, in order."""
        encoded = [encode(window, self._tokenizer) for window in windows]
        order = sorted(range(len(windows)), key=lambda at: len(encoded[at].pieces))
        found: dict[int, Reading] = {}
        for batch in _batches(order, encoded):
            some = [encoded[at] for at in batch]
            hints = [windows[at].hints for at in batch]
            found |= dict(zip(batch, self._run(some, hints), strict=True))
        return [found[at] for at in range(len(windows))]

    def _run(
        self, batch: Sequence[Encoded], hints: Sequence[Mapping[Pair, Mapping[str, float]]]
    ) -> list[Reading]:
        inputs = arrays(batch, hints)
        if not len(inputs["pairs"]):
            return [Reading({}, {}, {}) for _ in batch]
        predicates, statuses, kinds = self._session.run(None, inputs)
        ends = np.cumsum([0, *(len(one.pairs) for one in batch)])
        return [
            Reading(
                dict(zip(one.entities, kinds[at], strict=False)),
                dict(zip(one.pairs, predicates[start:end], strict=True)),
                dict(zip(one.pairs, statuses[start:end], strict=True)),
            )
            for at, (one, (start, end)) in enumerate(zip(batch, pairwise(ends), strict=True))
        ]


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _batches(order: Sequence[int], encoded: Sequence[Encoded]) -> Iterator[list[int]]:
    """Numbers of windows, shortest first, cut where a batch would be too large or padded."""
    batch: list[int] = []
    for at in order:
        length = len(encoded[at].pieces)
        if batch and (
            (len(batch) + 1) * length > _MOST_PIECES
            or length > _MOST_PADDING * len(encoded[batch[0]].pieces)
        ):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def arrays(
    batch: Sequence[Encoded], hints: Sequence[Mapping[Pair, Mapping[str, float]]]
) -> dict[str, NDArray[np.generic]]:
    """The network's inputs: windows padded to one length L and one number E of entities.

    pieces, case [B, L] int64; mask [B, L]; places [B, E, L], 1 at an entity's marks; pairs [P, 2]
    int64, as places in the flattened [B * E] entities; windows [P] int64; hints [P, predicates];
    kinds [P] int64. What has no type here is float32.
    """
    length = max(len(one.pieces) for one in batch)
    most = max(1, *(len(one.entities) for one in batch))
    pieces = np.zeros((len(batch), length), np.int64)
    case, mask = np.zeros_like(pieces), np.zeros(pieces.shape, np.float32)
    places = np.zeros((len(batch), most, length), np.float32)
    pairs, kinds, told = [], [], []
    for at, (one, known) in enumerate(zip(batch, hints, strict=True)):
        width = len(one.pieces)
        pieces[at, :width], case[at, :width], mask[at, :width] = one.pieces, one.case, 1
        for number, positions in enumerate(one.places):
            places[at, number, positions] = 1
        number_of = {id_: number for number, id_ in enumerate(one.entities)}
        for pair in one.pairs:
            subject, object_ = number_of[pair[0]], number_of[pair[1]]
            pairs.append((at * most + subject, at * most + object_))
            kinds.append(one.kinds[subject] * len(KINDS) + one.kinds[object_])
            told.append([known.get(pair, {}).get(name, 0.0) for name in PREDICATES])
    return {
        "pieces": pieces,
        "case": case,
        "mask": mask,
        "places": places,
        "pairs": np.array(pairs, np.int64).reshape(-1, 2),
        "windows": np.repeat(np.arange(len(batch)), [len(one.pairs) for one in batch]),
        "hints": np.array(told, np.float32).reshape(-1, len(PREDICATES)),
        "kinds": np.array(kinds, np.int64),
    }


def status_of(probabilities: Floats) -> str:
    """The likeliest status."""
    return STATUSES[int(probabilities.argmax())]
