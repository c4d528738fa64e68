"""Whether a relation holds: tense, modality, negation and the words around its trigger."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.model import Status
from kg.nlp.cues import cues
from kg.nlp.frames import governor, holds_words, is_passive, is_verbal

_OPEN_MARKS = {"if", "unless", "whether"}
_CLAUSES = {"xcomp", "ccomp"}
_BACKGROUND = {"relcl", "appos", "compound", "amod", "nmod"}
_PAST = {"VBD"}
_DONE = {"has", "have", "had", "'ve", "was", "were", "been"}


def read_status(
    trigger: Token, sentence: str, base: Status = Status.CURRENT, *, standing: bool = False
) -> Status | None:
    """The status of what the trigger says; None where the text leaves it open.

    `sentence` is the text of the trigger's sentence; `base` is what the trigger says in itself.
    What governs it is applied from the inside outwards, so that "plans to end the deal" leaves
    the deal current. With `standing` the trigger says it by itself ("X's plant"): what governs
    it can only end it.
    """
    status, inner = base, trigger
    for token, governs in ((trigger, False), *_above(trigger)):
        if standing and token is not trigger and inner.dep_ != "attr":
            ended = governs and _governed(status, token, inner) is Status.ENDED
            return Status.ENDED if ended else status
        if governs and _lies_ahead(token) and _effect(token, inner) == "ended":
            return status
        changed = _governed(status, token, inner) if governs else status
        changed = changed and _modified(changed, token, holds=inner.dep_ != "nsubj")
        if changed is None:
            return None
        status, inner = changed, token
    return _in_sentence(status, sentence, inner)


def is_done(token: Token) -> bool:
    """Whether the token is a verb in the past tense or the perfect."""
    helpers = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
    if token.tag_ in _PAST:
        return True
    return token.tag_ == "VBN" and (not helpers or bool(helpers & _DONE))


def _above(trigger: Token) -> Iterator[tuple[Token, bool]]:
    """What stands above the trigger in its clause, and whether it governs or is coordinated."""
    token, seen = trigger, {trigger.i}
    while (step := _step(token)) is not None and step[0].i not in seen:
        token = step[0]
        seen.add(token.i)
        yield step


def _step(token: Token) -> tuple[Token, bool] | None:
    head = token.head
    if not is_verbal(token):
        if token.dep_ in _BACKGROUND:
            return None
        governed = governor(token)
        return (governed[0], True) if governed else None
    if token.dep_ in _CLAUSES or (token.dep_ == "acl" and token.tag_ not in {"VBN", "VBG"}):
        return head, True
    if token.dep_ == "pcomp":
        return head.head, True
    own_subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)
    if token.dep_ == "conj" and is_verbal(head) and not own_subject:
        return head, False
    return None


def _effect(token: Token, inner: Token) -> str:
    """What the governor `token` does to what it governs; "" where it is no cue."""
    lemma = token.lemma_.lower()
    if lemma == "close" and inner.lemma_.lower() in cues().closed_when_done:
        return "done"
    if lemma in cues().hearsay and is_verbal(token) and is_passive(token):
        return "rumoured"
    if lemma in cues().habit and inner.tag_ == "VB":
        return "ended"
    if lemma in cues().tried:
        return "ended" if token.tag_ in _PAST else "planned"
    if lemma == "be" and inner.tag_ == "VB" and inner.dep_ == "xcomp":
        return "planned"
    options = cues().governors.get(lemma, ())
    return next((effect for others, effect in options if holds_words(token, others)), "")


def _governed(status: Status, token: Token, inner: Token) -> Status | None:
    """The status after the governor `token`, which stands above `inner`."""
    effect = _effect(token, inner)
    if effect == "open":
        return None
    if effect == "ended":
        return Status.ENDED
    if effect == "denied":
        if inner.lemma_.lower() in cues().attempt:
            return Status.ENDED
        return Status.CURRENT if status is Status.ENDED else Status.DENIED
    if status is Status.PLANNED:
        if effect == "done":
            return Status.PLANNED if _lies_ahead(token) else Status.CURRENT
        return Status.RUMOURED if effect == "rumoured" else status
    ahead = effect in {"planned", "rumoured"} and _looks_ahead(inner)
    return Status(effect) if ahead and status is Status.CURRENT else status


def _looks_ahead(inner: Token) -> bool:
    """Whether the governed word names what is to come: "to buy", "buying", "the purchase"."""
    return inner.tag_ in {"VB", "VBG"} or not is_verbal(inner) or _auxiliary(inner) != ""


def _lies_ahead(token: Token) -> bool:
    """Whether an ending is itself yet to come: "will end", "plans to end", "is to end"."""
    if not is_verbal(token):
        return False
    return token.tag_ == "VB" and not any(
        child.lemma_.lower() in {"do", "have"} for child in token.children if child.dep_ == "aux"
    )


def _rejected(token: Token) -> bool:
    """Whether another thing is done instead: "rather than buy", "instead of buying"."""
    before = token.doc[max(token.i - 2, 0) : token.i].text.lower()
    return before in {"rather than", "instead of"}


def _auxiliary(token: Token) -> str:
    if _is_headline(token):
        return "planned"
    for child in token.children:
        if child.dep_ in {"aux", "auxpass"} and child.lower_ in cues().auxiliaries:
            return cues().auxiliaries[child.lower_]
    return ""


def _is_open(clause: Token) -> bool:
    """Whether a clause begins with "if" or its like."""
    return any(c.dep_ == "mark" and c.lower_ in _OPEN_MARKS for c in clause.children)


def _is_headline(token: Token) -> bool:
    """Whether the verb is an infinitive with a subject of its own: "Acme to buy Zenith"."""
    labels = {child.dep_ for child in token.children}
    to = any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
    return token.tag_ == "VB" and to and bool(labels & {"nsubj", "nsubjpass"})


def _modified(status: Status, token: Token, *, holds: bool) -> Status | None:
    """The status after the token's own tense, auxiliaries, negation and modifiers.

    `holds` is whether the token, where it is a state, is a state of the relation itself.
    """
    if any(_is_open(child) for child in (token, *token.children)):
        return None
    if (auxiliary := _auxiliary(token)) == "open":
        return None
    if _rejected(token):
        return Status.DENIED
    if auxiliary and status is Status.CURRENT:
        status = Status(auxiliary)
    if holds and status is Status.CURRENT and _is_past_state(token):
        status = Status.ENDED
    for child in token.children:
        effect = _modifier(child)
        if effect == "denied":
            status = _negated(status)
        elif effect and status in {Status.CURRENT, Status.PLANNED}:
            status = Status(effect)
    return status


def _modifier(child: Token) -> str:
    """The effect of one dependent: "formerly", "no", "reportedly", a subject such as "neither"."""
    if child.dep_ in {"nsubj", "nsubjpass"}:
        words = [child, *(c for c in child.children if c.dep_ in {"det", "preconj", "cc", "neg"})]
        return "denied" if any(_word_effect(word) == "denied" for word in words) else ""
    if child.dep_ in {"neg", "det", "advmod", "amod", "preconj", "compound", "nmod"}:
        return _word_effect(child)
    return "ended" if child.dep_ == "prep" and child.lower_ == "until" else ""


def _word_effect(word: Token) -> str:
    effect = cues().modifiers.get(word.lower_, "")
    longer = word.i + 1 < len(word.doc) and word.nbor().lower_ == "longer"
    return "" if effect == "denied" and longer else effect


def _negated(status: Status) -> Status:
    opposite = {Status.ENDED: Status.CURRENT, Status.DENIED: Status.RUMOURED}
    return opposite.get(status, Status.DENIED)


def _is_past_state(token: Token) -> bool:
    """Whether the token is a state in the past tense; "said that it was" tells of the present."""
    if token.lemma_.lower() not in cues().stative or not is_verbal(token):
        return False
    if token.dep_ == "ccomp" and token.head.tag_ in _PAST:
        return False
    helpers = [child for child in token.children if child.dep_ in {"aux", "auxpass"}]
    if not helpers:
        return token.tag_ in _PAST and token.lower_ != token.lemma_
    return helpers[0].tag_ in _PAST


def _in_sentence(status: Status, text: str, top: Token) -> Status | None:
    """The status in view of the whole sentence, for what is not mere background in it."""
    if cues().open.search(text):
        return None
    background = top.dep_ in _BACKGROUND
    if (
        not background
        and status in {Status.CURRENT, Status.PLANNED}
        and cues().rumoured.search(text)
    ):
        return Status.RUMOURED
    return status


def words_status(words: Span, sentence: str) -> Status | None:
    """The status that the words between two neighbours give: "'s former chief executive"."""
    effects = {cues().modifiers.get(word.lower_, "") for word in words}
    found = next(
        (Status(e) for e in ("ended", "denied", "planned", "rumoured") if e in effects), None
    )
    return None if cues().open.search(sentence) else found or Status.CURRENT
