-- Letters that go out: accounts and their leases, letters, messages, batches, files, drafts.
--
-- A user who is deleted leaves what he sent: letters, messages and batches name him without a key that points to him.

-- Through what a company's letters go out.
CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    route TEXT NOT NULL, -- JSON
    token INTEGER NOT NULL CHECK (token >= 0), -- of its last lease
    lease_until INTEGER, -- none: not leased
    -- When it next has something that may be sent: none where nothing waits, or it is held or leased.
    due_at INTEGER,
    served_at INTEGER NOT NULL, -- when it was last leased, as in `turns`
    held_at INTEGER,
    held_why TEXT, -- JSON
    told_at INTEGER, -- when its owner was told of this hold
    trouble_since INTEGER,
    trouble_times INTEGER NOT NULL,
    trouble_why TEXT, -- JSON
    trouble_until INTEGER,
    pace TEXT NOT NULL, -- JSON
    paced_until INTEGER, -- when the pace lets the next one out
    last_sent_at INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (company_id, route),
    CHECK ((held_at IS NULL) = (held_why IS NULL)),
    CHECK ((trouble_since IS NULL) = (trouble_why IS NULL))
) STRICT;

CREATE INDEX accounts_due ON accounts (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX accounts_leased ON accounts (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX accounts_held ON accounts (held_at, id) WHERE held_at IS NOT NULL;

-- When a company was last served: companies take turns. A time, moved on where the clock has not, so that no two leases
-- have the same.
CREATE TABLE turns (
    company_id BLOB NOT NULL PRIMARY KEY REFERENCES companies (id) ON DELETE CASCADE,
    served_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX turns_by_time ON turns (served_at);

CREATE TABLE batches (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL,
    user_name TEXT NOT NULL, -- as it was then
    name TEXT NOT NULL,
    reference TEXT,
    state TEXT NOT NULL CHECK (state IN ('staged', 'accepted')),
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
    canceled INTEGER NOT NULL CHECK (canceled IN (0, 1)),
    created_at INTEGER NOT NULL,
    touched_at INTEGER NOT NULL, -- when letters were last added
    letters INTEGER NOT NULL, -- how many
    started_at INTEGER,
    finished_at INTEGER,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT;

CREATE INDEX batches_of_company ON batches (company_id, id);
CREATE INDEX batches_staged ON batches (touched_at) WHERE state = 'staged';
CREATE INDEX batches_finished ON batches (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE letters (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL,
    user_name TEXT NOT NULL, -- as it was then
    batch_id BLOB,
    number INTEGER NOT NULL, -- within the batch, from 1
    subject TEXT NOT NULL,
    subject_key TEXT NOT NULL, -- in lower case, as it is searched
    reference TEXT,
    body_size INTEGER NOT NULL, -- of its row in letter_bodies
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX letters_of_company ON letters (company_id);

-- What letters say, beside them: it is deleted earlier, and is not written again when something small changes.
CREATE TABLE letter_bodies (
    letter_id BLOB NOT NULL PRIMARY KEY REFERENCES letters (id) ON DELETE CASCADE,
    body TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE blobs (
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    hash BLOB NOT NULL CHECK (length(hash) = 32), -- SHA-256
    size INTEGER NOT NULL,
    added_at INTEGER NOT NULL, -- by whoever added it last
    bytes BLOB NOT NULL,
    PRIMARY KEY (company_id, hash)
) STRICT;

CREATE INDEX blobs_by_age ON blobs (added_at);

CREATE TABLE letter_blobs (
    letter_id BLOB NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    company_id BLOB NOT NULL,
    PRIMARY KEY (letter_id, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX letter_blobs_by_hash ON letter_blobs (company_id, hash);

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
    state TEXT NOT NULL CHECK (state IN ('staged', 'queued', 'leased', 'sending', 'sent', 'failed', 'in-doubt',
        'paused', 'canceled')), -- staged: of a batch that is still handed over
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
CREATE INDEX messages_of_batch ON messages (batch_id, state) WHERE batch_id IS NOT NULL;
CREATE INDEX messages_open ON messages (company_id, id, state)
    WHERE state IN ('queued', 'leased', 'sending', 'paused');
CREATE INDEX messages_to_look_at ON messages (company_id, id, state) WHERE state IN ('failed', 'in-doubt');

-- Under which key what was handed over.
CREATE TABLE idempotency (
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    result TEXT NOT NULL, -- JSON
    created_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, key)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE drafts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    content TEXT NOT NULL, -- JSON
    reference TEXT,
    return_to TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX drafts_of_user ON drafts (company_id, user_id, updated_at);
