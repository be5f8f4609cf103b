-- Ids are text, times are integer milliseconds since 1970, structured values are JSON text; no rowid is used, so that
-- another database can stand beside SQLite with the same statements.

CREATE TABLE tickets (
    id            TEXT PRIMARY KEY NOT NULL,
    reference     TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL,
    closed_as     TEXT,
    audience      TEXT NOT NULL,
    topic         TEXT NOT NULL,
    legal_ground  TEXT NOT NULL,
    subject       TEXT NOT NULL,
    message       TEXT NOT NULL,
    partner       TEXT NOT NULL,
    fields        TEXT NOT NULL,
    outcome_wanted TEXT,
    filed_at      INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    target_at     INTEGER,
    average_hours INTEGER,
    last_update   INTEGER NOT NULL,
    read_up_to    INTEGER NOT NULL,
    -- Raising it revokes every private link of the ticket.
    generation    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE updates (
    ticket   TEXT NOT NULL REFERENCES tickets (id),
    number   INTEGER NOT NULL,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    -- The whole update as the contract writes it.
    body     TEXT NOT NULL,
    PRIMARY KEY (ticket, number)
) WITHOUT ROWID;

-- The first answer to a creating request, given again to the same key and body.
CREATE TABLE answers (
    scope     TEXT NOT NULL,
    key       TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    ticket    TEXT NOT NULL REFERENCES tickets (id),
    answer    TEXT NOT NULL,
    PRIMARY KEY (scope, key)
) WITHOUT ROWID;

-- Mail that announces an update. Its text is made when it is sent; the private link is never stored.
CREATE TABLE mail (
    id         TEXT PRIMARY KEY NOT NULL,
    ticket     TEXT NOT NULL REFERENCES tickets (id),
    number     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    sent_at    INTEGER,
    trouble    TEXT,
    UNIQUE (ticket, number)
) WITHOUT ROWID;

CREATE INDEX mail_due ON mail (next_at) WHERE sent_at IS NULL;
CREATE INDEX tickets_updated ON tickets (updated_at, id);
