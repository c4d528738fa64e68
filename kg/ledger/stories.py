"""Which articles tell one story, and who had it first."""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from kg.ledger.records import Signature
from kg.model import Origin

SameStory = Callable[[bytes, bytes], bool]

_CANDIDATES = """
    SELECT DISTINCT signature.id, signature.packed
    FROM band JOIN signature ON signature.id = band.signature
    WHERE band.key IN (SELECT value FROM json_each(?))
"""

# From the given articles, live or not, over live ones only: a retracted one no longer joins.
_REACHED = """
    WITH RECURSIVE reached (signature) AS (
        SELECT signature FROM article
        WHERE id IN (SELECT value FROM json_each(?)) AND signature IS NOT NULL
        UNION
        SELECT same_story.b
        FROM reached JOIN same_story ON same_story.a = reached.signature
        WHERE EXISTS (
            SELECT 1 FROM article JOIN holding ON holding.article = article.id
            WHERE article.signature = same_story.b AND holding.retracted_at IS NULL
        )
    )
    SELECT signature FROM reached
"""

_LIVE = """
    SELECT article.signature, article.published, article.key, article.id, publisher.name
    FROM article
    JOIN holding ON holding.article = article.id AND holding.retracted_at IS NULL
    JOIN publisher ON publisher.id = article.publisher
    WHERE article.signature IN (SELECT value FROM json_each(?))
    ORDER BY article.published, article.key
"""

_PAIRS = "SELECT a, b FROM same_story WHERE a IN (SELECT value FROM json_each(?)) AND a < b"


def register(
    db: sqlite3.Connection, signature: Signature | None, same_story: SameStory
) -> int | None:
    """The row of a signature; a new one is compared with all that share a band with it.

    None where there is none or it is empty: such a text is like no other.
    """
    if signature is None or not signature.packed:
        return None
    digest = _digest(signature.packed)
    if known := db.execute("SELECT id FROM signature WHERE digest = ?", (digest,)).fetchone():
        return int(known[0])
    bands = sorted({_digest(band.encode()) for band in signature.bands})
    alike = [
        row
        for row, packed in db.execute(_CANDIDATES, (json.dumps(bands),))
        if same_story(*sorted((packed, signature.packed)))
    ]
    (new,) = db.execute(
        "INSERT INTO signature (digest, packed) VALUES (?, ?) RETURNING id",
        (digest, signature.packed),
    ).fetchone()
    db.executemany("INSERT INTO band VALUES (?, ?)", [(band, new) for band in bands])
    pairs = [pair for row in alike for pair in ((new, row), (row, new))]
    db.executemany("INSERT INTO same_story VALUES (?, ?)", pairs)
    return int(new)


def origins(db: sqlite3.Connection, articles: Iterable[int]) -> dict[str, tuple[int, Origin]]:
    """All live articles of the stories of the given rows: id to row and origin.

    The origin is the story's first live article by day, then by id. A given row that is
    retracted lends its neighbours, one without a signature is left out.
    """
    reached = json.dumps(
        [row for (row,) in db.execute(_REACHED, (json.dumps(sorted(set(articles))),))]
    )
    live = db.execute(_LIVE, (reached,)).fetchall()
    signatures = {row[0] for row in live}
    pairs = [p for p in db.execute(_PAIRS, (reached,)) if signatures.issuperset(p)]
    story = _components(signatures, pairs)
    first: dict[int, Origin] = {}
    for signature, _, key, _, publisher in live:
        first.setdefault(story[signature], Origin(key, publisher))
    return {key: (row, first[story[signature]]) for signature, _, key, row, _ in live}


def _components(nodes: Iterable[int], pairs: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """Each node to a node that stands for all that are joined with it."""
    joined = defaultdict(list)
    for a, b in pairs:
        joined[a].append(b)
        joined[b].append(a)
    stands_for: dict[int, int] = {}
    for node in nodes:
        waiting = [node]
        while waiting:
            at = waiting.pop()
            if at not in stands_for:
                stands_for[at] = node
                waiting += joined[at]
    return stands_for


def _digest(value: bytes) -> int:
    """The first 64 bits of the SHA-256, as the signed integer that SQLite stores."""
    return int.from_bytes(hashlib.sha256(value).digest()[:8], signed=True)
