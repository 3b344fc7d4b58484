-- Users' own mailboxes, from which reports are fetched where their users allow it.

CREATE TABLE mailboxes (
    user_id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL,
    destination JSON NOT NULL, -- server, port, encryption, user name
    host TEXT COLLATE "C" NOT NULL, -- of the destination: not too many of one host at once
    password BYTEA NOT NULL, -- sealed to company, user and destination
    allowed_at BIGINT NOT NULL,
    uid_validity BIGINT, -- which numbering `last_uid` belongs to
    last_uid BIGINT, -- the last mail that was looked at
    looked_at BIGINT, -- when it was last looked through to its end
    found BIGINT NOT NULL CHECK (found >= 0), -- reports, since it was allowed
    found_at BIGINT,
    fault JSON, -- none: the last look went well
    failures BIGINT NOT NULL CHECK (failures >= 0), -- looks in a row that did not go well
    next_look_at BIGINT, -- none: not before its user changes something
    lease BIGINT NOT NULL CHECK (lease >= 0), -- grows with each lease
    leased_until BIGINT,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    CHECK ((uid_validity IS NULL) = (last_uid IS NULL)),
    CHECK ((found = 0) = (found_at IS NULL))
);

CREATE INDEX mailboxes_of_user ON mailboxes (company_id, user_id);
CREATE INDEX mailboxes_due ON mailboxes (next_look_at) WHERE next_look_at IS NOT NULL;
CREATE INDEX mailboxes_looked_into ON mailboxes (host, leased_until) WHERE leased_until IS NOT NULL;
