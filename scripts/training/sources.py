"""Where annotated articles lie: the gold files of folders, and the texts that belong to them."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from kg import scoring
from kg.errors import ScoringError
from kg.model import Article


def gold_files(folders: Iterable[Path]) -> list[Path]:
    """The files NAME.gold.jsonl of the folders, in order."""
    return [gold for folder in folders for gold in sorted(folder.glob("*.gold.jsonl"))]


@cache
def texts(gold: Path, elsewhere: Path | None) -> Mapping[str, Article]:
    """The articles by id of NAME.texts.jsonl beside it, or of a file that lies elsewhere.

    Raises:
        ScoringError: there are none, or they cannot be read.
    """
    beside = gold.with_name(gold.name.replace(".gold.", ".texts."))
    if beside.exists():
        return scoring.read_articles(beside)
    if elsewhere is None:
        raise ScoringError(f"{gold} has no {beside.name} beside it; name its texts with --texts")
    return scoring.read_articles(elsewhere)
