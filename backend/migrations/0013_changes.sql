-- The keys under which partners have changed their preferences: a change that arrives again, late, changes nothing.
CREATE TABLE preference_keys (
    key       TEXT PRIMARY KEY NOT NULL,
    email     TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    at        INTEGER NOT NULL
) WITHOUT ROWID;
