-- Devices that want to hear of news by Web Push: one for each session that has asked for it.
CREATE TABLE push_subscriptions (
    id       TEXT PRIMARY KEY NOT NULL,
    -- In lower case, as in sessions.
    email    TEXT NOT NULL,
    -- The hash of the session's token. A session that runs out leaves it; one that is ended takes it along.
    session  TEXT NOT NULL,
    endpoint TEXT NOT NULL UNIQUE,
    p256dh   TEXT NOT NULL,
    auth     TEXT NOT NULL,
    language TEXT NOT NULL,
    -- When the device has said it last.
    at       INTEGER NOT NULL,
    -- Messages that its push service has refused since the last one that it took.
    failures INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX push_subscriptions_email ON push_subscriptions (email, at);
CREATE INDEX push_subscriptions_session ON push_subscriptions (session);

-- What they are to be told: of each ticket the latest update alone.
CREATE TABLE push_queue (
    subscription TEXT NOT NULL REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    ticket       TEXT NOT NULL REFERENCES tickets (id),
    number       INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    next_at      INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (subscription, ticket)
) WITHOUT ROWID;

CREATE INDEX push_queue_next ON push_queue (next_at);
CREATE INDEX push_queue_ticket ON push_queue (ticket);
