"""Who says it, and in which role somebody stands."""

from spacy.tokens import Token

from kg.nlp.arguments import Places, resolve
from kg.nlp.cues import cues
from kg.nlp.frames import is_verbal

_MODIFIERS = {"compound", "amod", "nmod"}
_SPEAKERS = frozenset({"Company", "Organization", "Person", "Place"})


def speaker(trigger: Token, places: Places) -> str:
    """The entity that says what the trigger states: the subject of a verb of saying above it.

    "" where nobody is named.
    """
    for token in (trigger, *trigger.ancestors):
        if token.lemma_.lower() in cues().saying and token is not trigger and is_verbal(token):
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
    """The role in the words of the text: a noun with the words set before it, or the verb."""
    first = last = trigger
    if not is_verbal(trigger):
        while not first.is_sent_start and _belongs(first.nbor(-1), places):
            first = first.nbor(-1)
        while (
            last.dep_ in _MODIFIERS and last.nbor(1).pos_ == "NOUN" and last.i + 1 not in places.at
        ):
            last = last.nbor(1)
    return trigger.doc[first.i : last.i + 1].text


def _belongs(before: Token, places: Places) -> bool:
    return before.dep_ in _MODIFIERS and before.i not in places.at
