-- What somebody waits for, and every change of state that a check has seen.
CREATE TABLE watch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,       -- JSON
    recorded_at TEXT NOT NULL,
    withdrawn TEXT,                 -- the day from which nobody waits any more
    reason TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE watch_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    watch INTEGER NOT NULL REFERENCES watch (id),
    state TEXT NOT NULL,
    day TEXT NOT NULL,              -- on which it came about
    evidence TEXT NOT NULL,         -- JSON list of the ids of claims
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX watch_change_by_watch ON watch_change (watch, id);
