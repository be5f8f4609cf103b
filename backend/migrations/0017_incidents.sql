-- What is known not to work, as staff announced it. Title and text are JSON by language. The audit log names an incident
-- where it otherwise names a ticket.
CREATE TABLE incidents (
    id           TEXT PRIMARY KEY NOT NULL,
    topics       TEXT NOT NULL,
    title        TEXT NOT NULL,
    text         TEXT NOT NULL,
    since        INTEGER NOT NULL,
    announced_at INTEGER NOT NULL,
    solved_at    INTEGER,
    -- Under which key it was announced, and with which body: the same again is the same one.
    key          TEXT UNIQUE,
    body_hash    TEXT
) WITHOUT ROWID;

CREATE INDEX incidents_solved ON incidents (solved_at, since);

-- Who wants to be told that it is solved, by the key of the request. Gone when it is.
CREATE TABLE subscriptions (
    incident   TEXT NOT NULL REFERENCES incidents (id),
    key        TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    -- Makes the Message-ID.
    id         TEXT NOT NULL,
    -- Absent: taken back, and a request under this key that arrives late changes nothing.
    email      TEXT,
    language   TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (incident, key)
) WITHOUT ROWID;

CREATE INDEX subscriptions_email ON subscriptions (lower(email)) WHERE email IS NOT NULL;

-- The mail to those who are told waits with the other mails that belong to no ticket.
ALTER TABLE notices ADD COLUMN incident TEXT REFERENCES incidents (id);
