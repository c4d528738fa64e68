"""What the network of relations is shown: lessons in batches, one loss for all that it tells."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from lessons import Disguise, Lesson
from loop import HALF, Say, learn
from network import Network
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from kg.nlp.encoding import KINDS, PREDICATES, STATUSES, Encoded, encode, length, parts
from kg.nlp.network import arrays
from kg.ontology import Ontology

EPOCHS = 8
RATE = 1e-4
PIECES = 1_400
RENAMED = 0.4
HINTS_KEPT = 0.8
# Predicates that the corpora of given pairs do not annotate.
UNKNOWN_OF_PAIRS = ("HAS_ROLE_AT", "OPERATES_IN")


@dataclass(frozen=True)
class Batch:
    """Inputs of the network and what it should give; -1 and 0 in `known` are not learned."""

    inputs: list[Tensor]
    predicates: Tensor
    known: Tensor
    statuses: Tensor
    kinds: Tensor


class Course:
    """Turns lessons into batches."""

    def __init__(self, tokenizer: Tokenizer, vocabulary: Ontology) -> None:
        self._tokenizer = tokenizer
        self._vocabulary = vocabulary
        self._joins: dict[tuple[str, str], np.ndarray] = {}

    def batches(self, lessons: Sequence[Lesson], chance: random.Random) -> Iterator[Batch]:
        """The lessons in batches of like length, in random order."""
        encoded = [
            (lesson, part)
            for lesson in lessons
            for part in parts(encode(lesson.window, self._tokenizer))
        ]
        usable = [pair for pair in encoded if self._teaches(*pair)]
        usable.sort(key=lambda pair: length(pair[1]) + chance.random() * 8)
        groups: list[list[tuple[Lesson, Encoded]]] = [[]]
        for pair in usable:
            if (len(groups[-1]) + 1) * length(pair[1]) > PIECES:
                groups.append([])
            groups[-1].append(pair)
        chance.shuffle(groups)
        return (self._batch(group) for group in groups if group)

    def _teaches(self, lesson: Lesson, encoded: Encoded) -> bool:
        return any(self._known(lesson, pair).any() for pair in encoded.pairs)

    def _known(self, lesson: Lesson, pair: tuple[str, str]) -> np.ndarray:
        """Which predicates are learned of a pair: those that may join its kinds."""
        if not lesson.whole:
            return np.array([name not in UNKNOWN_OF_PAIRS for name in PREDICATES], np.float32)
        kinds = lesson.kinds[pair[0]], lesson.kinds[pair[1]]
        if kinds not in self._joins:
            predicates = [self._vocabulary.predicates[name] for name in PREDICATES]
            self._joins[kinds] = np.array([p.joins(*kinds) for p in predicates], np.float32)
        known = self._joins[kinds].copy()
        for name in lesson.optional.get(pair, ()):
            if name not in lesson.claims.get(pair, {}):
                known[PREDICATES.index(name)] = 0
        return known

    def _batch(self, group: Sequence[tuple[Lesson, Encoded]]) -> Batch:
        inputs = arrays([one for _, one in group], [lesson.window.hints for lesson, _ in group])
        rows = [(lesson, pair) for lesson, one in group for pair in one.pairs]
        known = np.array([self._known(lesson, pair) for lesson, pair in rows])
        truth, statuses = np.zeros_like(known), np.full(len(rows), -1)
        for row, (lesson, pair) in enumerate(rows):
            for name, status in lesson.claims.get(pair, {}).items():
                at = PREDICATES.index(name)
                truth[row, at] = known[row, at]
                if known[row, at] and lesson.whole:
                    statuses[row] = STATUSES.index(status)
        kinds = np.full(inputs["places"].shape[:2], -1)
        for at, (lesson, one) in enumerate(group):
            for number, id_ in enumerate(one.entities):
                if id_ in lesson.typed:
                    kinds[at, number] = KINDS.index(lesson.kinds[id_])
        return Batch(
            [torch.from_numpy(value) for value in inputs.values()],
            torch.from_numpy(truth),
            torch.from_numpy(known),
            torch.from_numpy(statuses),
            torch.from_numpy(kinds.reshape(-1)),
        )


def loss(network: Network, batch: Batch) -> Tensor:
    """Cross-entropy of predicates by pair, and in part of statuses and kinds."""
    inputs = list(batch.inputs)
    keep = torch.rand(len(batch.predicates), 1) < HINTS_KEPT
    inputs[6] = inputs[6] * keep
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        told = network(*inputs)
    predicates, statuses, kinds = (logits.float() for logits in told)
    by_pair = functional.binary_cross_entropy_with_logits(
        predicates, batch.predicates, weight=batch.known, reduction="sum"
    )
    total = by_pair / max(1, len(batch.predicates))
    for logits, truth, weight in ((statuses, batch.statuses, 0.3), (kinds, batch.kinds, 0.2)):
        learned = truth >= 0
        if learned.any():
            total = total + weight * functional.cross_entropy(logits[learned], truth[learned])
    return total


def train(
    network: Network,
    articles: Sequence[tuple[list[Lesson], list[Lesson]]],
    pairs: Sequence[Lesson],
    course: Course,
    seed: int,
    say: Say,
    keep: Callable[[], None],
) -> None:
    """Eight epochs; each reads every article as found or as annotated, and all pairs.

    `keep` is called after each, so that an interrupted training leaves something behind.
    """
    chance = random.Random(seed)
    torch.manual_seed(seed)
    disguise = Disguise((one for _, gold in articles for one in gold), chance)

    def batches() -> list[Batch]:
        return list(course.batches(list(_epoch(articles, pairs, disguise, chance)), chance))

    for _ in learn(network, EPOCHS, RATE, batches, partial(loss, network), say):
        keep()


def _epoch(
    articles: Sequence[tuple[list[Lesson], list[Lesson]]],
    pairs: Sequence[Lesson],
    disguise: Disguise,
    chance: random.Random,
) -> Iterator[Lesson]:
    for readings in articles:
        for lesson in chance.choice(readings):
            shown = disguise.renamed(lesson) if chance.random() < RENAMED else lesson
            yield disguise.mistyped(shown)
    yield from pairs
