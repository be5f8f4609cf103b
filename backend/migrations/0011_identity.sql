-- The platform's words on partners that have begun a session: each works once, and is remembered until it is refused for
-- its age.
CREATE TABLE identities (
    issuer     TEXT NOT NULL,
    jti        TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, jti)
) WITHOUT ROWID;
