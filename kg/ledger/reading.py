"""Rows of the ledger as the records of kg/model.py."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from kg.ledger.records import HeldArticle
from kg.model import Amount, Channel, Claim, Evidence, Status

_ARTICLES = """
    SELECT article.key, holding.title, article_text.text, publisher.name,
        article.published, article.url, holding.source_key, holding.language, holding.channel
    FROM article
    JOIN holding ON holding.article = article.id AND holding.retracted_at IS NULL
    JOIN publisher ON publisher.id = article.publisher
    LEFT JOIN article_text ON article_text.article = article.id
    WHERE article.id IN (SELECT value FROM json_each(?))
    ORDER BY article.key
"""

_CLAIMS = """
    SELECT claim.id, article.key, subject.key, triple.predicate, object.key,
        claim.status, claim.confidence, article.published, publisher.name, claim.kind, claim.role,
        claim.scope, claim.amount, claim.currency, claim.amount_text, coalesce(speaker.key, '')
    FROM claim
    JOIN extraction ON extraction.id = claim.extraction
    JOIN article ON article.id = extraction.article
    JOIN publisher ON publisher.id = article.publisher
    JOIN triple ON triple.id = claim.triple
    JOIN entity AS subject ON subject.id = triple.subject
    JOIN entity AS object ON object.id = triple.object
    LEFT JOIN entity AS speaker ON speaker.id = claim.speaker
    WHERE claim.id IN (SELECT value FROM json_each(?))
"""

_EVIDENCE = """
    SELECT evidence.claim, sentence.start, sentence.stop, sentence.quote
    FROM evidence JOIN sentence ON sentence.id = evidence.sentence
    WHERE evidence.claim IN (SELECT value FROM json_each(?))
    ORDER BY evidence.claim, sentence.start, sentence.stop
"""


_WORDS = """
    SELECT article.key, coalesce(article_text.text, holding.title || ' ' || coalesce((
        SELECT group_concat(DISTINCT sentence.quote)
        FROM extraction
        JOIN claim ON claim.extraction = extraction.id
        JOIN evidence ON evidence.claim = claim.id
        JOIN sentence ON sentence.id = evidence.sentence
        WHERE extraction.article = article.id AND extraction.retracted_at IS NULL
    ), ''))
    FROM article
    JOIN holding ON holding.article = article.id AND holding.retracted_at IS NULL
    LEFT JOIN article_text ON article_text.article = article.id
    WHERE article.key IN (SELECT value FROM json_each(?))
"""

_NAMES = """
    SELECT entity.key, form.name
    FROM entity JOIN form ON form.entity = entity.id
    ORDER BY form.live, form.name DESC
"""

_STATS = """
    SELECT
        (SELECT count(*) FROM holding WHERE retracted_at IS NULL) AS articles,
        (SELECT count(*) FROM article_text) AS texts_kept,
        (SELECT count(DISTINCT publisher.key) FROM publisher
            JOIN article ON article.publisher = publisher.id
            JOIN holding ON holding.article = article.id
            WHERE holding.retracted_at IS NULL) AS publishers,
        (SELECT count(DISTINCT entity) FROM form WHERE live > 0) AS entities,
        (SELECT count(*) FROM extraction JOIN mention ON mention.extraction = extraction.id
            WHERE retracted_at IS NULL) AS mentions,
        (SELECT count(*) FROM extraction JOIN claim ON claim.extraction = extraction.id
            WHERE retracted_at IS NULL) AS claims,
        (SELECT count(DISTINCT triple) FROM extraction
            JOIN claim ON claim.extraction = extraction.id
            WHERE retracted_at IS NULL) AS relations,
        (SELECT count(*) FROM article WHERE id NOT IN (
            SELECT article FROM holding WHERE retracted_at IS NULL)) AS taken_down,
        (SELECT count(*) FROM refused) AS refused
"""


def articles(db: sqlite3.Connection, rows: Iterable[int]) -> Iterator[HeldArticle]:
    """The live ones among the given article rows, by id; `text` is empty where it is not kept."""
    for row in db.execute(_ARTICLES, (json.dumps(sorted(rows)),)):
        key, title, text, publisher, published, url, source_key, language, channel = row
        yield HeldArticle(
            title,
            text or "",
            publisher,
            date.fromisoformat(published),
            url,
            source_key,
            language,
            Channel(channel),
            id=key,
        )


def claims(db: sqlite3.Connection, rows: Iterable[int]) -> list[Claim]:
    """The claims of the given claim rows, by id; live or not."""
    chosen = json.dumps(sorted(rows))
    evidence = defaultdict(list)
    for claim, start, stop, quote in db.execute(_EVIDENCE, (chosen,)):
        evidence[claim].append((start, stop, quote))
    found = (
        _claim(row, [Evidence(row[1], *each) for each in evidence[row[0]]])
        for row in db.execute(_CLAIMS, (chosen,))
    )
    return sorted(found, key=lambda claim: claim.id)


def _claim(row: tuple[Any, ...], evidence: Iterable[Evidence]) -> Claim:
    _, article, subject, predicate, object_, status, confidence, published, publisher = row[:9]
    kind, role, scope, amount, currency, amount_text, speaker = row[9:]
    return Claim(
        article,
        subject,
        predicate,
        object_,
        Status(status),
        confidence,
        tuple(evidence),
        date.fromisoformat(published),
        publisher,
        kind,
        role,
        values(scope),
        None if amount is None else Amount(amount, currency, amount_text),
        speaker,
    )


@lru_cache(maxsize=4_096)
def values(column: str) -> tuple[Any, ...]:
    """What a column of JSON lists; most are empty or say the same."""
    return tuple(json.loads(column))


def words(db: sqlite3.Connection, article_ids: Collection[str]) -> dict[str, str]:
    """What words are held of live articles: the text, or else title and quotes, by id."""
    return dict(db.execute(_WORDS, (json.dumps(sorted(article_ids)),)))


def names(db: sqlite3.Connection) -> dict[object, str]:
    """A name of every entity that was ever read, the most given one, by id."""
    return dict(db.execute(_NAMES))


def stats(db: sqlite3.Connection) -> dict[str, int]:
    """Counts of what is live, of articles taken down and of input refused."""
    cursor = db.execute(_STATS)
    columns = [column[0] for column in cursor.description]
    return dict(zip(columns, cursor.fetchone(), strict=True))
