"""What the tagger learns from: passages with what each of their words may be part of.

wikigold: Balasuriya et al. 2009, "Named Entity Recognition in Wikipedia" (CC BY 4.0).
WNUT 17: Derczynski et al. 2017, "Results of the WNUT2017 Shared Task on Novel and Emerging Entity
Recognition" (CC BY 4.0).
"""

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpora import joined_words
from lessons import places
from spacy.tokens import Doc

from kg import scoring
from kg.nlp.gazetteer import Gazetteer
from kg.nlp.namecues import WORDS
from kg.nlp.tagger import KINDS

NONE = "None"
Kinds = frozenset[str]

# What is not annotated as a firm or a product is none; of the rest the stock pipeline guesses.
OF_TAGGER: Mapping[str, Kinds] = {
    "PERSON": frozenset({"Person", NONE}),
    "GPE": frozenset({"Place"}),
    "LOC": frozenset({"Place", NONE}),
    "ORG": frozenset({"Organization", "Person", "Place", NONE}),
}
OF_CORPUS: Mapping[str, Kinds] = {
    "PER": frozenset({"Person"}),
    "person": frozenset({"Person"}),
    "LOC": frozenset({"Place"}),
    "location": frozenset({"Place", NONE}),
    "ORG": frozenset({"Company", "Organization"}),
    "MISC": frozenset({"Product", "Organization", NONE}),
    "corporation": frozenset({"Company"}),
    "product": frozenset({"Product"}),
    "creative-work": frozenset({"Product", NONE}),
    "group": frozenset({"Company", "Organization", NONE}),
}
SENTENCES = 4
SWAPPED = ("Company", "Product", "Person")
# Of the names of a passage in disguise, the share that is kept, and of the others that is made up.
KEPT = 0.5
MADE_UP = 0.25


@dataclass(frozen=True)
class Mark:
    """A span of a passage, and what it may name; NONE among the kinds: perhaps nothing."""

    start: int
    end: int
    kinds: Kinds


@dataclass(frozen=True)
class Passage:
    """A text with its marks in order; they do not overlap. `starts` are those of sentences."""

    text: str
    marks: Sequence[Mark]
    starts: Sequence[int]


def annotated(doc: Doc, row: scoring.GoldRow) -> Passage:
    """An article with its annotated names, and with what the pipeline sees beside them."""
    kinds = {entity.key: entity.kind for entity in row.entities}
    marks = [
        Mark(start, end, frozenset({kinds[key] if kinds[key] in KINDS else NONE}))
        for start, end, key in places(doc.text, row)
    ]
    taken = {at for mark in marks for at in range(mark.start, mark.end)}
    for span in doc.ents:
        if span.label_ in OF_TAGGER and taken.isdisjoint(range(span.start_char, span.end_char)):
            body = span.label_ == "ORG" and WORDS["in_name"]["body"] & set(
                span.text.lower().split()
            )
            may = frozenset({"Organization"}) if body else OF_TAGGER[span.label_]
            marks.append(Mark(span.start_char, span.end_char, may))
    marks.sort(key=lambda mark: mark.start)
    return Passage(doc.text, marks, [sent.start_char for sent in doc.sents])


def corpus(file: Path) -> Iterator[Passage]:
    """The sentences of a file in CoNLL columns, some to a passage; O is known to be no name."""
    waiting = iter(file.read_text("utf-8").strip().split("\n\n"))
    while some := list(islice(waiting, SENTENCES)):
        rows = [line.split() for block in some for line in block.splitlines()]
        rows = [row for row in rows if len(row) == 2]
        text, spans = joined_words([word for word, _ in rows])
        marks = list(_marks(spans, [label for _, label in rows]))
        if marks:
            yield Passage(text, marks, [0])


def _marks(spans: Sequence[tuple[int, int]], labels: Sequence[str]) -> Iterator[Mark]:
    start, before = 0, "O"
    for at, label in enumerate([*labels, "O"]):
        if before != "O" and (label[:2] != "I-" or label[2:] != before[2:]):
            yield Mark(spans[start][0], spans[at - 1][1], OF_CORPUS[before[2:]])
        if label != "O" and (label[:2] == "B-" or label[2:] != before[2:]):
            start = at
        before = label


class Disguise:
    """Names exchanged for others of their kind, so that sentences are learned and not names."""

    def __init__(self, learned: Iterable[Passage], chance: random.Random) -> None:
        self._chance = chance
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for passage in learned:
            for mark in passage.marks:
                if len(mark.kinds) == 1 and mark.kinds <= set(KINDS):
                    name = passage.text[mark.start : mark.end]
                    self._names[next(iter(mark.kinds))].append(name)
        for name, entry in Gazetteer.load().phrases():
            if not entry.ambiguous:
                self._names[entry.entity.kind].append(name)

    def renamed(self, passage: Passage) -> Passage:
        """The passage with about half of its firms, products and people under other names."""
        new: dict[str, str] = {}
        text, last = "", 0
        marks: list[Mark] = []
        ends, gains = [0], [0]
        for mark in passage.marks:
            old = passage.text[mark.start : mark.end]
            text += passage.text[last : mark.start]
            begin = len(text)
            text += new.setdefault(old, self._other(old, mark.kinds))
            marks.append(Mark(begin, len(text), mark.kinds))
            last = mark.end
            ends.append(mark.end)
            gains.append(len(text) - mark.end)
        starts = [at + gains[bisect_right(ends, at) - 1] for at in passage.starts]
        return Passage(text + passage.text[last:], marks, starts)

    def _other(self, name: str, kinds: Kinds) -> str:
        known = [each for kind in SWAPPED if kinds == {kind} for each in self._names[kind]]
        if not known or self._chance.random() < KEPT:
            return name
        other = self._chance.choice(known)
        if self._chance.random() < MADE_UP:
            return f"{other.split()[0]} {self._chance.choice(known).split()[-1]}"
        return other
