-- The closed ticket that this one follows, as the contract writes it.
ALTER TABLE tickets ADD COLUMN follows TEXT;
