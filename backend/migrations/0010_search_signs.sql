-- Apostrophes, hyphens and spaces of every kind are searched as one: what is searched is made anew at the start.
UPDATE tickets SET searched = '' WHERE searched <> ' ';
