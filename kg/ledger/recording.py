"""Writing extractions: every statement a new row."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from kg.errors import LedgerError
from kg.ledger.policy import Policy
from kg.ledger.records import Signature
from kg.ledger.stories import SameStory, register
from kg.model import Article, Claim, Entity, Extraction, entity_id, publisher_id


class Outcome(Enum):
    """What came of one extraction."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


_RETRACT_EXTRACTIONS = """
    UPDATE extraction SET retracted_at = ?
    WHERE retracted_at IS NULL AND article IN (SELECT value FROM json_each(?))
"""


def write(
    db: sqlite3.Connection,
    extraction: Extraction,
    policy: Policy,
    signature: Signature | None,
    same_story: SameStory,
    now: str,
) -> Outcome:
    """Record one extraction, unless that extractor's stands already; any other is retracted.

    Raises:
        LedgerError: the extraction contradicts itself.
    """
    extraction = _with_themes(extraction)
    _check(extraction)
    article = _article_row(db, extraction.article, signature, same_story)
    live = _live_extractor(db, article)
    if live == extraction.extractor:
        return Outcome.UNCHANGED
    retract(db, [article], now)
    _hold(db, article, extraction.article, now)
    _keep_text(db, article, extraction.article, policy)
    _write_extraction(db, article, extraction, policy, now)
    db.execute("INSERT INTO change (article) VALUES (?)", (article,))
    return Outcome.ADDED if live is None else Outcome.REPLACED


def retract(db: sqlite3.Connection, articles: Sequence[int], now: str) -> None:
    """Retract the live extractions of the given article rows."""
    db.execute(_RETRACT_EXTRACTIONS, (now, json.dumps(articles)))


def _with_themes(extraction: Extraction) -> Extraction:
    """The extraction with an entity for each theme that it or a claim's scope names."""
    names = {each.theme for each in extraction.themes}
    names.update(name for claim in extraction.claims for name in claim.scope)
    listed = {entity.id for entity in extraction.entities}
    themes = [Entity(entity_id("Theme", name), "Theme", name) for name in sorted(names)]
    missing = tuple(theme for theme in themes if theme.id not in listed)
    return replace(extraction, entities=extraction.entities + missing)


def _check(extraction: Extraction) -> None:
    article = extraction.article
    listed = {entity.id for entity in extraction.entities}
    named = {mention.entity for mention in extraction.mentions}
    for claim in extraction.claims:
        named |= {claim.subject, claim.object} | ({claim.speaker} - {""})
        given = (claim.article, claim.published, claim.publisher)
        if given != (article.id, article.published, article.publisher):
            raise LedgerError(f"{claim.id} is of {given}, but stands in {article.id}")
    if unlisted := sorted(named - listed):
        raise LedgerError(f"{article.id} refers to {unlisted[0]!r}, which it does not list")
    if len({claim.triple for claim in extraction.claims}) < len(extraction.claims):
        raise LedgerError(f"{article.id} makes one claim twice; give it once, with all evidence")


def _article_row(
    db: sqlite3.Connection, article: Article, signature: Signature | None, same_story: SameStory
) -> int:
    key = article.id
    if known := db.execute("SELECT id FROM article WHERE key = ?", (key,)).fetchone():
        return int(known[0])
    (row,) = db.execute(
        "INSERT INTO article (key, publisher, published, url, text_sha256, signature)"
        " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (
            key,
            _publisher_row(db, article.publisher),
            article.published.isoformat(),
            article.url,
            hashlib.sha256(article.text.encode()).digest(),
            register(db, signature, same_story),
        ),
    ).fetchone()
    return int(row)


def _publisher_row(db: sqlite3.Connection, name: str) -> int:
    db.execute(
        "INSERT INTO publisher (key, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (publisher_id(name), name),
    )
    return int(db.execute("SELECT id FROM publisher WHERE name = ?", (name,)).fetchone()[0])


def _live_extractor(db: sqlite3.Connection, article: int) -> str | None:
    found = db.execute(
        "SELECT extractor FROM extraction WHERE article = ? AND retracted_at IS NULL", (article,)
    ).fetchone()
    return None if found is None else str(found[0])


def _hold(db: sqlite3.Connection, row: int, article: Article, now: str) -> None:
    db.execute(
        "INSERT INTO holding (article, title, source_key, language, channel, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (row, article.title, article.key, article.language, article.channel.value, now),
    )


def _keep_text(db: sqlite3.Connection, row: int, article: Article, policy: Policy) -> None:
    """Keep the text or erase it, as the policy of this recording says."""
    if policy.keeps_text(article):
        db.execute(
            "INSERT INTO article_text VALUES (?, ?) ON CONFLICT DO NOTHING", (row, article.text)
        )
    else:
        db.execute("DELETE FROM article_text WHERE article = ?", (row,))


def _write_extraction(
    db: sqlite3.Connection, article: int, extraction: Extraction, policy: Policy, now: str
) -> None:
    (row,) = db.execute(
        "INSERT INTO extraction (article, extractor, notes, recorded_at) VALUES (?, ?, ?, ?)"
        " RETURNING id",
        (article, extraction.extractor, json.dumps(extraction.notes), now),
    ).fetchone()
    entities = {each.id: _entity_row(db, each) for each in extraction.entities}
    forms = {_form_row(db, entities[each.id], each) for each in extraction.entities}
    db.executemany("INSERT INTO naming VALUES (?, ?)", [(row, form) for form in sorted(forms)])
    db.executemany(
        "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (row, place, m.start, m.end, m.kind, entities[m.entity], m.score, m.reason)
            for place, m in enumerate(extraction.mentions)
        ),
    )
    themes = {entities[entity_id("Theme", each.theme)]: each.score for each in extraction.themes}
    db.executemany(
        "INSERT INTO about VALUES (?, ?, ?)", ((row, *each) for each in sorted(themes.items()))
    )
    sentences = _write_sentences(db, extraction, policy)
    for claim in extraction.claims:
        _write_claim(db, row, claim, entities, sentences)


def _entity_row(db: sqlite3.Connection, entity: Entity) -> int:
    db.execute(
        "INSERT INTO entity (key, kind) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (entity.id, entity.kind),
    )
    row, kind = db.execute("SELECT id, kind FROM entity WHERE key = ?", (entity.id,)).fetchone()
    if kind != entity.kind:
        raise LedgerError(
            f"{entity.id} ({entity.name!r}) is a {entity.kind} here, but a {kind} in the ledger; "
            "an id has one kind"
        )
    return int(row)


def _form_row(db: sqlite3.Connection, row: int, entity: Entity) -> int:
    form = (
        row,
        entity.name,
        json.dumps(sorted(set(entity.aliases) - {entity.name})),
        json.dumps(sorted(set(entity.identifiers))),
    )
    known = db.execute(
        "SELECT id FROM form WHERE entity = ? AND name = ? AND aliases = ? AND identifiers = ?",
        form,
    ).fetchone()
    if known:
        return int(known[0])
    (new,) = db.execute(
        "INSERT INTO form (entity, name, aliases, identifiers) VALUES (?, ?, ?, ?) RETURNING id",
        form,
    ).fetchone()
    return int(new)


def _write_sentences(
    db: sqlite3.Connection, extraction: Extraction, policy: Policy
) -> Mapping[tuple[int, int], int]:
    """Each sentence once, however many claims rest on it: its span to its row."""
    quotes = {(e.start, e.end): e.quote for claim in extraction.claims for e in claim.evidence}
    publisher = extraction.article.publisher
    rows: dict[tuple[int, int], int] = {}
    for (start, stop), quote in sorted(quotes.items()):
        kept = quote and policy.quote(publisher, quote)
        (rows[start, stop],) = db.execute(
            "INSERT INTO sentence (start, stop, quote) VALUES (?, ?, ?) RETURNING id",
            (start, stop, kept or None),
        ).fetchone()
    return rows


def _write_claim(
    db: sqlite3.Connection,
    extraction: int,
    claim: Claim,
    entities: Mapping[str, int],
    sentences: Mapping[tuple[int, int], int],
) -> None:
    amount = claim.amount
    (row,) = db.execute(
        "INSERT INTO claim (extraction, triple, status, confidence, kind, role, scope,"
        " amount, currency, amount_text, speaker) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " RETURNING id",
        (
            extraction,
            _triple_row(db, entities[claim.subject], claim.predicate, entities[claim.object]),
            claim.status.value,
            claim.confidence,
            claim.kind,
            claim.role,
            json.dumps(claim.scope),
            amount and amount.value,
            amount and amount.currency,
            amount and amount.text,
            entities.get(claim.speaker),
        ),
    ).fetchone()
    spans = {(each.start, each.end) for each in claim.evidence}
    db.executemany("INSERT INTO evidence VALUES (?, ?)", ((row, sentences[s]) for s in spans))


def _triple_row(db: sqlite3.Connection, subject: int, predicate: str, object_: int) -> int:
    triple = (subject, predicate, object_)
    db.execute(
        "INSERT INTO triple (subject, predicate, object) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        triple,
    )
    return int(
        db.execute(
            "SELECT id FROM triple WHERE subject = ? AND predicate = ? AND object = ?", triple
        ).fetchone()[0]
    )
