"""The relation between two given spans of a text, whatever names them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kg.config import Settings
from kg.model import Mention
from kg.nlp.encoding import KINDS, PREDICATES
from kg.nlp.network import Calibration, Network, Reading
from kg.nlp.windows import Window
from kg.ontology import Ontology, Predicate

Bounds = tuple[int, int]

NONE = "NONE"
# What nothing is known of; the same mark stands before words that may be no name.
NO_KIND = "None"
PAIR = ("subject", "object")
_BODIES = ("Company", "Organization", "Product")
_PRONOUNS = frozenset({"it", "its", "they", "their", "he", "she", "his", "her", "we", "our"})


@dataclass(frozen=True, slots=True)
class Relation:
    """What a text says of two spans; `reversed` where the second is the subject.

    `predicate` is "NONE" where it says nothing that has a name here.
    """

    predicate: str
    reversed: bool
    confidence: float


def pair_window(text: str, first: Bounds, second: Bounds) -> Window:
    """The text with two marked spans, called "subject" and "object", of unknown kinds."""
    mentions = [
        Mention(*span, text[slice(*span)], NO_KIND, name, 1.0, _reason(text[slice(*span)]))
        for name, span in zip(PAIR, (first, second), strict=True)
    ]
    return Window(text, 0, tuple(sorted(mentions, key=lambda m: m.start)), ())


def _reason(text: str) -> str:
    """Whether the words name something or stand for it: "it", "the company"."""
    if text.lower() in _PRONOUNS:
        return "pronoun"
    return "nominal" if text.islower() and text.startswith("the ") else "exact"


def tell_pairs(
    pairs: Sequence[tuple[str, Bounds, Bounds]], settings: Settings, ontology: Ontology
) -> list[Relation]:
    """The likeliest relation of each pair, "NONE" where none is likely.

    `pairs` hold a text of a sentence or two and two spans of it, which do not overlap.

    Raises:
        PipelineError: the network cannot be loaded.
    """
    network = Network(settings.network)
    readings = network.read([pair_window(*pair) for pair in pairs])
    return [_relation(reading, network.calibration, ontology) for reading in readings]


def _relation(reading: Reading, calibration: Calibration, ontology: Ontology) -> Relation:
    options = list(_options(reading, ontology))
    probability, name, turned = max(options, default=(0.0, NONE, False))
    confidence = calibration.confidence(name, probability)
    if probability < calibration.pair_threshold:
        return Relation(NONE, reversed=False, confidence=round(1 - confidence, 3))
    return Relation(name, turned, round(confidence, 3))


def _options(reading: Reading, ontology: Ontology) -> Iterator[tuple[float, str, bool]]:
    """Probability, predicate and whether it is reversed; nothing where a span was cut off."""
    there, back = (reading.pairs.get(ends) for ends in (PAIR, PAIR[::-1]))
    if there is None or back is None:
        return
    kinds = [KINDS[int(reading.kinds[end].argmax())] for end in PAIR]
    for name, forward, backward in zip(PREDICATES, there.tolist(), back.tolist(), strict=True):
        predicate = ontology.predicates[name]
        if predicate.symmetric:
            yield (forward + backward) / 2, name, False
            continue
        if _is_open(predicate, kinds):
            yield forward, name, False
        if _is_open(predicate, kinds[::-1]):
            yield backward, name, True


def _is_open(predicate: Predicate, kinds: Sequence[str]) -> bool:
    """Whether the kinds that the network reads rule a predicate out.

    They do where it needs a person or a place. Firms, bodies and products they tell apart badly
    when words such as "it" stand for them.
    """
    among_bodies = any(predicate.joins(*pair) for pair in product(_BODIES, repeat=2))
    return among_bodies or predicate.joins(*kinds)
