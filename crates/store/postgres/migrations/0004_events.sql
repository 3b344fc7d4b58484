-- What comes back: inbound mails, events, addresses that letters do not reach; messages that came back.

ALTER TABLE messages DROP CONSTRAINT messages_state_check;
ALTER TABLE messages ADD CONSTRAINT messages_state_check CHECK (state IN ('staged', 'queued', 'leased', 'sending', 'sent',
    'bounced', 'failed', 'in-doubt', 'paused', 'canceled'));

DROP INDEX messages_to_look_at;
CREATE INDEX messages_to_look_at ON messages (company_id, id, state) WHERE state IN ('bounced', 'failed', 'in-doubt');

-- Mails that came in: over the listener, the API, or from a user's mailbox. What they said is deleted before the rest.
CREATE TABLE inbound_mails (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('smtp', 'api', 'imap')),
    envelope_sender TEXT, -- none: null, or not known
    envelope_recipient TEXT, -- none: not known
    sender TEXT, -- from whom, as the mail says
    subject TEXT NOT NULL,
    subject_key TEXT NOT NULL, -- in lower case, as it is searched
    message_id TEXT, -- its own Message-ID
    size BIGINT NOT NULL CHECK (size >= 0), -- as it came, in bytes
    digest BYTEA NOT NULL CHECK (length(digest) = 32), -- SHA-256 of the whole
    raw BYTEA, -- at most its first MiB; none where it was deleted after its time
    times BIGINT NOT NULL CHECK (times > 0), -- how often it came
    -- A person's reply that is passed on: when it is to be looked at (none: nothing more to do), and what came of it.
    pass_on_at BIGINT,
    passed_on TEXT, -- JSON
    received_at BIGINT NOT NULL, -- the first time
    UNIQUE (company_id, digest)
);

CREATE INDEX inbound_mails_by_age ON inbound_mails (received_at);
CREATE INDEX inbound_mails_with_raw ON inbound_mails (received_at) WHERE raw IS NOT NULL;
CREATE INDEX inbound_mails_to_pass_on ON inbound_mails (pass_on_at, id) WHERE pass_on_at IS NOT NULL;

-- What a mail says of one recipient. `message_id` is no foreign key: results outlive letters, and the other way round.
CREATE TABLE events (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    mail_id UUID NOT NULL REFERENCES inbound_mails (id) ON DELETE CASCADE,
    message_id UUID, -- the message that it is about
    letter_id UUID,
    batch_id UUID,
    user_id UUID, -- whose letter it is, or whose mailbox it came to
    kind TEXT COLLATE "C" NOT NULL,
    cause TEXT COLLATE "C",
    hard BOOLEAN NOT NULL,
    status TEXT, -- RFC 3463
    reply_code BIGINT,
    evidence TEXT NOT NULL,
    reporter TEXT,
    recipient TEXT, -- as the mail names it
    recipient_key TEXT COLLATE "C", -- of the message where it is known, else of `recipient`; in lower case
    clue TEXT,
    distrust TEXT COLLATE "C", -- why it is not believed; none: it is
    changed BOOLEAN NOT NULL, -- whether it changed its message's state
    received_at BIGINT NOT NULL
);

CREATE INDEX events_of_company ON events (company_id, id);
CREATE INDEX events_of_user ON events (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX events_of_mail ON events (mail_id);
CREATE INDEX events_of_message ON events (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX events_of_batch ON events (batch_id, id) WHERE batch_id IS NOT NULL;
-- What is behind the id serves for counting: nothing else has to be read then.
CREATE INDEX events_of_kind ON events (company_id, kind, id, cause, distrust);
CREATE INDEX events_of_cause ON events (company_id, cause, id) WHERE cause IS NOT NULL;
CREATE INDEX events_not_believed ON events (company_id, id) WHERE distrust IS NOT NULL;

-- Addresses that letters do not reach: who writes to one is warned.
CREATE TABLE bad_addresses (
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    address_key TEXT COLLATE "C" NOT NULL, -- in lower case
    times BIGINT NOT NULL CHECK (times > 0),
    cause TEXT NOT NULL, -- the last one, as at a message
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (company_id, address_key)
);

CREATE INDEX bad_addresses_by_age ON bad_addresses (last_at);

-- Until when mail to a name that a company had before still reaches it; none: the name that it has.
ALTER TABLE event_names ADD COLUMN until BIGINT;

-- Names that companies had before: how long ago they gave them up nobody knows, so that the time begins now.
UPDATE event_names SET until = (extract(epoch FROM now())::bigint + 90 * 86400) * 1000000
WHERE company_id IS NOT NULL AND name NOT IN (SELECT event_name FROM companies);
