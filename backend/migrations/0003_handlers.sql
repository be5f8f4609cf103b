-- What a handler's work adds to a ticket.
ALTER TABLE tickets ADD COLUMN news_by INTEGER;
ALTER TABLE tickets ADD COLUMN nudged_at INTEGER;
ALTER TABLE tickets ADD COLUMN due_at INTEGER;
ALTER TABLE tickets ADD COLUMN assignee TEXT;
-- The states that it has come to, as the contract writes them.
ALTER TABLE tickets ADD COLUMN timeline TEXT NOT NULL DEFAULT '[]';
-- Raised with each change: whoever decided on an older one reads it again.
ALTER TABLE tickets ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- Whose it is: the address, as it is compared.
ALTER TABLE tickets ADD COLUMN email TEXT GENERATED ALWAYS AS (lower(json_extract(partner, '$.email'))) VIRTUAL;

UPDATE tickets SET news_by = target_at WHERE state IN ('received', 'in_review');

CREATE INDEX tickets_news ON tickets (news_by) WHERE state IN ('received', 'in_review');
CREATE INDEX tickets_email ON tickets (email, updated_at, id);
CREATE INDEX tickets_due ON tickets (due_at) WHERE due_at IS NOT NULL;

-- Who may use the handler API. The key itself is not kept.
CREATE TABLE handlers (
    name       TEXT PRIMARY KEY NOT NULL,
    key_hash   TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Every change of a ticket: who, what, when. Only ever appended to; it names partners by their role alone.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY NOT NULL,
    at     INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    ticket TEXT NOT NULL,
    detail TEXT NOT NULL
);

CREATE INDEX audit_ticket ON audit (ticket, number);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END;
