-- Mails that belong to no ticket, or could not be taken in: a person looks at them. Kept for thirty days.
CREATE TABLE mail_aside (
    id      TEXT PRIMARY KEY NOT NULL,
    at      INTEGER NOT NULL,
    reason  TEXT NOT NULL,
    message BLOB NOT NULL
) WITHOUT ROWID;

-- Who is told that their mail was put aside: once a day.
CREATE TABLE notices (
    id       TEXT PRIMARY KEY NOT NULL,
    address  TEXT NOT NULL,
    language TEXT NOT NULL,
    at       INTEGER NOT NULL,
    next_at  INTEGER,
    attempts INTEGER NOT NULL
) WITHOUT ROWID;
