-- What reports count of each ticket, kept beside it so that a year of them is read without reading a ticket or a thread. It
-- outlives the erasure of the ticket: then it is put down anew without its id, and filed at the beginning of its month.
CREATE TABLE facts (
    number       INTEGER PRIMARY KEY NOT NULL,
    ticket       TEXT UNIQUE REFERENCES tickets (id),
    filed_at     INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    topic        TEXT NOT NULL,
    legal_ground TEXT NOT NULL,
    -- What a handler says of a technical problem: whether it counts as a complaint. Absent: as its topic says.
    counts       INTEGER,
    closed_as    TEXT,
    -- The last one.
    decision     TEXT,
    -- From the filing to the first outcome, and whether that was within the target.
    minutes      INTEGER,
    in_time      INTEGER NOT NULL DEFAULT 0,
    -- How many were asked for, how many of them an outcome has answered, and how many of these changed the decision.
    reviews      INTEGER NOT NULL,
    reviewed     INTEGER NOT NULL DEFAULT 0,
    changed      INTEGER NOT NULL DEFAULT 0,
    -- The mediation's result; before it has one, `accepted` or `requested`.
    mediated     TEXT,
    rating       INTEGER,
    answered     INTEGER,
    clear        INTEGER
);

CREATE INDEX facts_filed ON facts (filed_at);

-- Of those that were erased before, the decision is gone with the thread. How many reviews changed it was not counted.
INSERT INTO facts (ticket, filed_at, kind, topic, legal_ground, closed_as, decision, minutes, in_time, reviews, reviewed, mediated,
    rating, answered, clear)
SELECT CASE WHEN email <> '' THEN id END, filed_at, kind, topic, legal_ground, closed_as,
    (SELECT json_extract(body, '$.outcome.decision') FROM updates WHERE ticket = filed.id AND kind = 'outcome'
        ORDER BY number DESC LIMIT 1),
    (outcome - filed_at) / 60000, coalesce(outcome <= target_at, 0), reviews, reviews,
    CASE WHEN mediation IS NOT NULL THEN coalesce(json_extract(mediation, '$.result'),
        CASE WHEN json_extract(mediation, '$.accepted_at') IS NULL THEN 'requested' ELSE 'accepted' END) END,
    json_extract(satisfaction, '$.rating'), json_extract(satisfaction, '$.answered'), json_extract(satisfaction, '$.clear')
FROM (SELECT tickets.*, (SELECT MIN(at) FROM updates WHERE ticket = tickets.id AND kind = 'outcome') AS outcome FROM tickets) AS filed;

CREATE TRIGGER facts_begin AFTER INSERT ON tickets BEGIN
    INSERT INTO facts (ticket, filed_at, kind, topic, legal_ground, closed_as, reviews, mediated, rating, answered, clear)
    VALUES (NEW.id, NEW.filed_at, NEW.kind, NEW.topic, NEW.legal_ground, NEW.closed_as, NEW.reviews,
        CASE WHEN NEW.mediation IS NOT NULL THEN coalesce(json_extract(NEW.mediation, '$.result'),
            CASE WHEN json_extract(NEW.mediation, '$.accepted_at') IS NULL THEN 'requested' ELSE 'accepted' END) END,
        json_extract(NEW.satisfaction, '$.rating'), json_extract(NEW.satisfaction, '$.answered'),
        json_extract(NEW.satisfaction, '$.clear'));
END;

CREATE TRIGGER facts_follow AFTER UPDATE OF legal_ground, closed_as, reviews, satisfaction, mediation ON tickets BEGIN
    UPDATE facts SET legal_ground = NEW.legal_ground, closed_as = NEW.closed_as, reviews = NEW.reviews,
        mediated = CASE WHEN NEW.mediation IS NOT NULL THEN coalesce(json_extract(NEW.mediation, '$.result'),
            CASE WHEN json_extract(NEW.mediation, '$.accepted_at') IS NULL THEN 'requested' ELSE 'accepted' END) END,
        rating = json_extract(NEW.satisfaction, '$.rating'),
        answered = json_extract(NEW.satisfaction, '$.answered'),
        clear = json_extract(NEW.satisfaction, '$.clear')
    WHERE ticket = NEW.id;
END;

CREATE TRIGGER facts_decided AFTER INSERT ON updates WHEN NEW.kind = 'outcome' BEGIN
    UPDATE facts SET
        changed = changed + (reviews > reviewed AND coalesce(decision <> json_extract(NEW.body, '$.outcome.decision'), 0)),
        reviewed = reviews,
        in_time = CASE WHEN minutes IS NULL
            THEN coalesce(NEW.at <= (SELECT target_at FROM tickets WHERE id = NEW.ticket), 0) ELSE in_time END,
        minutes = coalesce(minutes, (NEW.at - filed_at) / 60000),
        decision = json_extract(NEW.body, '$.outcome.decision')
    WHERE ticket = NEW.ticket;
END;

-- Published versions of reports: snapshots, which never change.
CREATE TABLE reports (
    year        INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    verified_on TEXT NOT NULL,
    -- What was wrong with the version before.
    reason      TEXT,
    -- Hours on average by topic, as JSON.
    averages    TEXT NOT NULL,
    -- The report by language, as the contract writes it.
    bodies      TEXT NOT NULL,
    -- Under which key it was asked for, and with which body: the same again is the same version.
    key         TEXT UNIQUE,
    body_hash   TEXT,
    PRIMARY KEY (year, version)
) WITHOUT ROWID;

CREATE TRIGGER reports_stay BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'a published report never changes'); END;
CREATE TRIGGER reports_keep BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'a published report never changes'); END;
