-- A code is for signing in, or for giving an address to a partner who is signed in: then this is the address of before.
ALTER TABLE codes ADD COLUMN changes TEXT;
-- The address as it was typed.
ALTER TABLE codes ADD COLUMN sent_to TEXT NOT NULL DEFAULT '';

-- Who has asked for erasure, by the address in lower case. Gone when everything of them is.
CREATE TABLE erasures (
    email    TEXT PRIMARY KEY NOT NULL,
    asked_at INTEGER NOT NULL
) WITHOUT ROWID;
