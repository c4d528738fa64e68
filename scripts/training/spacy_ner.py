"""Retrain the stock pipeline's own NER on the annotated articles, to compare with the tagger.

python scripts/training/spacy_ner.py FOLDER [FOLDER ...] --output FOLDER [--texts FILE]
                                     [--seed N]

Needs no torch. Name the output in the setting spacy_model to extract with it. Firms and
organizations are learned as ORG, products as PRODUCT; of other kinds the NER keeps what it says
now, for they are not annotated everywhere.
"""

import random
import sys
import time
from collections.abc import Iterator

from arguments import arguments
from lessons import places
from parsed import articles
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans
from split import held_out

from kg import scoring
from kg.config import Settings
from kg.nlp.parsing import load_parser

EPOCHS = 8
RATE = 5e-4
BATCH = 16
DROP = 0.2
LABELS = {
    "Company": "ORG",
    "Organization": "ORG",
    "Product": "PRODUCT",
    "Person": "PERSON",
    "Place": "GPE",
}
# Annotated in full, so that no other name is one.
COMPLETE = {"PRODUCT"}
# Perhaps a name of an organization, which is annotated only where a claim needs it.
OPEN = {"ORG"}


def main() -> None:
    """Parse, train, write."""
    given = arguments(__doc__)
    nlp = load_parser(Settings().spacy_model)
    read = sorted(articles(given.folders, given.texts), key=lambda article: article.name)
    kept = held_out(article.name for article in read)
    learned = [
        example
        for article in read
        if article.name not in kept
        for example in _examples(article.doc, article.row, nlp)
    ]
    chance = random.Random(given.seed[0])
    _say(f"{len(learned)} passages")
    frozen = [name for name in nlp.pipe_names if name != "ner"]
    optimizer = nlp.resume_training()
    optimizer.learn_rate = RATE
    with nlp.select_pipes(disable=frozen):
        for epoch in range(EPOCHS):
            chance.shuffle(learned)
            losses: dict[str, float] = {}
            for start in range(0, len(learned), BATCH):
                nlp.update(learned[start : start + BATCH], sgd=optimizer, drop=DROP, losses=losses)
            _say(f"epoch {epoch + 1}: loss {losses['ner'] / len(learned):.4f}")
    nlp.remove_pipe("kg_line_ends")
    nlp.to_disk(given.output)


def _examples(doc: Doc, row: scoring.GoldRow, nlp: Language) -> Iterator[Example]:
    """A paragraph or so each, as the words stand and as they should be told."""
    labels = {e.key: LABELS[e.kind] for e in row.entities if e.kind in LABELS}
    named = [
        span
        for start, end, key in places(doc.text, row)
        if key in labels
        and (span := doc.char_span(start, end, labels[key], alignment_mode="expand"))
    ]
    taken = {token.i for span in named for token in span}
    beside = [ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end))]
    told = doc.copy()
    told.set_ents(
        filter_spans([*named, *(e for e in beside if e.label_ not in COMPLETE | OPEN)]),
        missing=[ent for ent in beside if ent.label_ in OPEN],
        default="outside",
    )
    for first, last in _paragraphs(doc):
        yield Example(nlp.make_doc(told[first:last].text), told[first:last].as_doc())


def _paragraphs(doc: Doc) -> Iterator[tuple[int, int]]:
    sentences = list(doc.sents)
    for at in range(0, len(sentences), 4):
        some = sentences[at : at + 4]
        yield some[0].start, some[-1].end


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


if __name__ == "__main__":
    main()
