-- The ledger: what was read, when, and what came of it. Statements are appended; only
-- retracted_at is set later. A takedown erases an article's words and leaves the rest.
-- Keys such as 'article-0123…' stand in one table each; all else refers to row numbers.
-- Days are ISO dates, moments ISO seconds in UTC.

CREATE TABLE publisher (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,              -- one for all spellings of a name
    name TEXT NOT NULL UNIQUE       -- as the article gave it
) STRICT;
CREATE INDEX publisher_by_key ON publisher (key);

-- What tells near-copies apart. Identical copies share a signature.
CREATE TABLE signature (
    id INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL UNIQUE, -- first 64 bits of the SHA-256 of packed
    packed BLOB NOT NULL
) STRICT;

CREATE TABLE band (
    key INTEGER NOT NULL,           -- first 64 bits of the SHA-256 of the band
    signature INTEGER NOT NULL REFERENCES signature (id),
    PRIMARY KEY (key, signature)
) STRICT, WITHOUT ROWID;

-- Both ways round. It says something of two texts, so it outlasts a retraction.
CREATE TABLE same_story (
    a INTEGER NOT NULL REFERENCES signature (id),
    b INTEGER NOT NULL REFERENCES signature (id),
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- What an article's id derives from: all that a takedown leaves.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    publisher INTEGER NOT NULL REFERENCES publisher (id),
    published TEXT NOT NULL,
    url TEXT NOT NULL,
    text_sha256 BLOB NOT NULL,
    signature INTEGER REFERENCES signature (id)
) STRICT;
CREATE INDEX article_by_publisher ON article (publisher);
CREATE INDEX article_by_url ON article (url) WHERE url <> '';
CREATE INDEX article_by_signature ON article (signature) WHERE signature IS NOT NULL;

-- A stretch of time in which we hold an article; it may be taken down and come back.
CREATE TABLE holding (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id),
    title TEXT NOT NULL,
    source_key TEXT NOT NULL,
    language TEXT NOT NULL,
    channel TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    retracted_at TEXT,
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX holding_by_article ON holding (article);
CREATE INDEX holding_by_source_key ON holding (source_key) WHERE source_key <> '';
CREATE UNIQUE INDEX holding_live ON holding (article) WHERE retracted_at IS NULL;

-- Where the policy allows to keep it.
CREATE TABLE article_text (
    article INTEGER PRIMARY KEY REFERENCES article (id),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE extraction (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id),
    extractor TEXT NOT NULL,
    notes TEXT NOT NULL,            -- JSON list
    recorded_at TEXT NOT NULL,
    retracted_at TEXT
) STRICT;
CREATE INDEX extraction_by_article ON extraction (article);
CREATE UNIQUE INDEX extraction_live ON extraction (article) WHERE retracted_at IS NULL;

CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL
) STRICT;

-- A name with aliases and identifiers (JSON lists) that extractions give an entity. live counts
-- the live extractions that do: it saves counting 100,000 rows whenever a company that everybody
-- writes about is touched.
CREATE TABLE form (
    id INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entity (id),
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    identifiers TEXT NOT NULL,
    live INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX form_by_entity ON form (entity);

CREATE TABLE naming (
    extraction INTEGER NOT NULL REFERENCES extraction (id),
    form INTEGER NOT NULL REFERENCES form (id),
    PRIMARY KEY (extraction, form)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER form_gained AFTER INSERT ON naming BEGIN
    UPDATE form SET live = live + 1 WHERE id = NEW.form;
END;

CREATE TRIGGER form_lost AFTER UPDATE OF retracted_at ON extraction
WHEN OLD.retracted_at IS NULL AND NEW.retracted_at IS NOT NULL BEGIN
    UPDATE form SET live = live - 1
    WHERE id IN (SELECT form FROM naming WHERE extraction = NEW.id);
END;

CREATE TABLE mention (
    extraction INTEGER NOT NULL REFERENCES extraction (id),
    place INTEGER NOT NULL,         -- 0, 1, 2 … in the extraction's order
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    kind TEXT NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity (id),
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (extraction, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE about (
    extraction INTEGER NOT NULL REFERENCES extraction (id),
    theme INTEGER NOT NULL REFERENCES entity (id),
    score REAL NOT NULL,
    PRIMARY KEY (extraction, theme)
) STRICT, WITHOUT ROWID;

CREATE TABLE triple (
    id INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL REFERENCES entity (id),
    predicate TEXT NOT NULL,
    object INTEGER NOT NULL REFERENCES entity (id),
    UNIQUE (subject, predicate, object)
) STRICT;

CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    extraction INTEGER NOT NULL REFERENCES extraction (id),
    triple INTEGER NOT NULL REFERENCES triple (id),
    status TEXT NOT NULL,
    confidence REAL NOT NULL,
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,            -- JSON list of theme names
    amount REAL,
    currency TEXT,
    amount_text TEXT,
    speaker INTEGER REFERENCES entity (id),
    UNIQUE (extraction, triple)
) STRICT;
CREATE INDEX claim_by_triple ON claim (triple);

CREATE TABLE sentence (
    id INTEGER PRIMARY KEY,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    quote TEXT                      -- none where the policy forbids it or it was erased
) STRICT;

CREATE TABLE evidence (
    claim INTEGER NOT NULL REFERENCES claim (id),
    sentence INTEGER NOT NULL REFERENCES sentence (id),
    PRIMARY KEY (claim, sentence)
) STRICT, WITHOUT ROWID;

CREATE TABLE refused (
    source TEXT NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (source, line, reason)
) STRICT, WITHOUT ROWID;

-- What the graph has yet to follow: an article that came, changed or went.
CREATE TABLE change (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (id)
) STRICT;
