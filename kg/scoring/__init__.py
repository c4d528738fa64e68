"""How well extractions agree with gold: entities, claims, status, evidence, and baits taken.

- Names are compared without case, legal form, a leading "the" and a possessive ending. An extracted
  entity stands for every gold entity that has its name or one of its mentions for a name, whatever
  their kinds; for a gold theme it is enough that one name has all words of the other.
- Of several extracted entities for one gold entity, one counts.
- A claim is right where predicate, subject and object are; either way round where the predicate is
  symmetric. Each gold claim is found once, and what is said twice counts once.
- A claim that matches nothing but an `optional` reading counts neither way.
- A wrong claim that matches an `absent` one is a bait taken.
- Status and evidence are judged on right claims: the same status, or the same phase (holds, ahead,
  over); evidence that overlaps a sentence of the gold claim.
"""

from kg.scoring.annotations import as_extractions
from kg.scoring.calibration import Bin, calibration_error
from kg.scoring.cases import Case, read_cases
from kg.scoring.judging import annotated, score
from kg.scoring.pairs import (
    GivenPair,
    PairLabel,
    PairReport,
    read_labelled,
    read_pairs,
    score_pairs,
)
from kg.scoring.reading import read_articles, read_gold, read_said, said
from kg.scoring.report import Figures, Outcome, Report, Verdict
from kg.scoring.rows import GoldClaim, GoldEntity, GoldRow, Said, SaidClaim, SaidEntity

__all__ = [
    "Bin",
    "Case",
    "Figures",
    "GivenPair",
    "GoldClaim",
    "GoldEntity",
    "GoldRow",
    "Outcome",
    "PairLabel",
    "PairReport",
    "Report",
    "Said",
    "SaidClaim",
    "SaidEntity",
    "Verdict",
    "annotated",
    "as_extractions",
    "calibration_error",
    "read_articles",
    "read_cases",
    "read_gold",
    "read_labelled",
    "read_pairs",
    "read_said",
    "said",
    "score",
    "score_pairs",
]
