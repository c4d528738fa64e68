-- What people judged of the statements: which entities are one, which statements are another's,
-- which alias or claim is wrong. Only ever added to; an entry is undone by another.
CREATE TABLE judgement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,          -- key of an entity, of a claim or of a judgement to be undone
    object TEXT NOT NULL,           -- key of an entity, or empty
    article TEXT NOT NULL,          -- key of the one article that it holds for, or empty
    name TEXT NOT NULL,             -- an alias, or the name of an entity made by a split, or empty
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

-- Entities that the graph must forget before it follows the journal up to that number: what was
-- written of them rests on other judgements.
CREATE TABLE judged (
    sequence INTEGER NOT NULL REFERENCES change (sequence),
    entity TEXT NOT NULL,
    PRIMARY KEY (sequence, entity)
) STRICT, WITHOUT ROWID;
