-- Users' own mailboxes, from which reports are fetched where their users allow it.

CREATE TABLE mailboxes (
    user_id BLOB NOT NULL PRIMARY KEY,
    company_id BLOB NOT NULL,
    destination TEXT NOT NULL, -- JSON: server, port, encryption, user name
    host TEXT NOT NULL, -- of the destination: not too many of one host at once
    password BLOB NOT NULL, -- sealed to company, user and destination
    allowed_at INTEGER NOT NULL,
    uid_validity INTEGER, -- which numbering `last_uid` belongs to
    last_uid INTEGER, -- the last mail that was looked at
    looked_at INTEGER, -- when it was last looked through to its end
    found INTEGER NOT NULL CHECK (found >= 0), -- reports, since it was allowed
    found_at INTEGER,
    fault TEXT, -- JSON; none: the last look went well
    failures INTEGER NOT NULL CHECK (failures >= 0), -- looks in a row that did not go well
    next_look_at INTEGER, -- none: not before its user changes something
    lease INTEGER NOT NULL CHECK (lease >= 0), -- grows with each lease
    leased_until INTEGER,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    CHECK ((uid_validity IS NULL) = (last_uid IS NULL)),
    CHECK ((found = 0) = (found_at IS NULL))
) STRICT;

CREATE INDEX mailboxes_of_user ON mailboxes (company_id, user_id);
CREATE INDEX mailboxes_due ON mailboxes (next_look_at) WHERE next_look_at IS NOT NULL;
CREATE INDEX mailboxes_looked_into ON mailboxes (host, leased_until) WHERE leased_until IS NOT NULL;
