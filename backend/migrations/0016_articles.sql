-- Articles that a partner has saved, by their address in lower case, the newest first.
CREATE TABLE bookmarks (
    email TEXT NOT NULL,
    slug  TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (email, slug)
) WITHOUT ROWID;

-- What readers say of articles. Nothing here tells who they are: of the key under which it came, only a hash.
CREATE TABLE article_feedback (
    key_hash TEXT PRIMARY KEY NOT NULL,
    slug     TEXT NOT NULL,
    locale   TEXT NOT NULL,
    helpful  INTEGER NOT NULL,
    why      TEXT,
    at       INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX article_feedback_by_slug ON article_feedback (slug, at);
