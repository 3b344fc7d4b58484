-- What comes back: inbound mails, events, addresses that letters do not reach; messages that came back.
--
-- SQLite can not change a check in place: messages are made anew, with one more state.

ALTER TABLE messages RENAME TO old_messages;
DROP INDEX messages_due;
DROP INDEX messages_taken;
DROP INDEX messages_of_company;
DROP INDEX messages_of_user;
DROP INDEX messages_of_letter;
DROP INDEX messages_of_batch;
DROP INDEX messages_open;
DROP INDEX messages_to_look_at;

-- Small rows: they are written again at each step. `account_id` and `batch_id` are no foreign keys, which would be
-- looked up each time; accounts are never deleted but with their company.
CREATE TABLE messages (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL,
    letter_id BLOB NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
    batch_id BLOB,
    account_id BLOB NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('to', 'copy', 'blind-copy')),
    recipient TEXT NOT NULL,
    recipient_key TEXT NOT NULL, -- in lower case, as it is searched
    state TEXT NOT NULL CHECK (state IN ('staged', 'queued', 'leased', 'sending', 'sent', 'bounced', 'failed',
        'in-doubt', 'paused', 'canceled')), -- staged: of a batch that is still handed over
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    token INTEGER, -- of the lease under which it was taken
    not_before INTEGER NOT NULL,
    first_attempt_at INTEGER,
    deadline INTEGER,
    cause TEXT, -- of the last attempt
    history TEXT NOT NULL, -- attempts in JSON, each on a line of its own
    replaces BLOB,
    replaced_by BLOB,
    -- Sent again by itself while its batch was paused or canceled: that does not hold it up.
    alone INTEGER NOT NULL CHECK (alone IN (0, 1)),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    CHECK ((token IS NOT NULL) = (state IN ('leased', 'sending')))
) STRICT;

CREATE INDEX messages_due ON messages (account_id, not_before, id) WHERE state = 'queued';
CREATE INDEX messages_taken ON messages (account_id) WHERE state IN ('leased', 'sending');
CREATE INDEX messages_of_company ON messages (company_id, id);
CREATE INDEX messages_of_user ON messages (user_id, id);
CREATE INDEX messages_of_letter ON messages (letter_id);
CREATE INDEX messages_of_batch ON messages (batch_id, state, account_id) WHERE batch_id IS NOT NULL;
CREATE INDEX messages_open ON messages (company_id, id, state)
    WHERE state IN ('queued', 'leased', 'sending', 'paused');
CREATE INDEX messages_to_look_at ON messages (company_id, id, state) WHERE state IN ('bounced', 'failed', 'in-doubt');

INSERT INTO messages (id, company_id, user_id, letter_id, batch_id, account_id, role, recipient, recipient_key, state, attempts, token, not_before, first_attempt_at, deadline, cause, history, replaces, replaced_by, alone, created_at, changed_at, version)
SELECT id, company_id, user_id, letter_id, batch_id, account_id, role, recipient, recipient_key, state, attempts, token, not_before, first_attempt_at, deadline, cause, history, replaces, replaced_by, alone, created_at, changed_at, version FROM old_messages;

DROP TABLE old_messages;

-- Mails that came in: over the listener, the API, or from a user's mailbox. What they said is deleted before the rest.
CREATE TABLE inbound_mails (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('smtp', 'api', 'imap')),
    envelope_sender TEXT, -- none: null, or not known
    envelope_recipient TEXT, -- none: not known
    sender TEXT, -- from whom, as the mail says
    subject TEXT NOT NULL,
    subject_key TEXT NOT NULL, -- in lower case, as it is searched
    message_id TEXT, -- its own Message-ID
    size INTEGER NOT NULL CHECK (size >= 0), -- as it came, in bytes
    digest BLOB NOT NULL CHECK (length(digest) = 32), -- SHA-256 of the whole
    raw BLOB, -- at most its first MiB; none where it was deleted after its time
    times INTEGER NOT NULL CHECK (times > 0), -- how often it came
    -- A person's reply that is passed on: when it is to be looked at (none: nothing more to do), and what came of it.
    pass_on_at INTEGER,
    passed_on TEXT, -- JSON
    received_at INTEGER NOT NULL, -- the first time
    UNIQUE (company_id, digest)
) STRICT;

CREATE INDEX inbound_mails_by_age ON inbound_mails (received_at);
CREATE INDEX inbound_mails_with_raw ON inbound_mails (received_at) WHERE raw IS NOT NULL;
CREATE INDEX inbound_mails_to_pass_on ON inbound_mails (pass_on_at, id) WHERE pass_on_at IS NOT NULL;

-- What a mail says of one recipient. `message_id` is no foreign key: results outlive letters, and the other way round.
CREATE TABLE events (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    mail_id BLOB NOT NULL REFERENCES inbound_mails (id) ON DELETE CASCADE,
    message_id BLOB, -- the message that it is about
    letter_id BLOB,
    batch_id BLOB,
    user_id BLOB, -- whose letter it is, or whose mailbox it came to
    kind TEXT NOT NULL,
    cause TEXT,
    hard INTEGER NOT NULL CHECK (hard IN (0, 1)),
    status TEXT, -- RFC 3463
    reply_code INTEGER,
    evidence TEXT NOT NULL,
    reporter TEXT,
    recipient TEXT, -- as the mail names it
    recipient_key TEXT, -- of the message where it is known, else of `recipient`; in lower case
    clue TEXT,
    distrust TEXT, -- why it is not believed; none: it is
    changed INTEGER NOT NULL CHECK (changed IN (0, 1)), -- whether it changed its message's state
    received_at INTEGER NOT NULL
) STRICT;

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
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    address_key TEXT NOT NULL, -- in lower case
    times INTEGER NOT NULL CHECK (times > 0),
    cause TEXT NOT NULL, -- the last one, as at a message
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, address_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX bad_addresses_by_age ON bad_addresses (last_at);

-- Until when mail to a name that a company had before still reaches it; none: the name that it has.
ALTER TABLE event_names ADD COLUMN until INTEGER;

-- Names that companies had before: how long ago they gave them up nobody knows, so that the time begins now.
UPDATE event_names SET until = (CAST(strftime('%s', 'now') AS INTEGER) + 90 * 86400) * 1000000
WHERE company_id IS NOT NULL AND name NOT IN (SELECT event_name FROM companies);
