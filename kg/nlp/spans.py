"""Where names may stand: runs of capitalised words, cut where one name ends and the next begins."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.nlp.namecues import WORDS

Bounds = tuple[int, int]
Known = Callable[[str], bool]

_YEAR = re.compile(r"(19|20)\d\d")
_SUMS = {"MONEY", "DATE", "TIME", "PERCENT", "QUANTITY", "ORDINAL"}
_NAMES = {"ORG", "PERSON", "GPE", "LOC", "PRODUCT", "WORK_OF_ART", "FAC"}
_NOMINAL = {"nsubj", "nsubjpass", "poss", "compound", "ROOT"}
_GLUE = {"-", "–", "&", "+", "/", ".", "'", "’"}
_PARTICLES = {"de", "del", "della", "di", "da", "do", "du", "des", "la", "le", "van", "von", "der"}
_PARTICLES |= {"den", "y", "e", "d'", "al", "bin"}
_QUOTES = {'"', "“", "”", "'", "‘", "(", "[", "-", "–", "—", "*", "•", ":", "''", "``"}
_LEGAL = WORDS["in_name"]["legal"]
_BODY = WORDS["in_name"]["body"] | {"bank", "house", "times", "journal", "corporation"}
_EDGE = WORDS["never"]["edge"]
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Casing:
    """How an article uses capitals.

    `lower` are words seen in small letters, `proper` words seen capitalised inside a sentence
    (both outside headlines); `shouted` are the tokens of sentences with a capital on every word,
    where it says nothing; `opening` the tokens that begin a sentence or a quotation.
    """

    lower: frozenset[str]
    proper: frozenset[str]
    shouted: frozenset[int]
    opening: frozenset[int]


def casing(doc: Doc) -> Casing:
    """How the article uses capitals."""
    lower, proper, shouted, opening = set[str](), set[str](), set[int](), set[int]()
    for sentence in doc.sents:
        if _is_headline([token for token in sentence if token.text[0].isalpha()]):
            shouted.update(token.i for token in sentence)
            continue
        words = [token for token in sentence if token.text[0].isalnum()]
        for token in words:
            if token == words[0] or doc[token.i - 1].text in _QUOTES:
                opening.add(token.i)
            elif token.text[0].isupper():
                proper.add(token.text)
            if token.text.islower():
                lower.add(token.text)
    return Casing(frozenset(lower), frozenset(proper), frozenset(shouted), frozenset(opening))


def _is_headline(words: list[Token]) -> bool:
    """Whether at least three in four of the longer words have a capital, and no verb is small."""
    long_ = [token for token in words if len(token.text) > 3]
    capital = sum(token.text[0].isupper() for token in long_)
    small_verb = any(token.text.islower() and token.pos_ == "VERB" for token in long_)
    return len(words) >= 4 and len(long_) >= 3 and capital >= 0.75 * len(long_) and not small_verb


def runs(doc: Doc, case: Casing, known: Known) -> Iterator[Bounds]:
    """Candidate names as token bounds, in order, not overlapping; `known` tells a listed name."""
    capital = [_may_name(token, case, known) for token in doc]
    at = 0
    while at < len(doc):
        if capital[at]:
            end = _run_end(doc, capital, at)
            yield from _parts(doc, at, end, known)
            at = end
        else:
            at += 1


def _may_name(token: Token, case: Casing, known: Known) -> bool:
    text = token.text
    if not any(c.isupper() for c in text) or "/" in text or text in {"A", "I"}:
        return False
    if token.i not in case.shouted and token.i not in case.opening:
        return not (text[0].islower() and text[-1].isupper() and len(text) < 3)
    if text in case.proper or known(text):
        return True
    if text.lower() in case.lower or token.is_stop:
        return False
    ordinary = token.dep_ in _NOMINAL and not token.ent_type_ and text[1:].islower()
    return (
        token.pos_ == "PROPN" or token.ent_type_ in _NAMES or (token.i in case.opening and ordinary)
    )


def _run_end(doc: Doc, capital: list[bool], start: int) -> int:
    end = start + 1
    while end < len(doc) and end - start <= _LONGEST:
        steps = (join(doc, capital, start, end) for join in _JOINS)
        further = next((step for step in steps if step), None)
        if further is None:
            break
        end = further
    return end


def _by_capital(doc: Doc, capital: list[bool], _start: int, end: int) -> int | None:
    return end + 1 if capital[end] and not doc[end].is_sent_start else None


def _by_number(doc: Doc, _capital: list[bool], _start: int, end: int) -> int | None:
    """Over a number that belongs to the name: "Trent 900", but not "Airbus 50 jets"."""
    token, text = doc[end], doc[end].text
    if not text[0].isdigit() or _YEAR.fullmatch(text) or "," in text or "%" in text:
        return None
    if token.ent_type_ in _SUMS:
        return None
    counts = token.dep_ == "nummod" and token.head.i > token.i
    named = any(c.isalpha() for c in text) or (not counts and len(text) < 5)
    return end + 1 if named else None


def _by_glue(doc: Doc, capital: list[bool], _start: int, end: int) -> int | None:
    """Over what joins without space: "Rolls-Royce", "Walmart+"."""
    if doc[end - 1].whitespace_:
        return None
    if doc[end].text in {"+", "!"}:
        return end + 1
    if doc[end].text not in _GLUE or doc[end].whitespace_ or end + 1 == len(doc):
        return None
    return end + 2 if capital[end + 1] or doc[end + 1].text[0].isdigit() else None


def _by_word(doc: Doc, capital: list[bool], _start: int, end: int) -> int | None:
    """Over "&" and the particles of names: "Procter & Gamble", "Jan De Nul", "Banca d'Italia"."""
    text = doc[end].text
    after = end + 2 if end + 1 < len(doc) and doc[end + 1].text in _PARTICLES else end + 1
    if after >= len(doc) or not capital[after]:
        return None
    return after + 1 if text in _PARTICLES or (text == "&" and after == end + 1) else None


def _by_legal_form(doc: Doc, _capital: list[bool], _start: int, end: int) -> int | None:
    if doc[end].text != "," or end + 1 == len(doc) or not doc[end + 1].text[0].isupper():
        return None
    return end + 2 if doc[end + 1].lower_.strip(".") in _LEGAL else None


def _by_of(doc: Doc, capital: list[bool], _start: int, end: int) -> int | None:
    """Over "of" after what has it in its name: "University of Oxford", not "Cook of Apple"."""
    if doc[end].text not in {"of", "for"} or doc[end - 1].lower_ not in _BODY:
        return None
    after = end + 2 if end + 1 < len(doc) and doc[end + 1].lower_ == "the" else end + 1
    return after + 1 if after < len(doc) and capital[after] else None


def _by_and(doc: Doc, capital: list[bool], start: int, end: int) -> int | None:
    """Over "and" where the tagger sees one body: "Securities and Exchange Commission"."""
    if doc[end].text != "and" or doc[end].ent_type_ != "ORG" or doc[end].ent_iob_ != "I":
        return None
    last = end
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I" and capital[last + 1]:
        last += 1
    ends = {doc[last].lower_, doc[start].lower_}
    return end + 2 if last > end and ends & _BODY else None


_JOINS = (_by_capital, _by_number, _by_glue, _by_word, _by_legal_form, _by_of, _by_and)


def _parts(doc: Doc, start: int, end: int, known: Known) -> Iterator[Bounds]:
    """The run cut at possessives, roles, days and where the tagger sees two names."""
    if known(doc[start:end].text):
        yield start, end
        return
    at = start
    for i in range(start, end + 1):
        if i == end or _separates(doc[i]):
            yield from trimmed(doc, at, i)
            at = i + 1
        elif i > at and _begins(doc, at, i, end, known):
            yield from trimmed(doc, at, i)
            at = i


def _separates(token: Token) -> bool:
    title = token.text[0].isupper() and token.lower_ in _EDGE and token.ent_type_ != "ORG"
    return title or token.tag_ == "POS" or token.ent_type_ == "DATE"


def _begins(doc: Doc, start: int, i: int, end: int, known: Known) -> bool:
    """Whether another name begins at token i of the run from `start` to `end`."""
    before, here = doc[i - 1], doc[i]
    if not before.whitespace_:
        return False
    if here.ent_iob_ == "B" and {before.ent_type_, here.ent_type_} & {"PERSON", "NORP"}:
        return before.ent_type_ not in {"", here.ent_type_}
    nationality = before.ent_type_ == "NORP"
    return known(doc[i:end].text) and (nationality or known(doc[start:i].text))


def trimmed(doc: Doc, start: int, end: int) -> Iterator[Bounds]:
    """The span without titles and roles at its ends; nothing where it is no more than these."""
    while start < end and (doc[start].lower_.strip(".") in _EDGE or not _may_end(doc[start], "")):
        start += 1
    while start < end and (
        doc[end - 1].lower_.strip(".") in _EDGE or not _may_end(doc[end - 1], "!+.)")
    ):
        end -= 1
    if start < end and doc[start:end].text.lower() not in WORDS["never"]["alone"]:
        yield start, end


def _may_end(token: Token, marks: str) -> bool:
    return token.tag_ != "POS" and (token.text[0].isalnum() or token.text in marks)
