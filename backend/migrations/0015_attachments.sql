-- Files: on their way, complete, and of a ticket. Their bytes lie in the folder `uploads` under the same ids; the id of one
-- that belongs to no ticket yet is secret.
CREATE TABLE uploads (
    id         TEXT PRIMARY KEY NOT NULL,
    -- Who sends it, as a keyed hash of the network.
    client     TEXT NOT NULL,
    name       TEXT NOT NULL,
    -- As the sender declares it; of a complete one, as its content says.
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL,
    -- Bytes that are on the disk for certain.
    received   INTEGER NOT NULL,
    -- When it is taken away, unless it belongs to a ticket.
    expires_at INTEGER NOT NULL,
    -- Of the whole; absent until it is complete and was looked at.
    sha256     TEXT,
    -- The update that it goes with.
    ticket     TEXT REFERENCES tickets (id),
    number     INTEGER
) WITHOUT ROWID;

CREATE INDEX uploads_waiting ON uploads (expires_at) WHERE ticket IS NULL;
CREATE INDEX uploads_ticket ON uploads (ticket) WHERE ticket IS NOT NULL;

-- What goes with a ticket, and what the device told of itself, as the contract writes them.
ALTER TABLE tickets ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tickets ADD COLUMN device TEXT NOT NULL DEFAULT '{}';
