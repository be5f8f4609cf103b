-- What people ask about mediation, before or during it. It belongs to no ticket; whoever asks may have none.
CREATE TABLE questions (
    id          TEXT PRIMARY KEY NOT NULL,
    -- Under which key it came, and with which body: the same again is the same one.
    key         TEXT NOT NULL UNIQUE,
    body_hash   TEXT NOT NULL,
    at          INTEGER NOT NULL,
    name        TEXT NOT NULL,
    email       TEXT NOT NULL,
    language    TEXT NOT NULL,
    text        TEXT NOT NULL,
    -- As it was typed, or as people write it when it can be read.
    reference   TEXT,
    answered_at INTEGER,
    answered_by TEXT
) WITHOUT ROWID;

CREATE INDEX questions_open ON questions (at, id) WHERE answered_at IS NULL;
CREATE INDEX questions_answered ON questions (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX questions_email ON questions (lower(email));

-- The mails about a question wait with the others that belong to no ticket, and go with it.
ALTER TABLE notices ADD COLUMN question TEXT REFERENCES questions (id) ON DELETE CASCADE;
CREATE INDEX notices_question ON notices (question) WHERE question IS NOT NULL;
