"""What is compared: rows of gold, and what was extracted from the same articles."""

from dataclasses import dataclass

from kg.model import Status

# Characters of an article's text, end-exclusive.
Span = tuple[int, int]
# Subject, predicate, object.
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """What an article names; `key` is known within its row only."""

    key: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """What an article states; `triple` joins keys, `evidence` are whole sentences."""

    triple: Triple
    status: Status
    evidence: tuple[Span, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One annotated article. `themes` are in the annotator's words.

    `absent` holds wrong claims that tempt, each with the reason why it is wrong; `optional`
    readings that may be claimed or not.
    """

    entities: tuple[GoldEntity, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    absent: tuple[tuple[Triple, str], ...] = ()
    optional: tuple[Triple, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidEntity:
    """What was extracted as an entity."""

    id: str
    kind: str
    name: str
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidClaim:
    """What was extracted as a claim; `triple` joins ids of entities."""

    triple: Triple
    status: Status
    confidence: float
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What was extracted from one article."""

    entities: tuple[SaidEntity, ...] = ()
    claims: tuple[SaidClaim, ...] = ()
