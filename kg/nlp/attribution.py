"""Who says it, and in which role somebody stands."""

from spacy.tokens import Token

from kg.nlp.arguments import Places, resolve
from kg.nlp.frames import is_verbal

_SAYING = {
    "acknowledge", "add", "admit", "allege", "announce", "argue", "assert", "believe", "claim", "comment",
    "conclude", "confirm", "declare", "deny", "disclose", "estimate", "explain", "expect", "insist", "note", "predict",
    "reply", "report", "reveal", "say", "state", "stress", "suggest", "tell", "warn", "write",
}
_SPEAKERS = frozenset({"Company", "Organization", "Person", "Place"})


def speaker(trigger: Token, places: Places) -> str:
    """The entity that says what the trigger states: the subject of a verb of saying above it.

    "" where nobody is named.
    """
    for token in (trigger, *trigger.ancestors):
        if token.lemma_.lower() in _SAYING and token is not trigger and is_verbal(token):
            return _entity([c for c in token.children if c.dep_ == "nsubj"], places)
        if according := _according_to(token):
            return _entity(according, places)
    return ""


def _according_to(token: Token) -> list[Token]:
    """X in "according to X" at the token."""
    return [
        noun
        for child in token.children
        if child.lower_ == "according"
        for to in child.children
        for noun in to.children
    ]


def _entity(tokens: list[Token], places: Places) -> str:
    found = [m for token in tokens for m in resolve(token, places, _SPEAKERS)]
    return found[0].entity if found else ""


def role_of(trigger: Token, places: Places) -> str:
    """The role in the words of the text: a noun and what stands before it, or the verb itself."""
    first = trigger
    while not is_verbal(trigger) and not first.is_sent_start:
        before = first.nbor(-1)
        if before.i in places.at or before.dep_ not in {"compound", "amod", "nmod"}:
            break
        first = before
    return trigger.doc[first.i : trigger.i + 1].text
