-- Signing in. Neither a code nor a session's token is kept: a code is made from its nonce and the server's key.
CREATE TABLE codes (
    email      TEXT PRIMARY KEY NOT NULL,
    nonce      TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    -- How many were asked for since when: bounds guessing and mail.
    asked      INTEGER NOT NULL,
    since      INTEGER NOT NULL,
    -- The mail; absent for an address that nobody has filed under.
    language   TEXT NOT NULL,
    next_at    INTEGER,
    attempts   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY NOT NULL,
    email      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX sessions_email ON sessions (email);
