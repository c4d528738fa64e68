"""Relations of given pairs: the files that state them, and how well they are told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ScoringError
from kg.ontology import Ontology
from kg.scoring.reading import Row, each_line, one_of, shown, span, text
from kg.scoring.report import Figures
from kg.scoring.rows import Span

NONE = "NONE"
_DIRECTIONS = ("forward", "reversed")


@dataclass(frozen=True, slots=True)
class GivenPair:
    """Two spans of a text, in characters, end-exclusive."""

    text: str
    subject: Span
    object: Span


@dataclass(frozen=True, slots=True)
class PairLabel:
    """What holds of a pair: a predicate or "NONE"; `reversed` where the second is the subject."""

    predicate: str
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class PairReport:
    """The score of all pairs. Figures are by predicate, "NONE" among them, direction included."""

    pairs: int
    accuracy: float
    by_label: Mapping[str, Figures]
    mistakes: tuple[tuple[int, PairLabel, PairLabel], ...]


def read_pairs(path: Path) -> list[GivenPair]:
    """The pairs of a file, a line each: `text`, `subject` and `object` as [start, end].

    Raises:
        ScoringError: it cannot be read, or a line is no pair; the message says which and why.
    """
    return each_line(path, _pair)


def read_labelled(path: Path, ontology: Ontology) -> list[tuple[GivenPair, PairLabel]]:
    """The same with `label`, a predicate or "NONE", and `direction`, "forward" or "reversed".

    A line without a direction is forward.

    Raises:
        ScoringError: as for `read_pairs`.
    """
    known = [*ontology.predicates, NONE]
    return each_line(path, lambda row: (_pair(row), _label(row, known)))


def score_pairs(
    truth: Sequence[PairLabel], told: Sequence[PairLabel], ontology: Ontology
) -> PairReport:
    """How many pairs are told rightly: the predicate, and for directed ones who is its subject."""
    symmetric = {name for name, p in ontology.predicates.items() if p.symmetric} | {NONE}
    gold, said = ([_settled(label, symmetric) for label in labels] for labels in (truth, told))
    both = list(zip(gold, said, strict=True))
    names = sorted({label.predicate for label in (*gold, *said)})
    return PairReport(
        len(both),
        sum(a == b for a, b in both) / len(both) if both else 0.0,
        {name: _figures(name, both) for name in names},
        tuple((line, a, b) for line, (a, b) in enumerate(both, 1) if a != b),
    )


def _settled(label: PairLabel, symmetric: Iterable[str]) -> PairLabel:
    return PairLabel(label.predicate) if label.predicate in symmetric else label


def _figures(name: str, both: Sequence[tuple[PairLabel, PairLabel]]) -> Figures:
    return Figures(
        right=sum(a == b for a, b in both if a.predicate == name),
        said=sum(b.predicate == name for _, b in both),
        gold=sum(a.predicate == name for a, _ in both),
    )


def _pair(row: Row) -> GivenPair:
    words = text(row, "text")
    subject, object_ = span("subject", row.get("subject")), span("object", row.get("object"))
    if max(subject[1], object_[1]) > len(words):
        raise ScoringError(f"a span ends after the text, which has {len(words)} characters")
    if subject[0] < object_[1] and object_[0] < subject[1]:
        raise ScoringError(f"subject {list(subject)} and object {list(object_)} overlap")
    return GivenPair(words, subject, object_)


def _label(row: Row, known: Sequence[str]) -> PairLabel:
    direction = row.get("direction") or "forward"
    if direction not in _DIRECTIONS:
        raise ScoringError(f"direction is {shown(direction)}; known are {', '.join(_DIRECTIONS)}")
    return PairLabel(one_of(row, "label", known), direction == "reversed")
