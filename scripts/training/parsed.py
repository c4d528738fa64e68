"""Annotated articles as the stock pipeline parses them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sources import gold_files, texts
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


def articles(folders: Iterable[Path], elsewhere: Path | None) -> Iterator[Article]:
    """Those of the folders' gold files; `elsewhere` holds the texts that do not lie beside them."""
    nlp = parsing.load_parser(Settings().spacy_model)
    vocabulary = ontology.load()
    for gold in gold_files(folders):
        rows = scoring.read_gold(gold, vocabulary)
        for article in scoring.annotated(rows, texts(gold, elsewhere)):
            windows, _ = parsing.cut(article.text)
            doc = parsing.joined(list(nlp.pipe(windows)), nlp)
            name = f"{gold.parent.name}/{gold.name}:{article.key}"
            yield Article(name, doc, rows[article.key])
