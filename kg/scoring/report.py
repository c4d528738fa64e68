"""The score: what becomes of each claim, and what that adds up to."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from kg.model import Status
from kg.scoring.calibration import Bin, calibration_error, reliability


class Outcome(StrEnum):
    """What becomes of a claim."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one claim that was said, or of one of gold that was not.

    Subject and object are names. `confidence` is None where the claim was missed. `bait` is the
    reason that gold gives where a bait was taken. The last three are about right claims.
    """

    article: str
    outcome: Outcome
    subject: str
    predicate: str
    object: str
    status: Status
    confidence: float | None = None
    bait: str | None = None
    same_status: bool = False
    same_phase: bool = False
    same_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How many are right, how many were said and how many gold has; shares are in 0..1."""

    right: int
    said: int
    gold: int

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.right + other.right, self.said + other.said, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of what was said that is right; 0 where nothing was said."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found; 0 where gold has none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is right."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """The score of all articles. `entities` is by kind; `baits` counts those that gold sets."""

    articles: int
    entities: Mapping[str, Figures]
    verdicts: tuple[Verdict, ...]
    baits: int

    @property
    def claims(self) -> Figures:
        """All predicates together."""
        return _figures(self.verdicts)

    @property
    def by_predicate(self) -> dict[str, Figures]:
        """Each predicate that was said or that gold has, in the order of their names."""
        names = sorted({verdict.predicate for verdict in self.verdicts})
        return {name: _figures(v for v in self.verdicts if v.predicate == name) for name in names}

    @property
    def status_exact(self) -> float:
        """The share of right claims that have the status of gold."""
        return self._share(verdict.same_status for verdict in self.verdicts)

    @property
    def status_folded(self) -> float:
        """The share of right claims whose status is of the same phase as that of gold."""
        return self._share(verdict.same_phase for verdict in self.verdicts)

    @property
    def evidence(self) -> float:
        """The share of right claims whose evidence overlaps that of gold."""
        return self._share(verdict.same_evidence for verdict in self.verdicts)

    @property
    def baits_taken(self) -> int:
        """How many claims took a bait."""
        return sum(verdict.bait is not None for verdict in self.verdicts)

    @property
    def mistakes(self) -> tuple[Verdict, ...]:
        """The claims that are wrong or were missed, article by article."""
        return tuple(v for v in self.verdicts if v.outcome in {Outcome.WRONG, Outcome.MISSED})

    @property
    def reliability(self) -> list[Bin]:
        """What became of the claims by their confidence, lowest first."""
        judged = [v for v in self.verdicts if v.outcome in {Outcome.RIGHT, Outcome.WRONG}]
        return reliability([(v.confidence or 0.0, v.outcome is Outcome.RIGHT) for v in judged])

    def _share(self, held: Iterable[bool]) -> float:
        right = self.claims.right
        return sum(held) / right if right else 0.0

    def to_json(self) -> dict[str, object]:
        """All figures, ready for json.dumps; shares are rounded to three digits."""
        return {
            "articles": self.articles,
            "entities": {kind: _rounded(figures) for kind, figures in self.entities.items()},
            "claims": _rounded(self.claims),
            "by_predicate": {name: _rounded(f) for name, f in self.by_predicate.items()},
            "status": {
                "exact": round(self.status_exact, 3),
                "folded": round(self.status_folded, 3),
                "evidence": round(self.evidence, 3),
            },
            "baits": {"taken": self.baits_taken, "set": self.baits},
            "calibration": {
                "error": round(calibration_error(self.reliability), 3),
                "bins": [asdict(each) for each in self.reliability],
            },
        }


def _figures(verdicts: Iterable[Verdict]) -> Figures:
    outcomes = [verdict.outcome for verdict in verdicts]
    right = outcomes.count(Outcome.RIGHT)
    return Figures(
        right,
        said=right + outcomes.count(Outcome.WRONG),
        gold=right + outcomes.count(Outcome.MISSED),
    )


def _rounded(figures: Figures) -> dict[str, float]:
    shares = {"p": figures.precision, "r": figures.recall, "f1": figures.f1}
    return {name: round(share, 3) for name, share in shares.items()} | asdict(figures)
