"""What an occurrence of a name tells about the kind of thing that it names."""

import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from spacy.tokens import Doc, Span, Token

_TABLES = tomllib.loads(resources.files("kg.nlp").joinpath("namewords.toml").read_text("utf-8"))

WORDS = {
    table: {name: frozenset(words.split()) for name, words in rows.items()}
    for table, rows in _TABLES.items()
}
_PREPOSITIONS = {
    "in",
    "at",
    "of",
    "by",
    "with",
    "from",
    "to",
    "for",
    "on",
    "between",
    "against",
    "near",
    "across",
    "like",
}


def of_name(text: str) -> Iterator[str]:
    """Cues of the name itself."""
    words = [w.strip(".,").lower() for w in re.split(r"[\s\-]+", text) if w.strip(".,")]
    yield f"words={min(len(words), 4)}"
    if not words:
        return
    for kind, known in WORDS["in_name"].items():
        if words[-1] in known:
            yield f"last:{kind}"
        elif known.intersection(words[:-1]):
            yield f"inner:{kind}"
    if any(c.isdigit() for c in text):
        yield "digit"
        if any(c.isdigit() for c in words[0]):
            yield "digit first"
    letters = re.sub(r"[\W\d]", "", text)
    if letters.isupper() and len(letters) > 1:
        yield "capitals:long" if len(letters) > 4 else "capitals"
    elif re.search(r"[a-z][A-Z]", text):
        yield "camel"
    if text[0].islower():
        yield "small first"
    if text.endswith("s") and not text.endswith("ss") and len(words) == 1:
        yield "ends in s"
    if re.search(r"\w\.\w{2,}$", text):
        yield "domain"
    if "&" in text:
        yield "ampersand"
    if " of " in text:
        yield "has of"


def of_place(doc: Doc, start: int, end: int, *, opening: bool) -> Iterator[str]:
    """Cues of one occurrence's surroundings."""
    span = doc[start:end]
    head = span.root
    yield f"ner:{_label(span)}"
    if opening:
        yield "opening:proper" if head.pos_ == "PROPN" else "opening:common"
    yield from _before(doc, start)
    yield from _after(doc, end)
    yield from _syntax(head, end)


def _label(span: Span) -> str:
    labels = [t.ent_type_ for t in span if t.ent_type_]
    return max(labels, key=labels.count) if 2 * len(labels) > len(span) else "none"


def _classes(table: str, lemma: str) -> Iterator[str]:
    for kind, words in WORDS[table].items():
        if lemma in words:
            yield f"{table}:{kind}"


def _before(doc: Doc, start: int) -> Iterator[str]:
    if start == 0:
        return
    token = doc[start - 1]
    word = token.lower_
    if word in _PREPOSITIONS:
        yield f"after {word}"
    elif word in {"the", "a", "an", "its", "their", "his"}:
        yield f"after {'a' if word == 'an' else 'its' if word in {'their', 'his'} else word}"
    elif token.tag_ == "POS":
        yield "after 's"
    elif token.text[0].isalpha():
        for cue in _classes("described_as", token.lemma_.lower().rstrip(".")):
            yield f"just after {cue}"
    if (
        word in {",", "and", "or"}
        and start > 1
        and doc[start - 2].ent_type_ in {"ORG", "GPE", "PERSON", "PRODUCT"}
    ):
        yield f"listed with {doc[start - 2].ent_type_}"


def _after(doc: Doc, end: int) -> Iterator[str]:
    if end >= len(doc):
        return
    token = doc[end]
    if token.tag_ == "POS":
        yield "before 's"
        for cue in _classes("holds", _phrase_head(doc, end + 1)):
            yield f"'s {cue}"
    elif token.text == "(" and end + 1 < len(doc) and doc[end + 1].text.isupper():
        yield "before (ABC)"
    elif token.is_alpha and token.text.islower():
        for cue in _classes("holds", token.lemma_):
            yield f"before {cue}"
        if token.tag_ in {"NN", "NNS"}:
            for cue in _classes("described_as", token.lemma_):
                yield f"before {cue}"


def _phrase_head(doc: Doc, at: int) -> str:
    while at + 1 < len(doc) and doc[at].pos_ in {"ADJ", "NUM", "ADV"} and doc[at + 1].is_alpha:
        at += 1
    if at >= len(doc):
        return ""
    return str(doc[at].lemma_).lower()


def _syntax(head: Token, end: int) -> Iterator[str]:
    governor = head.head
    lemma = governor.lemma_.lower()
    if head.dep_ == "nsubj" and governor.pos_ in {"VERB", "AUX"}:
        yield from _classes("acts", lemma)
        if lemma == "be":
            yield from (
                f"is {c}"
                for child in governor.children
                if child.dep_ == "attr"
                for c in _classes("described_as", child.lemma_.lower())
            )
    elif head.dep_ in {"dobj", "nsubjpass"}:
        yield from _classes("undergoes", lemma)
    elif head.dep_ == "appos":
        yield from (f"explains {cue}" for cue in _classes("described_as", lemma))
    elif head.dep_ == "pobj":
        if governor.dep_ == "agent":
            yield from (f"agent {cue}" for cue in _classes("acts", governor.head.lemma_.lower()))
        elif governor.lower_ in {"of", "at", "for", "with"}:
            yield from (
                f"role of {cue}" for cue in _classes("described_as", governor.head.lemma_.lower())
            )
            yield from (f"held {cue}" for cue in _classes("holds", governor.head.lemma_.lower()))
    for child in head.children:
        if child.i >= end and child.dep_ == "appos":
            yield from (
                f"explained {cue}" for cue in _classes("described_as", child.lemma_.lower())
            )
        elif child.i >= end and child.dep_ == "relcl":
            yield (
                "relative who"
                if any(t.lower_ == "who" for t in child.children)
                else "relative which"
            )
