"""Articles made of sentences such as "Acme SUPPLIES Bolt planned", already read."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest

from kg.ledger import Signature
from kg.model import (
    Amount,
    Article,
    Channel,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Status,
    ThemeScore,
    entity_id,
)

DAY = date(2025, 1, 1)


def extraction(
    *sentences: str,
    title: str = "News",
    publisher: str = "Reuters",
    day: int = 0,
    url: str = "",
    channel: Channel = Channel.FILE,
    extractor: str = "reader-1",
    aliases: Mapping[str, tuple[str, ...]] | None = None,
    themes: tuple[str, ...] = (),
    role: str = "",
    amount: Amount | None = None,
    notes: tuple[str, ...] = (),
) -> Extraction:
    """One claim a sentence; every entity is mentioned once in each of its sentences.

    A sentence may begin with the wording to be kept of it and a colon, or leave out the status.
    """
    text = title + "\n\n"
    made = []
    entities: dict[str, Entity] = {}
    mentions: list[Mention] = []
    for sentence in sentences:
        words, _, claim = sentence.rpartition(": ")
        start, text = len(text), text + (words or claim) + " "
        subject, predicate, object_, status = (*claim.split(), "current")[:4]
        made.append((subject, predicate, object_, status, start, text[start:-1]))
        for name in (subject, object_):
            key = entity_id("Company", name)
            entities[key] = Entity(key, "Company", name, (aliases or {}).get(name, ()))
            mentions.append(Mention(start, start + 1, name, "Company", key, 1.0, "exact"))
    published = DAY + timedelta(day)
    article = Article(title, text, publisher, published, url, f"key of {title}", channel=channel)
    claims = [
        Claim(
            article.id,
            entity_id("Company", subject),
            predicate,
            entity_id("Company", object_),
            Status(status),
            0.6,
            (Evidence(article.id, start, start + len(quote), quote),),
            published,
            publisher,
            role=role,
            scope=themes,
            amount=amount,
        )
        for subject, predicate, object_, status, start, quote in made
    ]
    return Extraction(
        article,
        extractor,
        tuple(entities.values()),
        tuple(mentions),
        tuple(claims),
        tuple(ThemeScore(theme, 0.5) for theme in themes),
        notes,
    )


def alike(number: int) -> Signature:
    """A signature that is near those of the numbers beside its own, for `near`."""
    return Signature(bytes([number]), ("all",))


def near(first: bytes, second: bytes) -> bool:
    """Whether two numbers are neighbours."""
    return abs(first[0] - second[0]) <= 1


@pytest.fixture(scope="session", name="read")
def _read() -> Callable[..., Extraction]:
    return extraction


@pytest.fixture(scope="session", name="alike")
def _alike() -> Callable[[int], Signature]:
    return alike


@pytest.fixture(scope="session", name="near")
def _near() -> Callable[[bytes, bytes], bool]:
    return near
