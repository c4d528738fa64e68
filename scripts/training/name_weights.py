"""What each cue says for each kind of name: the lessons going in and the file coming out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unittest.mock import patch

from spacy.tokens import Doc

from kg import scoring
from kg.names import normalise
from kg.nlp import mentions
from kg.nlp.lexicon import Lexicon
from kg.nlp.mentions import NONE

KIND_OF_LABEL = {"PERSON": "Person", "GPE": "Place", "LOC": "Place"}
BEFORE_PERSONS = {"just after described_as:title", "just after described_as:person"}

# The articles fitted on name what is listed oftener than other news does: of what is not listed,
# more is no name or a product than the fit believes.
RAISED = {NONE: 0.2, "Product": 0.3}
# What the articles hardly show. After "Mr" stands a person, whatever else is seen. The lists that
# come with kg hold no person and no place, but a user's may: they count about as a company does.
BY_HAND = {
    "just after described_as:title": {"Person": 6.0},
    "listed Person": {"Person": 4.0},
    "listed Place": {"Place": 4.0},
    "perhaps listed Person": {"Person": 1.0},
    "perhaps listed Place": {"Place": 1.0},
}
# A cue is left out where none of its weights reaches this.
LEAST = 0.05

HEADER = """\
# What each cue says for each kind: weights of a multinomial logistic regression on annotated news
# articles, written by scripts/training/names.py; change them there. A kind's score is its bias
# and the sum of the weights of the cues seen. The cues are those of namecues.py, lexicon.py and
# mentions.py. The script says which weights are set by hand, data/README.md what the others were
# fitted on.
"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One spelling in one article: what is seen of it, and the kind that it has."""

    article: str
    text: str
    cues: Mapping[str, float]
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """Weights as the file has them: `bias` and each cue's weights are in the order of `kinds`."""

    kinds: Sequence[str]
    bias: Sequence[float]
    weights: Mapping[str, Sequence[float]]


class Asked(Lexicon):
    """A lexicon that remembers about which spelling it was last asked."""

    about = ""

    def cues(self, text: str) -> dict[str, float]:
        """What the gazetteer tells of the kind."""
        self.about = text
        return super().cues(text)


def kinds_of(row: scoring.GoldRow) -> dict[str, str]:
    """The kind of each name that the gold gives, by the name's normal form."""
    return {normalise(name): entity.kind for entity in row.entities for name in entity.names}


def taught(article: str, doc: Doc, gold: Mapping[str, str], lexicon: Asked) -> Iterable[Lesson]:
    """A lesson for each spelling that is judged, in the order of judging.

    The finder itself runs, with the gold for a judge: so the cues are exactly those that will be
    weighed, and a short form learns from what its long form truly is.
    """
    learned: dict[str, Lesson] = {}

    def teach(seen: Mapping[str, float]) -> mentions.Verdict:
        text = lexicon.about
        kind = label(text, seen, gold)
        learned.setdefault(text, Lesson(article, text, dict(seen), kind))
        return kind, 1.0

    with patch.object(mentions, "judge", teach):
        mentions.find(doc, lexicon)
    return learned.values()


def label(text: str, seen: Mapping[str, float], gold: Mapping[str, str]) -> str:
    """The kind by the gold; a name that it leaves out is no company and no product.

    A theme is no name. People, places and bodies are annotated only where a claim needs them, so
    of the others the gazetteer and the tagger tell.
    """
    kind = gold.get(normalise(text))
    if kind:
        return NONE if kind == "Theme" else kind
    guess = _by_list(seen) or _by_tagger(seen)
    if guess in {"Person", NONE} and "just after described_as:title" in seen:
        return "Person"
    # Many a lone word is a person to the tagger: a brand, a work, a nickname.
    lone = "words=1" in seen and "ends a Person" not in seen and not BEFORE_PERSONS & seen.keys()
    return NONE if guess == "Person" and lone else guess


def _by_list(seen: Mapping[str, float]) -> str:
    kinds = ("Organization", "Person", "Place")
    return next((kind for kind in kinds if f"listed {kind}" in seen), "")


def _by_tagger(seen: Mapping[str, float]) -> str:
    shares = {cue.removeprefix("ner:"): v for cue, v in seen.items() if cue.startswith("ner:")}
    top = max(shares, key=shares.__getitem__, default="")
    if top == "ORG" and {"last:body", "inner:body"} & seen.keys():
        return "Organization"
    return KIND_OF_LABEL.get(top, NONE)


def with_hand(fitted: Table) -> Table:
    """The table with what is set by hand in the place of what was fitted."""
    kinds = fitted.kinds
    bias = [b + RAISED.get(kind, 0.0) for kind, b in zip(kinds, fitted.bias, strict=True)]
    by_hand = {cue: [row.get(kind, 0.0) for kind in kinds] for cue, row in BY_HAND.items()}
    return Table(kinds, bias, {**fitted.weights, **by_hand})


def written(table: Table) -> str:
    """The file's content: cues in order, numbers to two places, without what says too little."""
    rows = (
        f"{json.dumps(cue)} = {_numbers(weights)}"
        for cue, weights in sorted(table.weights.items())
        if max(map(abs, weights)) >= LEAST
    )
    head = f"kinds = {json.dumps(list(table.kinds))}\nbias = {_numbers(table.bias)}"
    return f"{HEADER}\n{head}\n\n[weights]\n" + "".join(f"{row}\n" for row in rows)


def _numbers(values: Iterable[float]) -> str:
    # Adding zero takes the sign off a rounded -0.00.
    return f"[{', '.join(f'{round(value, 2) + 0.0:.2f}' for value in values)}]"
