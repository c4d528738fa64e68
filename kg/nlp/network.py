"""The trained network: for each window, what its entities are and how they are related.

One pass of a small encoder (bge-small, 12 layers) over the window gives a vector for each entity
and two for each pair, at the marks by which it was asked for.
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
from kg.nlp.encoding import (
    KINDS,
    PREDICATES,
    STATUSES,
    UNUSED,
    Encoded,
    encode,
    length,
    marks_of,
    parts,
)
from kg.nlp.pieces import load_tokenizer
from kg.nlp.windows import Pair, Window

Floats = NDArray[np.float32]

# Pieces of one run, padding included (more is no faster), and how many times as long as its
# shortest window its longest may be.
_MOST_PIECES = 2_000
_MOST_PADDING = 1.25
_UNSEEN = -10_000.0
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

    Platt scaling (Platt 1999), fitted on articles that were held out of training, with a shift of
    the intercept for each predicate, for some are told too boldly, others timidly. `rules` is how
    far the confidence of a rule that says the same counts beside it, 0..1. `thresholds` are by
    the names of the setting `strictness`; below `pair_threshold`, a probability, a given pair has
    no relation.
    """

    slope: float
    intercept: float
    shifts: Mapping[str, float]
    rules: float
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

    def confidence(
        self, predicate: str, probability: float, rule: float = 0.0, *, decisive: bool = False
    ) -> float:
        """The probability, 0..1, that the network or a rule is right, as if they erred apart.

        A decisive rule counts with all of its confidence.
        """
        read = _logistic(self.slope * _logit(probability) + self._intercept(predicate))
        return 1 - (1 - read) * (1 - (1.0 if decisive else self.rules) * rule)

    def probability(self, predicate: str, confidence: float) -> float:
        """The probability that has this confidence where no rule says the same."""
        return _logistic((_logit(confidence) - self._intercept(predicate)) / self.slope)

    def _intercept(self, predicate: str) -> float:
        return self.intercept + self.shifts.get(predicate, 0.0)


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
        asked = [
            (at, part)
            for at, window in enumerate(windows)
            for part in parts(encode(window, self._tokenizer))
        ]
        found = [Reading({}, {}, {}) for _ in windows]
        for batch in _batches(sorted(asked, key=lambda pair: length(pair[1]))):
            hints = [windows[at].hints for at, _ in batch]
            readings = self._run([part for _, part in batch], hints)
            for (at, _), reading in zip(batch, readings, strict=True):
                before = found[at]
                found[at] = Reading(
                    {**before.kinds, **reading.kinds},
                    {**before.pairs, **reading.pairs},
                    {**before.statuses, **reading.statuses},
                )
        return found

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


def _batches(asked: Sequence[tuple[int, Encoded]]) -> Iterator[list[tuple[int, Encoded]]]:
    """What is asked, shortest first, cut where a batch would be too large or padded."""
    batch: list[tuple[int, Encoded]] = []
    for one in asked:
        long = length(one[1])
        if batch and (
            (len(batch) + 1) * long > _MOST_PIECES or long > _MOST_PADDING * length(batch[0][1])
        ):
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def arrays(
    batch: Sequence[Encoded], hints: Sequence[Mapping[Pair, Mapping[str, float]]]
) -> dict[str, NDArray[np.generic]]:
    """The network's inputs: windows and the marks of their pairs, padded to one length L.

    pieces, case, positions [B, L] int64; mask [B, 1, L, L], 0 where a row may see a column, else
    very small; places [B, E, L], 1 at an entity's marks; pairs [P, 4] int64, as places in the
    flattened [B * L] pieces and [B * E] entities: marks of subject and object, subject, object;
    hints [P, predicates]; kinds [P] int64. What has no type here is float32.
    """
    long = max(map(length, batch))
    most = max(1, *(len(one.entities) for one in batch))
    pieces = np.zeros((len(batch), long), np.int64)
    case, positions = np.zeros_like(pieces), np.zeros_like(pieces)
    seen = np.zeros((len(batch), long, long), bool)
    places = np.zeros((len(batch), most, long), np.float32)
    pairs, kinds, told = [], [], []
    for at, (one, known) in enumerate(zip(batch, hints, strict=True)):
        width, end = len(one.pieces), length(one)
        pieces[at, :width], case[at, :width] = one.pieces, one.case
        positions[at, :width] = range(width)
        pieces[at, width:end] = UNUSED
        if one.pairs:
            positions[at, width:end], case[at, width:end] = zip(*marks_of(one), strict=True)
        seen[at, :, :width] = True
        for number, spots in enumerate(one.places):
            places[at, number, spots] = 1
        number_of = {id_: number for number, id_ in enumerate(one.entities)}
        for asked, pair in zip(range(width, end, 2), one.pairs, strict=True):
            seen[at, asked : asked + 2, asked : asked + 2] = True
            subject, object_ = number_of[pair[0]], number_of[pair[1]]
            here, first = at * long + asked, at * most
            pairs.append((here, here + 1, first + subject, first + object_))
            kinds.append(one.kinds[subject] * len(KINDS) + one.kinds[object_])
            told.append([known.get(pair, {}).get(name, 0.0) for name in PREDICATES])
    return {
        "pieces": pieces,
        "case": case,
        "positions": positions,
        "mask": np.where(seen, 0, _UNSEEN).astype(np.float32)[:, None],
        "places": places,
        "pairs": np.array(pairs, np.int64).reshape(-1, 4),
        "hints": np.array(told, np.float32).reshape(-1, len(PREDICATES)),
        "kinds": np.array(kinds, np.int64),
    }


def status_of(probabilities: Floats) -> str:
    """The likeliest status."""
    return STATUSES[int(probabilities.argmax())]
