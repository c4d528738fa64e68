"""Posture cases: which posture a company is expected to have on a day, and which it gets."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import ScoringError

_FIELDS = ("company", "theme", "as_of", "expected")


@dataclass(frozen=True, slots=True)
class Case:
    """What people read out of the articles published by a day."""

    company: str
    theme: str
    as_of: date
    expected: str


def read_cases(paths: Iterable[Path], labels: Sequence[str]) -> list[Case]:
    """The cases of JSON files, each a list of objects; other fields are notes.

    Raises:
        ScoringError: a file cannot be read or a case is incomplete; the message says which.
    """
    return [
        _case(row, f"{path}, case {number}", labels)
        for path in paths
        for number, row in enumerate(_rows(path), 1)
    ]


def _rows(path: Path) -> list[object]:
    try:
        found: object = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as err:
        raise ScoringError(f"cannot read the cases {path}: {err}") from err
    if not isinstance(found, list) or not found:
        raise ScoringError(f"{path} holds no list of cases")
    return found


def _case(row: object, place: str, labels: Sequence[str]) -> Case:
    if not isinstance(row, dict) or not all(isinstance(row.get(f), str) for f in _FIELDS):
        raise ScoringError(f"{place}: it must have {', '.join(_FIELDS)}, all as text")
    if row["expected"] not in labels:
        raise ScoringError(
            f"{place}: expected is {row['expected']!r:.80}; known are {', '.join(labels)}"
        )
    try:
        day = date.fromisoformat(row["as_of"])
    except ValueError as err:
        raise ScoringError(f"{place}: as_of is {row['as_of']!r:.80}, which is no day") from err
    return Case(row["company"], row["theme"], day, row["expected"])
