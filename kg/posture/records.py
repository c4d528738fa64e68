"""The answer: a company's posture towards a capability, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.model import Claim, Relation


class Side(StrEnum):
    """The three ways to a capability."""

    MAKE = "make"
    BUY = "buy"
    ALLY = "ally"


class Label(StrEnum):
    """What the weights add up to."""

    VENDOR_DEPENDENT = "vendor-dependent"
    MULTI_VENDOR = "multi-vendor"
    CO_DEVELOPMENT = "co-development"
    HYBRID = "hybrid"
    INTEGRATED = "vertically-integrated"
    INSUFFICIENT = "insufficient-evidence"


@dataclass(frozen=True, slots=True)
class Topic:
    """A capability as asked for, and the themes that it was read as.

    `ids` begins with the theme itself; those below it follow. Without themes, `words` is what a
    sentence must hold, in lower case; without either, everything about the company counts.
    """

    asked: str
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    words: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that bears on a posture, seen from the company.

    `player` is the company or a unit of it, `other` the other end; `own` says that this is the
    company or a unit, too. `makers` develop or own `other` besides; `owners` own the player
    besides.
    """

    side: Side
    near: str
    player: str
    other: str
    other_id: str
    other_kind: str
    own: bool
    makers: tuple[str, ...]
    owners: tuple[str, ...]
    title: str
    url: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Reason:
    """What one claim adds to a ground: who says it, in which sentence, how near and how much.

    `sentence` is its story and the words, or the id of the claim where they may not be kept;
    `weight` is in 0..1.
    """

    publisher: str
    sentence: tuple[str, str]
    near: str
    weight: float


@dataclass(frozen=True, slots=True)
class Ground:
    """A relation that speaks for a side, or against it, with its statements, the newest first.

    `weight` is in 0..1. `with_whom` is the supplier, the partner or what is made; empty where a
    purchase names no vendor. A ground that is not `live` has ended or was denied. `reasons` are the
    claims that it rests on.
    """

    side: Side
    weight: float
    live: bool
    near: str
    with_whom: str
    why: str
    relation: Relation
    statements: tuple[Statement, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who supplies, and its share of all that is bought, 0..1."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read: articles that mention the company, and those of them about the capability.

    `first` and `last` are days of the latter, None without any.
    """

    mentioning: int
    articles: int
    publishers: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Flip:
    """A single new fact, in words, and the label that it would lead to."""

    fact: str
    label: Label


@dataclass(frozen=True, slots=True)
class Posture:
    """How a company gets a capability, as of a day.

    `strengths` are 0..1 for each side. `concentration` is the Herfindahl-Hirschman index of the
    suppliers, 0..1, None without any. `against` holds what ended or was denied. `cut` says that
    there were more claims than are weighed, and that only the newest were.
    """

    company: str
    company_id: str
    topic: Topic
    day: date
    label: Label
    rule: str
    strengths: Mapping[Side, float]
    suppliers: tuple[Supplier, ...]
    concentration: float | None
    grounds: tuple[Ground, ...]
    against: tuple[Ground, ...]
    coverage: Coverage
    flips: tuple[Flip, ...]
    cut: bool = False
