"""Recording judgements, and telling the graph which articles are read otherwise now."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence

from kg.errors import LedgerError
from kg.ledger.judgements import Entry, Judgement, Reading, Verb, concerned, ends, in_force
from kg.ledger.reading import claims
from kg.model import Claim, content_id

_ENTRIES = """
    SELECT key, verb, subject, object, article, name, who, why, recorded_at
    FROM judgement ORDER BY id
"""

_ADD = """
    INSERT INTO judgement (key, verb, subject, object, article, name, who, why, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_NAMED_IN = """
    SELECT DISTINCT article.key, entity.key
    FROM entity
    JOIN form ON form.entity = entity.id
    JOIN naming ON naming.form = form.id
    JOIN extraction ON extraction.id = naming.extraction AND extraction.retracted_at IS NULL
    JOIN article ON article.id = extraction.article
    WHERE entity.key IN (SELECT value FROM json_each(?))
    ORDER BY article.key, entity.key
"""

_CLAIMS_OF = """
    SELECT claim.id
    FROM article
    JOIN extraction ON extraction.article = article.id AND extraction.retracted_at IS NULL
    JOIN claim ON claim.extraction = extraction.id
    WHERE article.key = ?
"""

_JOURNAL = """
    INSERT INTO change (article)
    SELECT id FROM article WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key
"""

_FORGET = """
    INSERT INTO judged SELECT (SELECT max(sequence) FROM change), value FROM json_each(?)
"""


def entries(db: sqlite3.Connection) -> list[Entry]:
    """All judgements in the order in which they were recorded."""
    return [
        Entry(key, Judgement(Verb(verb), *rest[:4]), *rest[4:])
        for key, verb, *rest in db.execute(_ENTRIES)
    ]


def record(
    db: sqlite3.Connection, judgements: Sequence[Judgement], who: str, why: str, now: str
) -> list[Entry]:
    """Append what does not stand already, and journal the articles that are read otherwise.

    An id is derived from what is judged and from how often that was judged before.

    Raises:
        LedgerError: a judgement does not fit those that stand, or undoes what is not there.
    """
    held = entries(db)
    before = Reading.of(held)
    added = []
    for judgement in judgements:
        if _fits(judgement, held):
            entry = Entry(_id(judgement, held), judgement, who, why, now)
            held.append(entry)
            added.append(entry)
            db.execute(_ADD, (entry.id, *_columns(judgement), who, why, now))
    known = {entry.id: entry for entry in held}
    about = [concerned(entry.judgement, known) for entry in added]
    _journal(db, about, (before, Reading.of(held)))
    return added


def named_in(db: sqlite3.Connection, entities: Collection[str]) -> list[tuple[str, str]]:
    """The live articles, and which of the given entities each one names as it was read."""
    return db.execute(_NAMED_IN, (json.dumps(sorted(entities)),)).fetchall()


def claims_of(db: sqlite3.Connection, article: str) -> list[Claim]:
    """The live claims of an article as they were read, by id."""
    return claims(db, [row for (row,) in db.execute(_CLAIMS_OF, (article,))])


def _fits(judgement: Judgement, held: Sequence[Entry]) -> bool:
    """Whether it says something new."""
    force = in_force(held)
    if judgement.verb is not Verb.UNDO:
        return judgement not in [entry.judgement for entry in force]
    if judgement.subject not in {entry.id for entry in force}:
        raise LedgerError(
            f"no judgement {judgement.subject!r} stands; kg review log shows those that do"
        )
    return True


def _id(judgement: Judgement, held: Iterable[Entry]) -> str:
    times = sum(entry.judgement == judgement for entry in held)
    return content_id("judgement", *_columns(judgement), str(times))


def _columns(judgement: Judgement) -> tuple[str, str, str, str, str]:
    said = (judgement.subject, judgement.object, judgement.article, judgement.name)
    return (judgement.verb.value, *said)


def _journal(
    db: sqlite3.Connection, about: Sequence[Judgement], readings: Iterable[Reading]
) -> None:
    joined = {end for each in about for end in ends(each)}
    forget = {e for r in readings for end in joined for e in _around(end, r)}
    renamed = {j.subject for j in about if j.verb in {Verb.ALIAS, Verb.UNALIAS}}
    articles = {article for article, _ in named_in(db, forget | renamed)}
    articles |= {judgement.article for judgement in about} - {""}
    db.execute(_JOURNAL, (json.dumps(sorted(articles)),))
    if articles:
        db.execute(_FORGET, (json.dumps(sorted(forget)),))


def _around(entity: str, reading: Reading) -> set[str]:
    """All that an entity is read as or with."""
    targets = reading.targets(entity)
    return {entity, *targets}.union(*map(reading.sources, targets))
