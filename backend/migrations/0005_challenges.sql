-- A code belongs to whoever asked for it: its nonce is the challenge that goes back with it. Several can be live for an
-- address. What was asked for before is asked for again.
DROP TABLE codes;
CREATE TABLE codes (
    nonce      TEXT PRIMARY KEY NOT NULL,
    email      TEXT NOT NULL,
    -- Who asked, as a keyed hash of the network.
    client     TEXT NOT NULL,
    asked_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    -- The mail; absent for an address that nobody has filed under.
    language   TEXT NOT NULL,
    next_at    INTEGER,
    attempts   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX codes_email ON codes (email, asked_at);
