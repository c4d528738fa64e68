"""Train the network that finds relations, and write it with its calibration.

scripts/train FOLDER [FOLDER ...] --core FILE [--dev FOLDER] [--output FOLDER]
              [--corpus FILE ...] [--encoder FOLDER] [--seed N]

Each FOLDER holds annotated articles in pairs NAME.gold.jsonl and NAME.texts.jsonl, as `kg score
articles` reads them. FILE is CORE's train.json. Every tenth article and every fifth pair of CORE
is held out: on these the calibration is fitted and the figures are measured, which are printed.
With --dev, thresholds are chosen on the articles of that folder as well, which nothing else is
learned from.
The encoder to begin with is that of the folder, which encoder.py writes. With --corpus,
scripts/train first runs names.py, for relations are learned between found names.
"""

import random
import sys
import time
from collections.abc import Set
from pathlib import Path

import torch
from arguments import arguments
from corpora import core
from export import export
from fit import Course, train
from lessons import Lesson, Teacher
from measure import AS_IS, BESIDE, accuracy, scaled, verdicts, write
from network import Network as Trained
from split import held_out
from thresholds import bounded, centred

from kg import ontology, scoring
from kg.nlp.pieces import load_tokenizer
from kg.ontology import Ontology
from kg.scoring.report import Verdict

PAIRS_HELD_OUT = 5


def main() -> None:
    """Read, train, write, calibrate, measure."""
    given = arguments(__doc__)
    torch.manual_seed(given.seed)
    random.seed(given.seed)
    files = [gold for folder in given.folders for gold in _gold(folder)]
    teacher = Teacher()
    kept = held_out(name for gold in files for name in _names(gold, teacher.vocabulary))
    articles = sorted(
        (readings for gold in files for readings in teacher.lessons(gold, _texts(gold))),
        key=_name,
    )
    pairs = list(core(given.core)) if given.core else []
    _say(f"{len(articles)} articles, {len(pairs)} given pairs")
    tokenizer = given.encoder / "tokenizer.json"
    network = Trained(given.encoder)
    train(
        network,
        [readings for readings in articles if _name(readings) not in kept],
        [pair for at, pair in enumerate(pairs) if at % PAIRS_HELD_OUT],
        Course(load_tokenizer(tokenizer), teacher.vocabulary),
        given.seed,
        _say,
        lambda: export(network, tokenizer, given.output),
    )
    _calibrate(files, kept, given.output, _gold(given.dev) if given.dev else [])
    if pairs:
        share = accuracy(pairs[::PAIRS_HELD_OUT], given.output)
        _say(f"given pairs held out: accuracy {share:.3f}")


def _texts(gold: Path) -> Path:
    return gold.with_name(gold.name.replace(".gold.", ".texts."))


def _names(gold: Path, vocabulary: Ontology) -> list[str]:
    rows = scoring.read_gold(gold, vocabulary)
    return [_full(gold, key) for key in rows]


def _full(gold: Path, key: str) -> str:
    return f"{gold.parent.name}/{gold.name}:{key}"


def _gold(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.gold.jsonl"))


def _name(readings: tuple[list[Lesson], list[Lesson]]) -> str:
    return next((lesson.article for lesson in (*readings[0], *readings[1])), "")


def _calibrate(files: list[Path], kept: Set[str], folder: Path, dev: list[Path]) -> None:
    """The scale of the network over what was held out, then thresholds, with the dev articles."""
    held = [(gold, _kept(gold, kept)) for gold in files]
    made = []
    for calibration in (AS_IS, BESIDE):
        write(folder, calibration)
        made.append(_verdicts(held, folder))
    write(folder, scale := scaled(*made))
    chosen_on = [(gold, _kept(gold)) for gold in dev]
    seen = _verdicts(held, folder)
    level = _verdicts(chosen_on, folder) or seen
    write(folder, scale := centred(scale, [*seen, *level] if dev else seen, level))
    calibration = bounded(_verdicts(chosen_on or held, folder), scale)
    write(folder, calibration)
    _say(f"calibration on {len(kept)} articles: {calibration}")


def _kept(gold: Path, kept: Set[str] | None = None) -> dict[str, scoring.GoldRow]:
    """The rows of a file, or those whose names are in `kept`."""
    rows = scoring.read_gold(gold, ontology.load())
    return {k: row for k, row in rows.items() if kept is None or _full(gold, k) in kept}


def _verdicts(asked: list[tuple[Path, dict[str, scoring.GoldRow]]], folder: Path) -> list[Verdict]:
    return [
        verdict
        for gold, rows in asked
        if rows
        for verdict in verdicts(
            rows, scoring.annotated(rows, scoring.read_articles(_texts(gold))), folder
        )
    ]


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


if __name__ == "__main__":
    main()
