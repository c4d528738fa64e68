"""Reading the part of the ledger that some changed articles concern."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import TypeVar

from kg.ledger.judgements import Reading, Triple
from kg.ledger.reading import articles, claims, values
from kg.ledger.stories import origins
from kg.model import Claim, Entity, Origin, Slice

T = TypeVar("T")

# Of entities, articles or triples at once: bounds what a whole reading holds in memory.
_BATCH = 5_000

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
_NAMED = """
    SELECT DISTINCT entity.key
    FROM extraction
    JOIN naming ON naming.extraction = extraction.id
    JOIN form ON form.id = naming.form
    JOIN entity ON entity.id = form.entity
    WHERE extraction.article IN (SELECT value FROM json_each(?))
"""

_KINDS = "SELECT key, kind FROM entity WHERE key IN (SELECT value FROM json_each(?))"

_FORMS = """
    SELECT entity.key, form.id, form.name, form.aliases, form.identifiers, form.live
    FROM entity JOIN form ON form.entity = entity.id
    WHERE entity.key IN (SELECT value FROM json_each(?))
"""

_FORMS_IN = """
    SELECT article.key, entity.key, form.id
    FROM article
    JOIN extraction ON extraction.article = article.id AND extraction.retracted_at IS NULL
    JOIN naming ON naming.extraction = extraction.id
    JOIN form ON form.id = naming.form
    JOIN entity ON entity.id = form.entity
    WHERE article.key IN (SELECT value FROM json_each(?1))
        AND entity.key IN (SELECT value FROM json_each(?2))
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

_NUMBERED_TRIPLES = """
    SELECT triple.id
    FROM json_each(?) AS wanted
    JOIN entity AS subject ON subject.key = wanted.value ->> 0
    JOIN entity AS object ON object.key = wanted.value ->> 2
    JOIN triple ON triple.subject = subject.id AND triple.object = object.id
        AND triple.predicate = wanted.value ->> 1
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

_ALL_ENTITIES = "SELECT DISTINCT entity.key FROM form JOIN entity ON entity.id = form.entity"

_ALL_ARTICLES = "SELECT article FROM holding WHERE retracted_at IS NULL"

_ALL_TRIPLES = """
    SELECT triple.id, subject.key, triple.predicate, object.key
    FROM triple
    JOIN entity AS subject ON subject.id = triple.subject
    JOIN entity AS object ON object.id = triple.object
"""

_ARTICLES_OF_CLAIMS = """
    SELECT DISTINCT extraction.article
    FROM claim JOIN extraction ON extraction.id = claim.extraction
    WHERE claim.id IN (SELECT value FROM json_each(?))
"""


def read(db: sqlite3.Connection, keys: Sequence[str], reading: Reading) -> Slice:
    """What the graph must write and remove for the articles of the given ids, as judged.

    Everything is in the order of ids, whatever the order in which it was recorded. An id may head
    several entities: its distinct live rows, those with the name that most extractions give first
    (of equals, one that is not all capitals, then by code point), as `kg.claims.combine` wants
    them; after a merge, those of the entity that stays before the others. An id that the ledger
    never held is gone.
    """
    rows = dict(db.execute(_ROWS, (json.dumps(sorted(set(keys))),)))
    changed = json.dumps(sorted(rows.values()))
    held = tuple(articles(db, rows.values()))
    present = {article.id for article in held}
    named = {key for (key,) in db.execute(_NAMED, (changed,))}
    entities, gone_entities = _entities(db, named, reading)
    raw, touched = _touched_triples(db, rows.values(), reading)
    live_rows = _column(db, _LIVE_CLAIMS, raw)
    standing = claims(db, live_rows)
    live = [claim for claim in reading.claims(standing) if claim.triple in touched]
    retracted = claims(db, _column(db, _RETRACTED_CLAIMS, rows.values()))
    before = [reading.claim(c) for c in (*standing, *retracted) if c.article in rows]
    return Slice(
        articles=held,
        entities=entities,
        mentions=_mentions(db, changed, reading),
        about=tuple(db.execute(_ABOUT, (changed,))),
        claims=tuple(claim for claim in live if claim.article in present),
        claims_by_triple=_by_triple(touched, live),
        origins=_origins(db, live_rows, live),
        gone_articles=tuple(sorted(set(keys) - present)),
        gone_entities=gone_entities,
        gone_claims=tuple(
            sorted(
                {claim.id for claim in before if claim.triple in touched}
                - {claim.id for claim in live}
            )
        ),
    )


def whole(db: sqlite3.Connection, reading: Reading) -> Iterator[Slice]:
    """All that the graph must show, as judged: entities, then articles, then what is claimed.

    In parts of some thousands, each of which holds its rows as `read` does; nothing is gone.
    """
    for named in _batches(key for (key,) in db.execute(_ALL_ENTITIES)):
        yield Slice(entities=_entities(db, set(named), reading)[0])
    for rows in _batches(row for (row,) in db.execute(_ALL_ARTICLES)):
        held = json.dumps(sorted(rows))
        yield Slice(
            articles=tuple(articles(db, rows)),
            mentions=_mentions(db, held, reading),
            about=tuple(db.execute(_ABOUT, (held,))),
        )
    read_already: set[Triple] = set()
    for rows in _batches(db.execute(_ALL_TRIPLES)):
        raw, touched = _read_triples(db, {tuple(triple): row for row, *triple in rows}, reading)
        touched -= read_already
        # Others may be read as these.
        read_already |= {one for one in touched if len(reading.raw_triples(one)) > 1}
        live_rows = _column(db, _LIVE_CLAIMS, raw)
        live = [claim for claim in reading.claims(claims(db, live_rows)) if claim.triple in touched]
        by_triple = _by_triple(touched, live)
        yield Slice(
            claims=tuple(live),
            claims_by_triple={triple: about for triple, about in by_triple.items() if about},
            origins=_origins(db, live_rows, live),
        )


def _touched_triples(
    db: sqlite3.Connection, changed: Collection[int], reading: Reading
) -> tuple[set[int], set[Triple]]:
    """What is claimed, or was, in the changed articles and is in others of their stories.

    The rows of all triples that bear on it, and how these are read. The neighbours' claims are
    the same as before, but their origin may be another now.
    """
    neighbours = [row for row, _ in origins(db, changed).values()]
    found = {
        (subject, predicate, object_): row
        for row, subject, predicate, object_ in db.execute(
            _TRIPLES, (json.dumps(sorted(changed)), json.dumps(neighbours))
        )
    }
    return _read_triples(db, found, reading)


def _read_triples(
    db: sqlite3.Connection, found: Mapping[Triple, int], reading: Reading
) -> tuple[set[int], set[Triple]]:
    """How triples are read, and the rows of these and of all others that may be read so."""
    touched = {read for triple in found for read in reading.triples(triple)}
    others = {raw for triple in touched for raw in reading.raw_triples(triple)} - found.keys()
    numbered = db.execute(_NUMBERED_TRIPLES, (json.dumps(sorted(others)),))
    return {*found.values(), *(row for (row,) in numbered)}, touched


def _by_triple(
    triples: Collection[Triple], live: Iterable[Claim]
) -> Mapping[Triple, tuple[Claim, ...]]:
    found: dict[Triple, list[Claim]] = {triple: [] for triple in sorted(triples)}
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


def _mentions(
    db: sqlite3.Connection, changed: str, reading: Reading
) -> tuple[tuple[str, str, int], ...]:
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for article, entity, count in db.execute(_MENTIONS, (changed,)):
        counts[article, reading.entity(entity, article)] += count
    return tuple((article, entity, n) for (article, entity), n in sorted(counts.items()))


def _entities(
    db: sqlite3.Connection, named: Set[str], reading: Reading
) -> tuple[tuple[Entity, ...], tuple[tuple[str, str], ...]]:
    """The live rows in order of what is read as these, and those (id, kind) that have none left."""
    touched = {target for key in named for target in reading.targets(key)}
    raw = {source for key in touched for source in reading.sources(key)} | named
    kinds = dict(db.execute(_KINDS, (json.dumps(sorted(raw | touched)),)))
    kinds |= {to: kinds[key] for (_, key), to in reading.moved.items() if key in kinds} | kinds
    rows = _rows(db, raw, reading)
    entities = tuple(
        row
        for key in sorted(touched & rows.keys())
        for row in reading.rows(key, rows[key], kinds[key])
    )
    gone = (touched | (raw & reading.kept.keys())) - rows.keys()
    return entities, tuple(sorted((key, kinds[key]) for key in gone))


def _rows(
    db: sqlite3.Connection, raw: Collection[str], reading: Reading
) -> dict[str, list[Entity]]:
    """The live rows of the given entities by the entity they are read as, best first."""
    live: dict[str, list[tuple[Entity, int]]] = {}
    moved = _moved_forms(db, raw, reading)
    for key, form, name, aliases, identifiers, count in db.execute(
        _FORMS, (json.dumps(sorted(raw)),)
    ):
        left = count - moved[form]
        if left:
            entity = _entity(key, name, aliases, identifiers)
            live.setdefault(reading.entity(key), []).append((entity, left))
    for (article, key), to in reading.moved.items():
        if key in raw and moved[article, key]:
            made = Entity(to, "", reading.moved_names[to])
            live.setdefault(reading.entity(to), []).append((made, 1))
    return {key: _ranked(key, rows) for key, rows in live.items()}


def _moved_forms(
    db: sqlite3.Connection, raw: Collection[str], reading: Reading
) -> Counter[int | tuple[str, str]]:
    """How many live extractions' use of a form is another entity's; and of each moved pair."""
    pairs = [pair for pair in reading.moved if pair[1] in raw]
    chosen = [json.dumps(sorted({pair[place] for pair in pairs})) for place in (0, 1)]
    found: Counter[int | tuple[str, str]] = Counter()
    for article, key, form in db.execute(_FORMS_IN, chosen):
        if (article, key) in reading.moved:
            found.update([form, (article, key)])
    return found


def _ranked(entity: str, rows: Sequence[tuple[Entity, int]]) -> list[Entity]:
    """Distinct rows: the entity's own before others', then by how many extractions give a name."""
    named: Counter[tuple[str, str]] = Counter()
    for row, count in rows:
        named[row.id, row.name] += count

    def rank(row: Entity) -> tuple[object, ...]:
        own = (row.id != entity, -named[row.id, row.name], row.name.isupper(), row.name)
        return (*own, row.id, row.aliases, row.identifiers)

    return sorted({row for row, _ in rows}, key=rank)


def _entity(key: str, name: str, aliases: str, identifiers: str) -> Entity:
    schemes = tuple((scheme, value) for scheme, value in values(identifiers))
    return Entity(key, "", name, values(aliases), schemes)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _column(db: sqlite3.Connection, statement: str, rows: Iterable[int]) -> list[int]:
    """The numbers that a statement over a list of row numbers selects."""
    return [number for (number,) in db.execute(statement, (json.dumps(sorted(rows)),))]
