"""What a trained network reaches on what it has not seen, and its calibration."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from lessons import Lesson
from torch.nn import functional

from kg import ontology, scoring
from kg.config import Settings
from kg.model import Article
from kg.nlp import Extractor, to_json
from kg.nlp.classify import NONE, PAIR, Bounds, Relation, tell_pairs
from kg.scoring.report import Outcome, Verdict

# The content of calibration.json.
Calibrated = dict[str, object]

# What is less likely is right so seldom that it would only slow the fit down.
LEAST = 0.02
PRECISION = 0.75
SURE_PRECISION = 0.9
BROAD_PRECISION = 0.55
AS_IS: Calibrated = {
    "slope": 1.0,
    "intercept": 0.0,
    "rules": 0.0,
    "thresholds": {"balanced": LEAST},
    "pair_threshold": 0.4,
}
BESIDE: Calibrated = {**AS_IS, "rules": 1.0}

Gold = dict[str, scoring.GoldRow]


def verdicts(gold: Gold, articles: Sequence[Article], folder: Path) -> list[Verdict]:
    """What becomes of every claim that the network of a folder makes at its "balanced" setting."""
    vocabulary = ontology.load()
    extractor = Extractor(Settings(network=folder), vocabulary)
    read = extractor.extract(articles)
    said = {each.article.key: scoring.said(to_json(each)) for each in read}
    by_key = {article.key: article for article in articles}
    return list(scoring.score(gold, by_key, said, vocabulary, 0.0).verdicts)


def scaled(alone: Sequence[Verdict], beside: Sequence[Verdict]) -> Calibrated:
    """Slope, intercept and the weight of rules, fitted on verdicts that were made with slope 1.

    `alone` are the network's, in `beside` rules are counted fully, which tells where one spoke.
    There the network has heard it, and is right more often than its probability says elsewhere:
    slope and intercept are fitted on the other claims, the weight of rules on these.
    """
    told = {_claim(one): one.confidence or 0.0 for one in alone}
    unruled = [one for one in beside if one.confidence == told.get(_claim(one))]
    confidence, truth = _judged(unruled)
    slope, intercept = _platt(torch.logit(confidence, eps=1e-6), truth)
    ruled = [one for one in beside if one.confidence != told.get(_claim(one)) and _said(one)]
    together, truth = _judged(ruled)
    read = torch.tensor([told.get(_claim(one), 0.0) for one in ruled])
    rule = 1 - (1 - together) / (1 - read).clamp(min=1e-6)
    scaled_read = torch.sigmoid(slope * torch.logit(read, eps=1e-6) + intercept)
    losses = {
        weight: float(
            functional.binary_cross_entropy(1 - (1 - scaled_read) * (1 - weight * rule), truth)
        )
        for weight in (step / 20 for step in range(20))
    }
    rules = min(losses, key=lambda weight: losses[weight])
    return {**AS_IS, "slope": slope, "intercept": intercept, "rules": rules}


def _said(verdict: Verdict) -> bool:
    return verdict.outcome in {Outcome.RIGHT, Outcome.WRONG}


def _claim(verdict: Verdict) -> tuple[str, str, str, str]:
    return verdict.article, verdict.subject, verdict.predicate, verdict.object


def bounded(found: Sequence[Verdict], scale: Calibrated) -> Calibrated:
    """With thresholds, chosen on verdicts that were made with that scale, rules counted."""
    confidence, truth = _judged(found)
    gold = sum(v.outcome in {Outcome.RIGHT, Outcome.MISSED} for v in found)
    thresholds = {
        name: _threshold(confidence, truth, gold, precision)
        for name, precision in (
            ("balanced", PRECISION),
            ("precise", SURE_PRECISION),
            ("broad", BROAD_PRECISION),
        )
    }
    return {**scale, "thresholds": thresholds}


def _judged(found: Sequence[Verdict]) -> tuple[torch.Tensor, torch.Tensor]:
    """Confidence of each claim that was made, and whether it is right."""
    said = [v for v in found if _said(v)]
    confidence = torch.tensor([float(v.confidence or 0) for v in said])
    return confidence, torch.tensor([float(v.outcome is Outcome.RIGHT) for v in said])


def _platt(logits: torch.Tensor, truth: torch.Tensor) -> tuple[float, float]:
    """Slope and intercept of the logistic regression of truth on logits."""
    weights = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        fit = torch.nn.functional.binary_cross_entropy_with_logits(
            weights[0] * logits + weights[1], truth
        )
        fit.backward()  # type: ignore[no-untyped-call]
        return fit

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    slope, intercept = weights.tolist()
    return round(slope, 4), round(intercept, 4)


def _threshold(confidence: torch.Tensor, truth: torch.Tensor, gold: int, precision: float) -> float:
    """The confidence at which F1 is best while precision is still reached."""
    order = confidence.argsort(descending=True)
    right = truth[order].cumsum(0)
    said = torch.arange(1, len(order) + 1)
    f1 = 2 * right / (said + gold)
    f1[right / said < precision] = 0
    best = int(f1.argmax())
    return round(float(confidence[order][best]), 3)


def accuracy(pairs: Sequence[Lesson], folder: Path) -> float:
    """The share of given pairs whose predicate and direction, or NONE, are told rightly."""
    vocabulary = ontology.load()
    told = tell_pairs([given(lesson) for lesson in pairs], Settings(network=folder), vocabulary)
    return sum(map(_is_right, pairs, told)) / len(pairs)


def given(lesson: Lesson) -> tuple[str, Bounds, Bounds]:
    """Text and spans of a lesson about one pair."""
    spans = {m.entity: (m.start, m.end) for m in lesson.window.mentions}
    return lesson.window.text, spans[PAIR[0]], spans[PAIR[1]]


def _is_right(lesson: Lesson, told: Relation) -> bool:
    truth = {(pair, name) for pair, held in lesson.claims.items() for name in held}
    if told.predicate == NONE:
        return not truth
    return ((PAIR[::-1] if told.reversed else PAIR), told.predicate) in truth


def write(folder: Path, calibration: Calibrated) -> None:
    """Write calibration.json."""
    text = json.dumps(calibration, indent=1)
    (folder / "calibration.json").write_text(f"{text}\n", encoding="utf-8")
