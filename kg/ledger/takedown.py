"""Taking articles down: retracting what they said and erasing their words."""

import json
import sqlite3
from collections.abc import Sequence
from difflib import get_close_matches

from kg.errors import LedgerError
from kg.ledger.recording import retract
from kg.ledger.records import Receipt
from kg.model import publisher_id

_BY_ARTICLE = "SELECT id FROM article WHERE key = ?1 OR url = ?1 ORDER BY key"

_BY_PUBLISHER = """
    SELECT article.id
    FROM publisher JOIN article ON article.publisher = publisher.id
    WHERE publisher.key = ?
    ORDER BY article.key
"""

_HELD = """
    SELECT article.id, article.key
    FROM article JOIN holding ON holding.article = article.id AND holding.retracted_at IS NULL
    WHERE article.id IN (SELECT value FROM json_each(?))
    ORDER BY article.key
"""

_CLAIMED = """
    SELECT claim.triple
    FROM extraction JOIN claim ON claim.extraction = extraction.id
    WHERE extraction.retracted_at IS NULL
        AND extraction.article IN (SELECT value FROM json_each(?))
"""

_NAMED = """
    SELECT DISTINCT form.entity
    FROM extraction
    JOIN naming ON naming.extraction = extraction.id
    JOIN form ON form.id = naming.form
    WHERE extraction.retracted_at IS NULL
        AND extraction.article IN (SELECT value FROM json_each(?))
"""

_RELATIONS = """
    SELECT subject.key, triple.predicate, object.key, EXISTS (
        SELECT 1 FROM claim JOIN extraction ON extraction.id = claim.extraction
        WHERE claim.triple = triple.id AND extraction.retracted_at IS NULL
    )
    FROM triple
    JOIN entity AS subject ON subject.id = triple.subject
    JOIN entity AS object ON object.id = triple.object
    WHERE triple.id IN (SELECT value FROM json_each(?))
    ORDER BY subject.key, triple.predicate, object.key
"""

_GONE_ENTITIES = """
    SELECT kind, key FROM entity
    WHERE id IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (SELECT 1 FROM form WHERE form.entity = entity.id AND form.live > 0)
    ORDER BY kind, key
"""

_RETRACT_HOLDINGS = """
    UPDATE holding SET retracted_at = ?, reason = ?
    WHERE retracted_at IS NULL AND article IN (SELECT value FROM json_each(?))
"""

_JOURNAL = "INSERT INTO change (article) SELECT value FROM json_each(?)"

# The article's own words, out of what is retracted now and what was before.
_ERASE = (
    "DELETE FROM article_text WHERE article IN (SELECT value FROM json_each(?))",
    """
    UPDATE holding SET title = '', source_key = ''
    WHERE article IN (SELECT value FROM json_each(?))
    """,
    """
    UPDATE sentence SET quote = NULL WHERE id IN (
        SELECT evidence.sentence
        FROM extraction
        JOIN claim ON claim.extraction = extraction.id
        JOIN evidence ON evidence.claim = claim.id
        WHERE extraction.article IN (SELECT value FROM json_each(?))
    )
    """,
    """
    UPDATE claim SET role = '', amount_text = CASE WHEN amount IS NULL THEN NULL ELSE '' END
    WHERE extraction IN (
        SELECT id FROM extraction WHERE article IN (SELECT value FROM json_each(?))
    )
    """,
    "UPDATE extraction SET notes = '[]' WHERE article IN (SELECT value FROM json_each(?))",
)


def find(db: sqlite3.Connection, *, article: str | None, publisher: str | None) -> list[int]:
    """The rows of the articles that a takedown means, also of those taken down before.

    An article is meant by id or address, a publisher by its name in any spelling.

    Raises:
        LedgerError: there is none, with publishers' names that come near; or not one of the two
            is given.
    """
    if article is not None and publisher is None:
        rows = [row for (row,) in db.execute(_BY_ARTICLE, (article,))]
        problem = f"no article has the id or address {article!r}"
    elif publisher is not None and article is None:
        rows = [row for (row,) in db.execute(_BY_PUBLISHER, (publisher_id(publisher),))]
        problem = f"no article is by a publisher named {publisher!r}{_hint(db, publisher)}"
    else:
        raise LedgerError("a takedown names either an article or a publisher")
    if not rows:
        raise LedgerError(problem)
    return rows


def _hint(db: sqlite3.Connection, publisher: str) -> str:
    known = [name for (name,) in db.execute("SELECT name FROM publisher ORDER BY name")]
    near = get_close_matches(publisher, known)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


def take_down(db: sqlite3.Connection, articles: Sequence[int], reason: str, now: str) -> Receipt:
    """Retract what is live of the given article rows and erase the words of all."""
    held = db.execute(_HELD, (json.dumps(articles),)).fetchall()
    rows = [row for row, _ in held]
    live = json.dumps(rows)
    claimed = [triple for (triple,) in db.execute(_CLAIMED, (live,))]
    named = [entity for (entity,) in db.execute(_NAMED, (live,))]
    db.execute(_RETRACT_HOLDINGS, (now, reason, live))
    retract(db, rows, now)
    db.execute(_JOURNAL, (live,))
    for statement in _ERASE:
        db.execute(statement, (json.dumps(articles),))
    relations = db.execute(_RELATIONS, (json.dumps(claimed),)).fetchall()
    return Receipt(
        articles=tuple(key for _, key in held),
        claims_retracted=len(claimed),
        relations_gone=tuple((s, p, o) for s, p, o, left in relations if not left),
        relations_weakened=tuple((s, p, o) for s, p, o, left in relations if left),
        entities_gone=tuple(db.execute(_GONE_ENTITIES, (json.dumps(named),))),
        reason=reason,
        when=now,
    )
