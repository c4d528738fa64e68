"""Reading the part of the ledger that some changed articles concern."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter

from kg.ledger.reading import articles, claims
from kg.ledger.stories import origins
from kg.model import Claim, Entity, Origin, Slice

Triple = tuple[str, str, str]

_ROWS = "SELECT key, id FROM article WHERE key IN (SELECT value FROM json_each(?))"

_MENTIONS = """
    SELECT article.key, entity.key, count(*)
    FROM extraction
    JOIN article ON article.id = extraction.article
    JOIN mention ON mention.extraction = extraction.id
    JOIN entity ON entity.id = mention.entity
    WHERE extraction.retracted_at IS NULL
        AND extraction.article IN (SELECT value FROM json_each(?))
    GROUP BY article.key, entity.key
    ORDER BY article.key, entity.key
"""

_ABOUT = """
    SELECT article.key, entity.key, about.score
    FROM extraction
    JOIN article ON article.id = extraction.article
    JOIN about ON about.extraction = extraction.id
    JOIN entity ON entity.id = about.theme
    WHERE extraction.retracted_at IS NULL
        AND extraction.article IN (SELECT value FROM json_each(?))
    ORDER BY article.key, entity.key
"""

# Of all extractions, retracted ones too: what they named may be gone or be named otherwise now.
_FORMS = """
    SELECT entity.key, entity.kind, form.name, form.aliases, form.identifiers,
        sum(form.live) OVER (PARTITION BY form.entity, form.name), form.live
    FROM entity JOIN form ON form.entity = entity.id
    WHERE entity.id IN (
        SELECT touched.entity
        FROM extraction
        JOIN naming ON naming.extraction = extraction.id
        JOIN form AS touched ON touched.id = naming.form
        WHERE extraction.article IN (SELECT value FROM json_each(?))
    )
"""

# Of all extractions of the changed articles, and of the live ones of their neighbours.
_TRIPLES = """
    SELECT DISTINCT triple.id, subject.key, triple.predicate, object.key
    FROM extraction
    JOIN claim ON claim.extraction = extraction.id
    JOIN triple ON triple.id = claim.triple
    JOIN entity AS subject ON subject.id = triple.subject
    JOIN entity AS object ON object.id = triple.object
    WHERE extraction.article IN (SELECT value FROM json_each(?1)) OR (
        extraction.article IN (SELECT value FROM json_each(?2))
        AND extraction.retracted_at IS NULL
    )
    ORDER BY subject.key, triple.predicate, object.key
"""

_LIVE_CLAIMS = """
    SELECT claim.id
    FROM claim JOIN extraction ON extraction.id = claim.extraction
    WHERE claim.triple IN (SELECT value FROM json_each(?)) AND extraction.retracted_at IS NULL
"""

_RETRACTED_CLAIMS = """
    SELECT claim.id
    FROM extraction JOIN claim ON claim.extraction = extraction.id
    WHERE extraction.article IN (SELECT value FROM json_each(?))
        AND extraction.retracted_at IS NOT NULL
"""

_ARTICLES_OF_CLAIMS = """
    SELECT DISTINCT extraction.article
    FROM claim JOIN extraction ON extraction.id = claim.extraction
    WHERE claim.id IN (SELECT value FROM json_each(?))
"""


def read(db: sqlite3.Connection, keys: Sequence[str]) -> Slice:
    """What the graph must write and remove for the articles of the given ids.

    Everything is in the order of ids, whatever the order in which it was recorded. An id may head
    several entities: its distinct live rows, those with the name that most extractions give first
    (of equals, one that is not all capitals, then by code point), as `kg.claims.combine` wants
    them. An id that the ledger never held is gone.
    """
    rows = dict(db.execute(_ROWS, (json.dumps(sorted(set(keys))),)))
    changed = json.dumps(sorted(rows.values()))
    held = tuple(articles(db, rows.values()))
    present = {article.id for article in held}
    entities, gone_entities = _entities(db, changed)
    triples = _touched_triples(db, rows.values())
    live_rows = _column(db, _LIVE_CLAIMS, triples.values())
    live = claims(db, live_rows)
    retracted = claims(db, _column(db, _RETRACTED_CLAIMS, rows.values()))
    return Slice(
        articles=held,
        entities=entities,
        mentions=tuple(db.execute(_MENTIONS, (changed,))),
        about=tuple(db.execute(_ABOUT, (changed,))),
        claims=tuple(claim for claim in live if claim.article in present),
        claims_by_triple=_by_triple(triples, live),
        origins=_origins(db, live_rows, live),
        gone_articles=tuple(sorted(set(keys) - present)),
        gone_entities=gone_entities,
        gone_claims=tuple(sorted({c.id for c in retracted} - {c.id for c in live})),
    )


def _touched_triples(db: sqlite3.Connection, changed: Collection[int]) -> dict[Triple, int]:
    """What is claimed, or was, in the changed articles and is in others of their stories.

    The neighbours' claims are the same as before, but their origin may be another now.
    """
    neighbours = [row for row, _ in origins(db, changed).values()]
    found = db.execute(_TRIPLES, (json.dumps(sorted(changed)), json.dumps(neighbours)))
    return {(subject, predicate, object_): row for row, subject, predicate, object_ in found}


def _by_triple(
    triples: Iterable[Triple], live: Iterable[Claim]
) -> Mapping[Triple, tuple[Claim, ...]]:
    found: dict[Triple, list[Claim]] = {triple: [] for triple in triples}
    for claim in live:
        found[claim.triple].append(claim)
    return {triple: tuple(claims_about) for triple, claims_about in found.items()}


def _origins(
    db: sqlite3.Connection, rows: Collection[int], live: Iterable[Claim]
) -> Mapping[str, Origin]:
    """The origin of each claim's article: the article itself unless it belongs to a story."""
    own = {claim.article: Origin(claim.article, claim.publisher) for claim in live}
    stories = origins(db, _column(db, _ARTICLES_OF_CLAIMS, rows))
    return {key: stories[key][1] if key in stories else own[key] for key in sorted(own)}


def _entities(
    db: sqlite3.Connection, changed: str
) -> tuple[tuple[Entity, ...], tuple[tuple[str, str], ...]]:
    """The touched entities' live rows in order, and those (id, kind) of which none is left."""
    ranked = []
    kinds: dict[str, str] = {}
    for key, kind, name, aliases, identifiers, named, live in db.execute(_FORMS, (changed,)):
        kinds[key] = kind
        if live:
            rank = (key, -named, name.isupper(), name, aliases, identifiers)
            ranked.append((rank, _entity(key, kind, name, aliases, identifiers)))
    entities = tuple(entity for _, entity in sorted(ranked, key=itemgetter(0)))
    left = {entity.id for entity in entities}
    return entities, tuple(sorted((key, kind) for key, kind in kinds.items() if key not in left))


def _entity(key: str, kind: str, name: str, aliases: str, identifiers: str) -> Entity:
    schemes = tuple((scheme, value) for scheme, value in json.loads(identifiers))
    return Entity(key, kind, name, tuple(json.loads(aliases)), schemes)


def _column(db: sqlite3.Connection, statement: str, rows: Iterable[int]) -> list[int]:
    """The numbers that a statement over a list of row numbers selects."""
    return [number for (number,) in db.execute(statement, (json.dumps(sorted(rows)),))]
