-- A repeated answer says in which language it speaks. Answers kept before did not note it: they count as in the default
-- language of the first platforms.
ALTER TABLE answers ADD COLUMN language TEXT NOT NULL DEFAULT 'fr';
