"""The records that pass between the parts: frozen, plain, and with ids derived from content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from kg.names import normalise


class Status(StrEnum):
    """What a text says of a relation at the end of its story."""

    CURRENT = "current"
    PLANNED = "planned"
    RUMOURED = "rumoured"
    ENDED = "ended"
    DENIED = "denied"


class Channel(StrEnum):
    """How an article reached us; the publishers' policy depends on it."""

    FILE = "file"
    PAGE = "page"
    FEED = "feed"


# A projection asks for the id of each claim some ten times.
@lru_cache(maxsize=65_536)
def content_id(prefix: str, *parts: str) -> str:
    """`prefix` and 16 hexadecimal digits of the SHA-256 of the parts.

    Each part is preceded by its length, so ("ab", "c") and ("a", "bc") differ.
    64 bits: at ten million ids the chance of any collision is about 3 in a million.
    """
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return f"{prefix}-{digest.hexdigest()[:16]}"


def entity_id(kind: str, name: str) -> str:
    """The id of what `name` names: the same for every spelling that normalises alike."""
    return content_id(kind.lower(), normalise(name) or name)


def publisher_id(name: str) -> str:
    """The id of a publisher."""
    return content_id("publisher", normalise(name) or name)


@dataclass(frozen=True, slots=True)
class Article:
    """One published text. Offsets everywhere count characters of `text`, end-exclusive.

    `text` begins with the title and two newlines. `key` is the id that the source gave, or
    empty; `id` is ours.
    """

    title: str
    text: str
    publisher: str
    published: date
    url: str = ""
    key: str = ""
    language: str = "en"
    channel: Channel = Channel.FILE

    @property
    def id(self) -> str:
        """Derived from publisher, day, address and text."""
        return content_id(
            "article", self.publisher, self.published.isoformat(), self.url, self.text
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """Input that could not be read as an article. `line` counts from 1; 0 is the whole source."""

    source: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Entity:
    """What is named: `aliases` without `name`; `identifiers` by scheme (cik, lei, ticker …)."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of an article's text that names an entity, and why we think that it does.

    `score` is in 0..1; `reason` is a word such as exact, alias, fuzzy, nil, pronoun.
    """

    start: int
    end: int
    text: str
    kind: str
    entity: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A whole sentence of an article. `quote` is None where the policy forbids to keep it."""

    article: str
    start: int
    end: int
    quote: str | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money as stated; `currency` is an ISO 4217 code."""

    value: float
    currency: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One article's statement about one subject-predicate-object.

    `scope` holds the names of themes; `kind` refines the predicate (joint_venture …) or is
    empty; `speaker` is the id of the entity to whom the text attributes the statement, or empty.
    """

    article: str
    subject: str
    predicate: str
    object: str
    status: Status
    confidence: float
    evidence: tuple[Evidence, ...]
    published: date
    publisher: str
    kind: str = ""
    role: str = ""
    scope: tuple[str, ...] = ()
    amount: Amount | None = None
    speaker: str = ""

    @property
    def id(self) -> str:
        """Derived from article, subject, predicate and object."""
        return content_id("claim", self.article, self.subject, self.predicate, self.object)

    @property
    def triple(self) -> tuple[str, str, str]:
        """Subject, predicate and object."""
        return (self.subject, self.predicate, self.object)


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """How much an article is about a theme; `score` in 0..1."""

    theme: str
    score: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one article. `notes` says what was cut or left out, and why."""

    article: Article
    extractor: str
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    themes: tuple[ThemeScore, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What the claims about one subject-predicate-object add up to.

    `articles` counts stories (syndicated copies once), `publishers` the independent publishers.
    `evidence` is the id of the claim to quote for it; `scope` has the themes of its claims by name,
    each with the id of the claim to quote within it, the best of these first.
    """

    subject: str
    predicate: str
    object: str
    status: Status
    confidence: float
    claims: int
    articles: int
    publishers: int
    first_seen: date
    last_seen: date
    kind: str = ""
    evidence: str = ""
    scope: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The first article of a story that several publishers carry, and its publisher."""

    article: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of the graph that some changed articles concern: what to write, what to remove.

    `entities` holds the distinct rows that live articles give, those of one id together and the
    most frequent first. `mentions` and `about` hold (article, entity, count) and (article, theme
    entity, score). `claims_by_triple` holds every live claim of each touched triple, also out of
    other articles; an empty list means that the relation is gone. `origins` covers the articles
    of those claims.
    """

    articles: tuple[Article, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[tuple[str, str, int], ...] = ()
    about: tuple[tuple[str, str, float], ...] = ()
    claims: tuple[Claim, ...] = ()
    claims_by_triple: Mapping[tuple[str, str, str], tuple[Claim, ...]] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    gone_articles: tuple[str, ...] = ()
    gone_entities: tuple[tuple[str, str], ...] = ()
    gone_claims: tuple[str, ...] = ()
