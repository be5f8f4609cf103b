-- Whose thread a mail was meant for that was put aside: it goes with the ticket.
ALTER TABLE mail_aside ADD COLUMN ticket TEXT REFERENCES tickets (id);
CREATE INDEX mail_aside_ticket ON mail_aside (ticket) WHERE ticket IS NOT NULL;

-- Where a file came from is needed only while it waits.
UPDATE uploads SET client = '' WHERE ticket IS NOT NULL;
