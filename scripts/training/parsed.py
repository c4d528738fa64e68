"""Annotated articles as the stock pipeline parses them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from kg import ontology, scoring
from kg.config import Settings
from kg.nlp import parsing


@dataclass(frozen=True)
class Article:
    """An annotated article as the stock pipeline parses it."""

    name: str
    doc: Doc
    row: scoring.GoldRow


def articles(folders: Iterable[Path]) -> Iterator[Article]:
    """Those of the pairs NAME.gold.jsonl and NAME.texts.jsonl in the folders."""
    nlp = parsing.load_parser(Settings().spacy_model)
    vocabulary = ontology.load()
    for gold in (gold for folder in folders for gold in sorted(folder.glob("*.gold.jsonl"))):
        rows = scoring.read_gold(gold, vocabulary)
        texts = scoring.read_articles(gold.with_name(gold.name.replace(".gold.", ".texts.")))
        for key, row in rows.items():
            windows, _ = parsing.cut(texts[key].text)
            doc = parsing.joined(list(nlp.pipe(windows)), nlp)
            yield Article(f"{gold.parent.name}/{gold.name}:{key}", doc, row)
