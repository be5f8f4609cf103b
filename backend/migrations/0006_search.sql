-- What is searched of a ticket, folded by the contract's rule; filled in at the next start for tickets of before.
ALTER TABLE tickets ADD COLUMN searched TEXT NOT NULL DEFAULT '';
-- Whether it waits for the partner: such tickets come first.
ALTER TABLE tickets ADD COLUMN waits INTEGER GENERATED ALWAYS AS (state IN ('waiting_for_partner', 'preliminary')) VIRTUAL;

CREATE INDEX tickets_waits ON tickets (email, waits, updated_at, id);
CREATE INDEX tickets_unsearchable ON tickets (id) WHERE searched = '';
