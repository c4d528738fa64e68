"""Pronouns and phrases such as "the carmaker" led back to the entity that they stand for.

Cautious: only what agrees in kind and number with one entity in focus is resolved.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.model import Mention
from kg.nlp.namecues import WORDS

_HE = {"he", "she", "him", "his", "her", "himself", "herself"}
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "themselves", "both"}
_ANY_FIRM = WORDS["stands_for"]["any"]
_FIRM = WORDS["described_as"]["company"] - WORDS["stands_for"]["whose"]
_PAIR = WORDS["stands_for"]["pair"]
_SUBJECT = {"nsubj", "nsubjpass"}
_OWNS = {"poss", "nsubj", "nsubjpass"}
_FIRMS = {"Company"}
_THINGS = {"Company", "Organization", "Product"}
_PRONOUN, _NOMINAL, _PLURAL = 0.7, 0.65, 0.55
_BACK = 2
_REACH = 4
_CROWD = 60


@dataclass(slots=True)
class _Sight:
    """What a sentence offers: its mentions with the tokens that head them."""

    mentions: list[tuple[Mention, Token]]

    def subjects(self) -> Iterator[Mention]:
        """The mentions that head a clause."""
        return (m for m, head in self.mentions if _leading(head).dep_ in _SUBJECT)

    def ahead(self, before: int | None = None) -> list[tuple[Mention, Token]]:
        """The mentions that stand before a token, all where it is None."""
        return [(m, head) for m, head in self.mentions if before is None or head.i < before]


def resolve(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions for the pronouns and phrases that could be resolved, in order of their start."""
    named = {i for m in mentions for i in range(m.start, m.end)}
    described = _descriptions(doc, mentions)
    seen: list[_Sight] = []
    found: list[Mention] = []
    by_sentence = _by_sentence(doc, mentions)
    for sentence in doc.sents:
        sight = _Sight(by_sentence.get(sentence.start, []))
        seen.append(sight)
        for token in sentence:
            if token.idx not in named:
                fresh = list(_resolved(token, seen, described))
                found += fresh
                if len(fresh) == 1 and len(sight.mentions) < _CROWD:
                    insort(sight.mentions, (fresh[0], token), key=lambda pair: pair[1].i)
    return found


def _by_sentence(doc: Doc, mentions: Sequence[Mention]) -> dict[int, list[tuple[Mention, Token]]]:
    placed: defaultdict[int, list[tuple[Mention, Token]]] = defaultdict(list)
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end)
        if span is not None and len(placed[span.sent.start]) < _CROWD:
            placed[span.sent.start].append((mention, span.root))
    return placed


def _descriptions(doc: Doc, mentions: Sequence[Mention]) -> dict[str, set[str]]:
    """By entity, the nouns that describe it: "carmaker Fiat", "Fiat, the carmaker"."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end)
        if span is None or mention.kind not in _THINGS:
            continue
        near = [c for c in span.root.children if c.dep_ == "appos"]
        near += [span.root.head] if span.root.dep_ in {"appos", "compound"} else []
        near += [doc[span.start - 1]] if span.start else []
        said[mention.entity].update(t.lemma_.lower() for t in near if t.pos_ in {"NOUN", "PROPN"})
        said[mention.entity].update(w.lower().rstrip("s") for w in mention.text.split())
    return said


def _resolved(
    token: Token, seen: list[_Sight], described: Mapping[str, set[str]]
) -> Iterator[Mention]:
    word = token.lower_
    if word in _HE:
        yield from _mention(token, token, _one(token, seen, {"Person"}), "pronoun", _PRONOUN)
    elif word in _IT and not _is_empty(token):
        yield from _mention(token, token, _one(token, seen, _THINGS), "pronoun", _PRONOUN)
    elif (
        word in _THEY
        and token.pos_ in {"PRON", "DET"}
        and token.dep_ not in {"det", "preconj", "predet"}
    ):
        yield from _plural(token, token, seen)
    elif token.pos_ == "NOUN":
        yield from _nominal(token, seen, described)


def _mention(
    first: Token, last: Token, entity: Mention | None, reason: str, score: float
) -> Iterator[Mention]:
    if entity is not None:
        span: Span = first.doc[first.i : last.i + 1]
        yield Mention(
            span.start_char,
            span.end_char,
            span.text,
            entity.kind,
            entity.entity,
            round(score * entity.score, 3),
            reason,
        )


def _one(token: Token, seen: Sequence[_Sight], kinds: Set[str]) -> Mention | None:
    """The entity in focus: a subject before it in its sentence, else of the last sentences."""
    doer = None if token.dep_ in _OWNS else _clause(token)
    beside = _beside(token)
    for back, sight in enumerate(reversed(seen[-1 - _BACK :])):
        ahead = sight.ahead(token.i if back == 0 else None)
        fitting = [(m, h) for m, h in ahead if m.kind in kinds and h != beside]
        if not back and doer is not None:
            fitting = [(m, h) for m, h in fitting if not _does(h, doer)]
        subjects = [m for m, h in fitting if _leading(h).dep_ in _SUBJECT]
        if subjects:
            return subjects[0 if back else -1]
        if len({m.entity for m, _ in fitting}) == 1:
            return fitting[-1][0]
        if fitting and back:
            return None
    return None


def _beside(token: Token) -> Token | None:
    """What the token's phrase explains: in "Tesla, one of its rivals", "its" is another's."""
    for word in (token.head, *token.head.ancestors):
        if word.dep_ == "appos":
            return word.head
        if word.dep_ not in {"pobj", "prep"}:
            return None
    return None


def _clause(token: Token) -> Token:
    """The verb that the token belongs to, or the top of its sentence."""
    while token.head != token and token.head.pos_ not in {"VERB", "AUX"}:
        token = token.head
    return token.head


def _does(head: Token, verb: Token) -> bool:
    """Whether the name is the verb's subject: "it" in "Nvidia makes chips for it" is another."""
    first = _leading(head)
    return first.dep_ in _SUBJECT and first.head == verb


def _is_empty(token: Token) -> bool:
    """Whether "it" stands for a clause: "it is clear that", "it seems"."""
    verb = token.head
    if token.dep_ == "expl" or token.lower_ != "it":
        return token.lower_ == "it"
    clause = any(
        c.dep_ in {"ccomp", "xcomp", "csubj", "advcl"} and c.i > verb.i for c in verb.children
    )
    judged = any(c.dep_ in {"acomp", "attr"} for c in verb.children)
    return verb.lemma_ in {"seem", "appear", "turn", "take"} or (
        verb.lemma_ == "be" and judged and clause
    )


def _nominal(
    token: Token, seen: Sequence[_Sight], described: Mapping[str, set[str]]
) -> Iterator[Mention]:
    lemma = token.lemma_.lower()
    first = next((c for c in token.children if c.dep_ == "det" and c.i < token.i), None)
    plural = token.tag_ == "NNS"
    if plural and lemma in _FIRM | _PAIR and _says_two(token, first):
        yield from _plural(token.doc[token.left_edge.i], token, seen)
    elif (
        not plural
        and first is not None
        and first.lower_ in {"the", "this", "that"}
        and lemma in _FIRM
        and _is_bare(token)
    ):
        yield from _mention(first, token, _described(token, seen, described), "nominal", _NOMINAL)


def _says_two(token: Token, determiner: Token | None) -> bool:
    words = {c.lower_ for c in token.lefts}
    return bool(words & {"two", "both"}) or (
        determiner is not None and determiner.lower_ == "the" and len(words) == 1
    )


def _is_bare(token: Token) -> bool:
    """Whether nothing after the noun tells which one is meant: not "the company that makes it"."""
    return not any(
        c.i > token.i and (c.dep_ in {"relcl", "acl", "appos"} or c.lower_ in {"of", "behind"})
        for c in token.children
    ) and token.dep_ not in {"appos", "attr", "compound"}


def _described(
    token: Token, seen: Sequence[_Sight], described: Mapping[str, set[str]]
) -> Mention | None:
    """The nearest firm of that description; for "the company" the one in focus, else the main one.

    A firm that the sentence has named already would be called "it", so only earlier ones count.
    """
    lemma = token.lemma_.lower()
    earlier = seen[:-1]
    if lemma in _ANY_FIRM:
        return (_one(token, [*earlier, _Sight([])], _FIRMS) if earlier else None) or _main(seen)
    for sight in reversed(earlier[-_REACH:]):
        firms = [m for m, _ in sight.mentions if m.kind in _FIRMS]
        if fitting := [m for m in firms if lemma in described.get(m.entity, ())]:
            return fitting[-1]
    return _main(seen)


def _main(seen: Sequence[_Sight]) -> Mention | None:
    """The one firm that the article's first sentence is about."""
    firms = [m for m in seen[0].subjects() if m.kind in _FIRMS] or [
        m for m, _ in seen[0].mentions if m.kind in _FIRMS
    ]
    return firms[0] if len({m.entity for m in firms}) == 1 else None


def _plural(first: Token, last: Token, seen: Sequence[_Sight]) -> Iterator[Mention]:
    """Both of two firms of the nearest sentence that names any.

    A pronoun stands for two that are joined ("A and B"), a phrase such as "both companies" also
    for the only two.
    """
    reason = "pronoun" if first == last else "nominal"
    for back, sight in enumerate(reversed(seen[-1 - _BACK :])):
        ahead = sight.ahead(first.i if back == 0 else None)
        firms = [(m, head) for m, head in ahead if m.kind in _FIRMS]
        joined = {m.entity: m for m, head in firms if _is_joined(head)}
        every = {m.entity: m for m, _ in firms}
        pair = joined if len(joined) == 2 else every if reason == "nominal" else {}
        if len(pair) == 2:
            for mention in pair.values():
                yield from _mention(first, last, mention, reason, _PLURAL)
        if len(every) > 1:
            return


def _is_joined(head: Token) -> bool:
    return head.dep_ == "conj" or any(child.dep_ == "conj" for child in head.children)


def _leading(token: Token) -> Token:
    """The first of the names that a name is joined to: both of "A and B said" are subjects."""
    while token.dep_ in {"conj", "appos"} and token.head != token:
        token = token.head
    return token
