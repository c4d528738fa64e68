"""From which confidence on claims are kept, by the names of the setting strictness.

The one for `balanced` is a half: the scale is shifted, predicate by predicate, until it is.
"""

import math
from collections.abc import Mapping, Sequence

import torch
from measure import Calibrated, is_said, judged

from kg.nlp.encoding import PREDICATES
from kg.scoring.report import Outcome, Verdict

BALANCED = 0.5
# Three quarters are asked for; on articles that nothing was chosen on, precision is lower.
PRECISION = 0.77
SURE_PRECISION = 0.9
BROAD_PRECISION = 0.55
# How many claims a threshold of one predicate must be worth to lie 1 away from the common one.
PULL = 20
# What a wrong claim costs, in right ones; all these are tried.
COSTS = [step / 20 for step in range(4, 120)]


def centred(scale: Calibrated, seen: Sequence[Verdict], level: Sequence[Verdict]) -> Calibrated:
    """The scale with other shifts, by which a half is the best threshold of each predicate.

    All verdicts were made with `scale`; those of `level` are among `seen`. Over all that was seen,
    predicates get the thresholds that are best at one price of a wrong claim; it is the price at
    which F1 over `level` is best while its precision is still reached. With few claims, a
    predicate keeps near to the threshold that would be best for all together.
    """
    common = _threshold(level, PRECISION)
    tried = [_by_predicate(seen, cost, common) for cost in COSTS]
    best = max(tried, key=lambda thresholds: _f1(level, thresholds))
    shifts = scale["shifts"]
    moved = {name: round(shifts[name] - _logit(best[name]), 4) for name in PREDICATES}  # type: ignore[index]
    return {**scale, "shifts": moved}


def bounded(found: Sequence[Verdict], scale: Calibrated) -> Calibrated:
    """With thresholds; `precise` and `broad` are chosen on verdicts made with that scale.

    Both are the least confidence from which on claims have that precision.
    """
    thresholds = {
        "balanced": BALANCED,
        "precise": _least(found, SURE_PRECISION),
        "broad": _least(found, BROAD_PRECISION),
    }
    return {**scale, "thresholds": thresholds}


def _by_predicate(found: Sequence[Verdict], cost: float, common: float) -> dict[str, float]:
    """For each predicate, from which confidence on its claims are worth most."""
    return {
        name: _worth_most([v for v in found if v.predicate == name], cost, common)
        for name in PREDICATES
    }


def _worth_most(found: Sequence[Verdict], cost: float, common: float) -> float:
    said = sorted(((v.confidence or 0.0, _is_right(v)) for v in found if is_said(v)), reverse=True)
    worth, best, threshold = 0.0, -math.inf, common
    for at, (confidence, is_right) in enumerate(said):
        worth += 1 if is_right else -cost
        if at + 1 < len(said) and said[at + 1][0] == confidence:
            continue
        pulled = worth - PULL * abs(confidence - common)
        if pulled > best:
            best, threshold = pulled, confidence
    return threshold


def _f1(found: Sequence[Verdict], thresholds: Mapping[str, float]) -> float:
    """F1 of the claims from these on, 0 where precision is not reached."""
    kept = [v for v in found if is_said(v) and (v.confidence or 0.0) >= thresholds[v.predicate]]
    right = sum(map(_is_right, kept))
    if right < PRECISION * len(kept):
        return 0.0
    return 2 * right / max(1, len(kept) + _gold(found))


def _threshold(found: Sequence[Verdict], precision: float) -> float:
    """The confidence at which F1 is best while precision is still reached."""
    confidence, truth = judged(found)
    order = confidence.argsort(descending=True)
    right = truth[order].cumsum(0)
    said = torch.arange(1, len(order) + 1)
    f1 = 2 * right / (said + _gold(found))
    f1[right / said < precision] = 0
    best = int(f1.argmax())
    return round(float(confidence[order][best]), 3)


def _least(found: Sequence[Verdict], precision: float) -> float:
    confidence, truth = judged(found)
    order = confidence.argsort(descending=True)
    reached = truth[order].cumsum(0) / torch.arange(1, len(order) + 1) >= precision
    return round(float(confidence[order][reached].min()), 3)


def _gold(found: Sequence[Verdict]) -> int:
    return sum(v.outcome in {Outcome.RIGHT, Outcome.MISSED} for v in found)


def _is_right(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.RIGHT


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
