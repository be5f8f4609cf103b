-- What a notice says: that a mail was put aside, or that an address was changed.
ALTER TABLE notices ADD COLUMN kind TEXT NOT NULL DEFAULT 'aside';
