"""The words that say whether a relation holds, read from cues.toml, which explains them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_EFFECTS = ("planned", "rumoured", "denied", "ended", "done", "open")


@dataclass(frozen=True)
class Cues:
    """The tables of cues.toml; an effect is a status, "done" or "open".

    `governors` holds, by the first word of a cue, its other words and its effect.
    """

    governors: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    hearsay: frozenset[str]
    attempt: frozenset[str]
    tried: frozenset[str]
    habit: frozenset[str]
    closed_when_done: frozenset[str]
    stative: frozenset[str]
    saying: frozenset[str]
    modifiers: Mapping[str, str]
    auxiliaries: Mapping[str, str]
    rumoured: re.Pattern[str]
    open: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]


@cache
def cues() -> Cues:
    """The tables of cues.toml."""
    data = tomllib.loads(resources.files("kg.nlp").joinpath("cues.toml").read_text("utf-8"))
    verbs, wordings = data["verbs"], data["wordings"]
    return Cues(
        governors=_governors(data["governors"]),
        hearsay=frozenset(verbs["hearsay"]),
        attempt=frozenset(verbs["attempt"]),
        tried=frozenset(verbs["tried"]),
        habit=frozenset(verbs["habit"]),
        closed_when_done=frozenset(verbs["closed_when_done"]),
        stative=frozenset(verbs["stative"]),
        saying=frozenset(verbs["saying"]),
        modifiers=_by_word(data["modifiers"]),
        auxiliaries=_by_word(data["auxiliaries"]),
        rumoured=re.compile("|".join(wordings["rumoured"]), re.IGNORECASE),
        open=re.compile("|".join(wordings["open"]), re.IGNORECASE),
        kinds={
            kind: re.compile("|".join(listed), re.IGNORECASE)
            for kind, listed in data["kinds"].items()
        },
    )


def _governors(table: Mapping[str, Any]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for effect in _EFFECTS:
        for cue in table[effect]:
            first, *others = cue.split()
            found[first] = (*found.get(first, ()), (tuple(others), effect))
    return found


def _by_word(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: effect for effect, words in table.items() for word in words}
