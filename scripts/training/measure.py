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
from kg.nlp.encoding import PREDICATES
from kg.scoring.report import Outcome, Verdict

# The content of calibration.json.
Calibrated = dict[str, object]

# What is less likely is right so seldom that it would only slow the fit down.
LEAST = 0.02
# How far predicates are thought to differ, a standard deviation of logits.
SHIFT = 0.7
AS_IS: Calibrated = {
    "slope": 1.0,
    "intercept": 0.0,
    "shifts": {},
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
    """Slope, intercept, shifts and the weight of rules, fitted on verdicts made with slope 1.

    `alone` are the network's, in `beside` rules are counted fully, which tells where one spoke.
    There the network has heard it, and is right more often than its probability says elsewhere:
    the scale is fitted on the other claims, the weight of rules on these.
    """
    told = {_claim(one): one.confidence or 0.0 for one in alone}
    unruled = [one for one in beside if one.confidence == told.get(_claim(one))]
    scale = _platt(unruled)
    ruled = [one for one in beside if one.confidence != told.get(_claim(one)) and is_said(one)]
    together, truth = judged(ruled)
    read = torch.tensor([told.get(_claim(one), 0.0) for one in ruled])
    rule = 1 - (1 - together) / (1 - read).clamp(min=1e-6)
    scaled_read = torch.sigmoid(_scaled(scale, torch.logit(read, eps=1e-6), _places(ruled)))
    losses = {
        weight: float(
            functional.binary_cross_entropy(1 - (1 - scaled_read) * (1 - weight * rule), truth)
        )
        for weight in (step / 20 for step in range(20))
    }
    slope, intercept, *shifts = (round(value, 4) for value in scale.tolist())
    return {
        **AS_IS,
        "slope": slope,
        "intercept": intercept,
        "shifts": dict(zip(PREDICATES, shifts, strict=True)),
        "rules": min(losses, key=lambda weight: losses[weight]),
    }


def is_said(verdict: Verdict) -> bool:
    """Whether the network made this claim."""
    return verdict.outcome in {Outcome.RIGHT, Outcome.WRONG}


def _claim(verdict: Verdict) -> tuple[str, str, str, str]:
    return verdict.article, verdict.subject, verdict.predicate, verdict.object


def judged(found: Sequence[Verdict]) -> tuple[torch.Tensor, torch.Tensor]:
    """Confidence of each claim that was made, and whether it is right."""
    said = [v for v in found if is_said(v)]
    confidence = torch.tensor([float(v.confidence or 0) for v in said])
    return confidence, torch.tensor([float(v.outcome is Outcome.RIGHT) for v in said])


def _platt(found: Sequence[Verdict]) -> torch.Tensor:
    """Slope, intercept and shift of each predicate: a logistic regression of truth on logits."""
    confidence, truth = judged(found)
    logits, places = torch.logit(confidence, eps=1e-6), _places([v for v in found if is_said(v)])
    scale = torch.tensor([1.0, 0.0] + [0.0] * len(PREDICATES), requires_grad=True)
    optimizer = torch.optim.LBFGS([scale], max_iter=200)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        fit = functional.binary_cross_entropy_with_logits(
            _scaled(scale, logits, places), truth, reduction="sum"
        )
        fit = fit + (scale[2:] ** 2).sum() / (2 * SHIFT**2)
        fit.backward()  # type: ignore[no-untyped-call]
        return fit

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return scale.detach()


def _scaled(scale: torch.Tensor, logits: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return scale[0] * logits + scale[1] + scale[2:][places]


def _places(found: Sequence[Verdict]) -> torch.Tensor:
    """The number of each claim's predicate."""
    return torch.tensor([PREDICATES.index(verdict.predicate) for verdict in found])


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
