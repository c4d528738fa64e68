"""Which mentions stand at a word of the parse: at the word itself, in its phrase or in its list."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from spacy.tokens import Doc, Span, Token

from kg.model import Mention
from kg.nlp.frames import identities

INDIRECT = {"pronoun", "nominal"}
_LINK = re.compile(
    r"\s*(?P<comma>,?)\s*(?P<joint>and|&|or|nor|as well as|along with|together with|plus)?"
    r"(?: with| by| to| from| of)?(?: the| its| rival| rivals)*\s*",
    re.IGNORECASE,
)
_APPOSED = {"appos", "conj"}
_MODIFIERS = {"compound", "nmod", "amod", "nummod"}
_BODIES = {"Company", "Organization", "Person", "Place"}
# Bounds the pairs that one sentence can give.
_LONGEST_LIST = 30
_PARTIES = {"Company", "Organization"}
# Nouns that stand for the body whose name modifies them; "Boeing jets" are not Boeing.
_NAMED_BY = {
    "bank",
    "business",
    "chain",
    "company",
    "corporation",
    "firm",
    "group",
    "brand",
    "label",
    "maker",
    "operator",
    "start-up",
    "startup",
    "unit",
    "conglomerate",
    "airline",
    "share",
    "shares",
    "division",
    "arm",
    "subsidiary",
    "studio",
    "store",
    "stores",
    "outlet",
    "restaurant",
}
_SUBJECTS = {"nsubj", "nsubjpass"}
_EXAMPLES = {"as", "like", "including"}
_NAMES = {"PROPN", "PRON"}


@dataclass(frozen=True)
class Places:
    """Mentions by token: `at` holds those that cover it.

    `after` holds, for a token of a mention, the mentions that follow in a list such as "A, B and
    C"; `spans` all mentions in order, each span once.
    """

    at: Mapping[int, tuple[Mention, ...]]
    after: Mapping[int, tuple[Mention, ...]]
    spans: tuple[Span, ...]

    def within(self, sentence: Span) -> list[Span]:
        """The mentions of a sentence, in order."""
        first, last = (
            bisect_left(self.spans, end, key=attrgetter("start"))
            for end in (sentence.start, sentence.end)
        )
        return list(self.spans[first:last])

    def names(self, token: Token) -> bool:
        """Whether the token is part of a name."""
        return any(mention.reason not in INDIRECT for mention in self.at.get(token.i, ()))

    def entities(self, sentence: Span) -> set[str]:
        """The entities mentioned in a sentence."""
        tokens = range(sentence.start, sentence.end)
        return {m.entity for i in tokens if i in self.at for m in self.at[i]}

    def kinds(self, sentence: Span) -> set[str]:
        """The kinds of the entities mentioned in a sentence."""
        tokens = range(sentence.start, sentence.end)
        return {m.kind for i in tokens if i in self.at for m in self.at[i]}


def locate(doc: Doc, mentions: Sequence[Mention]) -> Places:
    """Where the mentions stand; one that does not meet token borders is widened to them."""
    at: defaultdict[int, tuple[Mention, ...]] = defaultdict(tuple)
    spans: dict[tuple[int, int], Span] = {}
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None:
            continue
        spans[span.start, span.end] = span
        for i in range(span.start, span.end):
            at[i] += (mention,)
    ordered = tuple(spans[key] for key in sorted(spans))
    return Places(dict(at), _lists(ordered, at), ordered)


def resolve(token: Token, places: Places, kinds: frozenset[str]) -> list[Mention]:
    """The mentions of the given kinds at `token`, else in its phrase, each with its list.

    Where the phrase names nothing, what it is said of stands for it: "X is a firm that …".
    """
    found = _with_list(token, places, kinds) or _in_phrase(token, places, kinds)
    if not found and token.pos_ not in _NAMES:
        found = [m for other in identities(token) for m in _with_list(other, places, kinds)]
    return list(dict.fromkeys(found))


def _in_phrase(token: Token, places: Places, kinds: frozenset[str]) -> list[Mention]:
    bare = kinds if token.lemma_.lower() in _NAMED_BY else kinds - _BODIES
    found: list[Mention] = []
    for child in token.children:
        if child.dep_ in _APPOSED and not any(c.dep_ == "poss" for c in child.children):
            found += _with_list(child, places, kinds)
        elif child.dep_ in _MODIFIERS:
            found += _with_list(child, places, bare)
        elif child.lower_ in _EXAMPLES:
            found += [m for named in child.children for m in _with_list(named, places, kinds)]
    return found


def _with_list(token: Token, places: Places, kinds: frozenset[str]) -> list[Mention]:
    here = [mention for mention in places.at.get(token.i, ()) if mention.kind in kinds]
    if not here:
        return []
    rest = [m for m in places.after.get(token.i, ()) if m.kind in kinds]
    return here + rest


def _lists(
    spans: Sequence[Span], at: Mapping[int, tuple[Mention, ...]]
) -> dict[int, tuple[Mention, ...]]:
    """By each token of a mention, the mentions that follow it in its list."""
    after: dict[int, tuple[Mention, ...]] = {}
    for run in _runs(spans, at):
        for position, span in enumerate(run):
            rest = tuple(
                dict.fromkeys(
                    m
                    for later in run[position + 1 : position + _LONGEST_LIST]
                    for m in at[later.start]
                )
            )
            after.update(dict.fromkeys(range(span.start, span.end), rest))
    return after


def _runs(spans: Sequence[Span], at: Mapping[int, tuple[Mention, ...]]) -> list[list[Span]]:
    """The lists: neighbours of one kind joined by commas, up to the last "and" or its like."""
    runs: list[list[Span]] = []
    run, sure = list(spans[:1]), 1
    for before, span in pairwise(spans):
        link = _link(before, span, at)
        if not link:
            runs.append(run[:sure])
            run, sure = [], 0
        run.append(span)
        if link != ",":
            sure = len(run)
    runs.append(run[:sure])
    return [run for run in runs if len(run) > 1]


def _link(before: Span, span: Span, at: Mapping[int, tuple[Mention, ...]]) -> str:
    """How two neighbours are joined: "and" or its like, "," or, where they are not, ""."""
    kinds = {at[before.start][0].kind, at[span.start][0].kind}
    if not 0 < span.start - before.end <= 6 or (len(kinds) > 1 and not kinds <= _PARTIES):
        return ""
    if span.root.dep_ in _SUBJECTS and before.root.dep_ not in _SUBJECTS:
        return ""
    between = span.doc[before.end : span.start]
    match = _LINK.fullmatch(between.text)
    if match is None or any(token.is_sent_start for token in (*between, span[0])):
        return ""
    return "and" if match["joint"] else match["comma"]
