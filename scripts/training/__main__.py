"""Train the network that finds relations, and write it with its calibration.

scripts/train FOLDER [FOLDER ...] --core FILE [--dev FOLDER] [--output FOLDER] [--texts FILE]
              [--corpus FILE ...] [--encoder FOLDER] [--seed N ...]

Each FOLDER holds annotated articles in pairs NAME.gold.jsonl and NAME.texts.jsonl, as `kg score
articles` reads them; --texts names the file with the articles of gold that has none beside it.
--core names CORE's train.json. Every tenth article and every fifth pair of CORE
is held out: on these the calibration is fitted and the figures are measured, which are printed.
With --dev, thresholds are chosen on the articles of that folder as well, which nothing else is
learned from.
With several seeds, the network is trained once for each, from one beginning, and the mean of the
weights is written: it does better than any of them (Wortsman et al. 2022, "Model soups").
The encoder to begin with is that of the folder, which encoder.py writes. With --corpus,
scripts/train first runs names.py, for relations are learned between found names.
"""

import random
import sys
import time
from collections.abc import Sequence, Set
from copy import deepcopy
from functools import partial
from pathlib import Path

import torch
from arguments import arguments
from corpora import core
from export import export
from fit import Course, train
from lessons import Lesson, Teacher
from measure import AS_IS, BESIDE, Gold, accuracy, scaled, verdicts, write
from network import Network as Trained
from sources import gold_files, texts
from split import held_out
from thresholds import bounded, centred
from torch.optim.swa_utils import AveragedModel

from kg import ontology, scoring
from kg.model import Article
from kg.nlp.pieces import load_tokenizer
from kg.ontology import Ontology
from kg.scoring.report import Verdict

PAIRS_HELD_OUT = 5

# Annotations of a file, and the articles that they belong to.
Asked = tuple[Gold, list[Article]]


def main() -> None:
    """Read, train, write, calibrate, measure."""
    given = arguments(__doc__)
    torch.manual_seed(given.seed[0])
    random.seed(given.seed[0])
    files = gold_files(given.folders)
    teacher = Teacher()
    kept = held_out(name for gold in files for name in _names(gold, teacher.vocabulary))
    read = (teacher.lessons(gold, texts(gold, given.texts)) for gold in files)
    articles = sorted((readings for each in read for readings in each), key=_name)
    pairs = list(core(given.core)) if given.core else []
    _say(f"{len(articles)} articles, {len(pairs)} given pairs")
    tokenizer = given.encoder / "tokenizer.json"
    learned = [readings for readings in articles if _name(readings) not in kept]
    shown = [pair for at, pair in enumerate(pairs) if at % PAIRS_HELD_OUT]
    course = Course(load_tokenizer(tokenizer), teacher.vocabulary)
    # Weights of different beginnings have no mean: their hidden units mean different things.
    begun = Trained(given.encoder)
    mean = AveragedModel(begun)
    for seed in given.seed:
        network = deepcopy(begun)
        keep = partial(export, network, tokenizer, given.output)
        train(network, learned, shown, course, seed, _say, keep)
        mean.update_parameters(network)
    export(mean.module, tokenizer, given.output)
    dev = gold_files([given.dev]) if given.dev else []
    _calibrate(_asked(files, given.texts, kept), _asked(dev, given.texts), given.output)
    if pairs:
        share = accuracy(pairs[::PAIRS_HELD_OUT], given.output)
        _say(f"given pairs held out: accuracy {share:.3f}")


def _names(gold: Path, vocabulary: Ontology) -> list[str]:
    rows = scoring.read_gold(gold, vocabulary)
    return [_full(gold, key) for key in rows]


def _full(gold: Path, key: str) -> str:
    return f"{gold.parent.name}/{gold.name}:{key}"


def _name(readings: tuple[list[Lesson], list[Lesson]]) -> str:
    return next((lesson.article for lesson in (*readings[0], *readings[1])), "")


def _calibrate(held: Sequence[Asked], dev: Sequence[Asked], folder: Path) -> None:
    """The scale of the network over what was held out, then thresholds, with the dev articles."""
    made = []
    for calibration in (AS_IS, BESIDE):
        write(folder, calibration)
        made.append(_verdicts(held, folder))
    write(folder, scale := scaled(*made))
    seen = _verdicts(held, folder)
    level = _verdicts(dev, folder) or seen
    write(folder, scale := centred(scale, [*seen, *level] if dev else seen, level))
    calibration = bounded(_verdicts(dev or held, folder), scale)
    write(folder, calibration)
    _say(f"calibration on {sum(len(rows) for rows, _ in held)} articles: {calibration}")


def _asked(
    files: Sequence[Path], elsewhere: Path | None, kept: Set[str] | None = None
) -> list[Asked]:
    """The rows of each file, or those whose names are in `kept`, with their articles."""
    found = []
    for gold in files:
        read = scoring.read_gold(gold, ontology.load())
        rows = {k: row for k, row in read.items() if kept is None or _full(gold, k) in kept}
        if rows:
            found.append((rows, scoring.annotated(rows, texts(gold, elsewhere))))
    return found


def _verdicts(asked: Sequence[Asked], folder: Path) -> list[Verdict]:
    return [one for rows, articles in asked for one in verdicts(rows, articles, folder)]


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


if __name__ == "__main__":
    main()
