-- A ticket waits for the partner, too, when it asks whether its outcome settles the matter and they have not said
-- (`life::answer_by`). A generated column cannot be changed in place.
DROP INDEX tickets_waits;
ALTER TABLE tickets DROP COLUMN waits;
ALTER TABLE tickets ADD COLUMN waits INTEGER GENERATED ALWAYS AS (
    state IN ('waiting_for_partner', 'preliminary')
    OR (state = 'resolved' AND outcome_at IS NOT NULL AND due_at IS NOT NULL
        AND (satisfaction IS NULL OR json_extract(satisfaction, '$.settled') IS NULL))
) VIRTUAL;

CREATE INDEX tickets_waits ON tickets (email, waits, updated_at, id);
