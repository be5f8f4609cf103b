-- When the last outcome was given, and which entry of the thread it is.
ALTER TABLE tickets ADD COLUMN outcome_at INTEGER;
ALTER TABLE tickets ADD COLUMN outcome_number INTEGER;
-- How often the partner has asked for another review.
ALTER TABLE tickets ADD COLUMN reviews INTEGER NOT NULL DEFAULT 0;
-- What the partner has said of the outcome, as the contract writes it.
ALTER TABLE tickets ADD COLUMN satisfaction TEXT;
-- The mediation that was asked for last.
ALTER TABLE tickets ADD COLUMN mediation TEXT;
-- When the partner was reminded that an answer to the outcome is due.
ALTER TABLE tickets ADD COLUMN reminded_at INTEGER;

-- Tickets that were decided before have no date on which they lapse: nobody was told of one.
UPDATE tickets SET
    outcome_at = (SELECT MAX(at) FROM updates WHERE ticket = tickets.id AND kind = 'outcome'),
    outcome_number = (SELECT MAX(number) FROM updates WHERE ticket = tickets.id AND kind = 'outcome');

CREATE INDEX tickets_unanswered ON tickets (due_at) WHERE state = 'resolved' AND reminded_at IS NULL;
