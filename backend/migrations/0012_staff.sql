-- What staff hear of: one row for each news and each address or webhook, stored with the news themselves.
CREATE TABLE staff_notices (
    id         TEXT PRIMARY KEY NOT NULL,
    ticket     TEXT NOT NULL REFERENCES tickets (id),
    -- The update that it is about.
    number     INTEGER NOT NULL,
    news       TEXT NOT NULL,
    -- `mail` or `webhook`, and the address or the URL.
    way        TEXT NOT NULL,
    target     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- When it is tried next; absent when it has gone out or is given up.
    next_at    INTEGER,
    attempts   INTEGER NOT NULL,
    sent_at    INTEGER,
    trouble    TEXT,
    UNIQUE (ticket, number, way, target)
) WITHOUT ROWID;

CREATE INDEX staff_notices_due ON staff_notices (next_at) WHERE next_at IS NOT NULL;
