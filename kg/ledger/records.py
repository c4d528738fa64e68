"""The ledger's own records, beside those of kg/model.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.model import Article


@dataclass(frozen=True, slots=True)
class Signature:
    """What tells near-copies of a text apart. Two texts may be one story if they share a band."""

    packed: bytes
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldArticle(Article):
    """An article as the ledger holds it: `text` is empty where it is not kept, `id` stays."""

    id: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a batch. `claims` were written; `sequence` is the journal's last number."""

    added: int
    replaced: int
    unchanged: int
    claims: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a takedown did; all empty where everything had been taken down before.

    `articles` holds ids. `relations_gone` rested on these articles alone, `relations_weakened`
    have claims of others left. `entities_gone` holds (kind, id). `when` is ISO, UTC.
    """

    articles: tuple[str, ...]
    claims_retracted: int
    relations_gone: tuple[tuple[str, str, str], ...]
    relations_weakened: tuple[tuple[str, str, str], ...]
    entities_gone: tuple[tuple[str, str], ...]
    reason: str
    when: str


@dataclass(frozen=True, slots=True)
class HeldWatch:
    """A watch: its fields as text, and from which day it is withdrawn, if it is."""

    id: str
    definition: Mapping[str, str]
    withdrawn: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class WatchChange:
    """A state that a watch came into on a day, with the claims that show it.

    `when` is when a check saw it: ISO, UTC; empty before it is recorded.
    """

    watch: str
    state: str
    day: date
    evidence: tuple[str, ...]
    when: str = ""
