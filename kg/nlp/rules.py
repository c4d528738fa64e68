"""The rules of relation extraction, read from rules.toml, which explains their fields."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from kg.errors import PipelineError
from kg.model import Status

ANY_WORD = "*"
_LISTED = re.compile(r"@(\w+)")
_Row = dict[str, Any]
_Words = Mapping[str, tuple[str, ...]]
_R = TypeVar("_R")
Triggers = Mapping[str, tuple[tuple[tuple[str, ...], "Rule"], ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule must read, and what it says: subject, object and status."""

    text: str
    subject: str
    object: str
    status: Status


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern over the parse. The fields are those of rules.toml, which explains them."""

    name: str
    predicate: str
    triggers: tuple[str, ...]
    verbal: bool
    subject: tuple[str, ...]
    object: tuple[str, ...]
    via: frozenset[str]
    needs: frozenset[str]
    unless: frozenset[str]
    subject_kinds: frozenset[str]
    object_kinds: frozenset[str]
    least_share: float | None
    below_share: float | None
    status: Status
    pending: bool
    standing: bool
    ends: bool
    bare: tuple[str, ...]
    kind: str
    decisive: bool
    confidence: float
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Surface:
    """One pattern over the words between two neighbouring mentions; see rules.toml."""

    name: str
    predicate: str
    between: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    first_kinds: frozenset[str]
    second_kinds: frozenset[str]
    reverse: bool
    shared: bool
    confidence: float
    examples: tuple[Example, ...]

    def role_in(self, before: str, between: str, after: str) -> str | None:
        """The role that the words name, "" where they name none; None where they do not match."""
        found = self.between.fullmatch(between)
        led = self.before.search(before) if found else None
        if found is None or led is None or not self.after.match(after):
            return None
        return (found.groupdict() | led.groupdict()).get("role") or ""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules; `verbs` and `nouns` hold, by head word, a trigger's other words and its rule.

    `role` finds the names of roles in a text.
    """

    rules: tuple[Rule, ...]
    surfaces: tuple[Surface, ...]
    verbs: Triggers
    nouns: Triggers
    role: re.Pattern[str]


@cache
def load() -> RuleBook:
    """The rules of rules.toml.

    Raises:
        PipelineError: as `rule_book`.
    """
    text = resources.files("kg.nlp").joinpath("rules.toml").read_text("utf-8")
    return rule_book(tomllib.loads(text))


def rule_book(data: Mapping[str, Any]) -> RuleBook:
    """The rules out of a table in the form of rules.toml.

    Raises:
        PipelineError: a rule lacks a field or has an unknown or wrong one; the message names it.
    """
    words = {name: tuple(listed) for name, listed in data.get("words", {}).items()}
    rules = tuple(_checked(_rule, row, words) for row in data.get("rule", ()))
    surfaces = tuple(_checked(_surface, row, words) for row in data.get("surface", ()))
    return RuleBook(
        rules,
        surfaces,
        _triggers(rules, verbal=True),
        _triggers(rules, verbal=False),
        _role(words.get("roles", ())),
    )


def _role(names: Iterable[str]) -> re.Pattern[str]:
    """Finds names of roles in any case, several in a row as one: "chief engineer"."""
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"\b(?:{listed})(?: (?:{listed}))*\b", re.IGNORECASE)


def _checked(read: Callable[[_Row, _Words], _R], row: Mapping[str, Any], words: _Words) -> _R:
    left = dict(row)
    try:
        rule = read(left, words)
    except (KeyError, TypeError, ValueError, re.error) as err:
        raise PipelineError(f"rules.toml: rule {row.get('name', row)!r}: {err!r}") from err
    if left:
        raise PipelineError(
            f"rules.toml: rule {row['name']!r} has an unknown field {min(left)!r}; drop it"
        )
    return rule


def _rule(row: _Row, words: _Words) -> Rule:
    verbs = _expanded(row.pop("verbs", ()), words)
    return Rule(
        name=row.pop("name"),
        predicate=row.pop("predicate"),
        triggers=verbs + _expanded(row.pop("nouns", ()), words),
        verbal=bool(verbs),
        subject=tuple(row.pop("subject")),
        object=tuple(row.pop("object")),
        via=frozenset(_expanded(row.pop("via", ()), words)),
        needs=frozenset(_expanded(row.pop("needs", ()), words)),
        unless=frozenset(_expanded(row.pop("unless", ()), words)),
        subject_kinds=frozenset(row.pop("subject_kinds", ())),
        object_kinds=frozenset(row.pop("object_kinds", ())),
        least_share=row.pop("least_share", None),
        below_share=row.pop("below_share", None),
        status=Status(row.pop("status", "current")),
        pending=bool(row.pop("pending", False)),
        standing=bool(row.pop("standing", False)),
        ends=bool(row.pop("ends", False)),
        bare=tuple(row.pop("bare", ())),
        kind=row.pop("kind", ""),
        decisive=bool(row.pop("decisive", False)),
        confidence=float(row.pop("confidence")),
        examples=_examples(row),
    )


def _surface(row: _Row, words: _Words) -> Surface:
    listed = {name: "|".join(map(re.escape, options)) for name, options in words.items()}

    def pattern(field: str, end: str = "") -> re.Pattern[str]:
        text = _LISTED.sub(lambda m: f"(?:{listed[m[1]]})", row.pop(field, ""))
        return re.compile(text + end if text else "")

    return Surface(
        name=row.pop("name"),
        predicate=row.pop("predicate"),
        between=pattern("between"),
        before=pattern("before", "$"),
        after=pattern("after"),
        first_kinds=frozenset(row.pop("first_kinds")),
        second_kinds=frozenset(row.pop("second_kinds")),
        reverse=bool(row.pop("reverse", False)),
        shared=bool(row.pop("shared", False)),
        confidence=float(row.pop("confidence")),
        examples=_examples(row),
    )


def _examples(row: _Row) -> tuple[Example, ...]:
    return tuple(
        Example(text, subject, object_, Status(status))
        for text, subject, object_, status in row.pop("examples")
    )


def _expanded(listed: Iterable[str], words: _Words) -> tuple[str, ...]:
    """The words, with "@name" replaced by the list of that name."""
    return tuple(w for item in listed for w in (words[item[1:]] if item[0] == "@" else (item,)))


def _triggers(rules: Iterable[Rule], *, verbal: bool) -> Triggers:
    """By head word: the first of a verb ("take over"), the last of a noun ("joint venture")."""
    found: defaultdict[str, list[tuple[tuple[str, ...], Rule]]] = defaultdict(list)
    for rule in rules:
        for trigger in rule.triggers if rule.verbal == verbal else ():
            parts = trigger.split()
            head = parts.pop(0 if verbal else -1)
            found[head].append((tuple(parts), rule))
    return {word: tuple(listed) for word, listed in found.items()}
