"""Whether confidence means what it says: of the claims at 0.8, are eight in ten right?"""

from collections.abc import Iterable
from dataclasses import dataclass

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of like confidence: how many, their mean confidence, and the share that is right."""

    claims: int
    confidence: float
    right: float


def reliability(said: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Claims, each with its confidence and whether it is right, in ten bins of equal width.

    The bins cover 0..1, the lowest first; empty ones are left out.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, right in said:
        bins[min(int(confidence * _BINS), _BINS - 1)].append((confidence, right))
    return [
        Bin(
            len(held),
            round(sum(c for c, _ in held) / len(held), 3),
            round(sum(r for _, r in held) / len(held), 3),
        )
        for held in bins
        if held
    ]


def calibration_error(bins: Iterable[Bin]) -> float:
    """The expected calibration error: mean distance of confidence and share, weighted by claims.

    Source: Naeini, Cooper & Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using
    Bayesian Binning". 0 where there are no claims.
    """
    held = list(bins)
    total = sum(each.claims for each in held)
    gaps = sum(each.claims * abs(each.confidence - each.right) for each in held)
    return gaps / total if total else 0.0
