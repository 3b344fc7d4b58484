-- Letters that go out: accounts and their leases, letters, messages, batches, files, drafts.
--
-- A user who is deleted leaves what he sent: letters, messages and batches name him without a key that points to him.
-- What is JSON here stands in TEXT: nothing in the database looks inside.

-- Through what a company's letters go out. Whoever changes a message that waits or is taken has locked its account
-- before, and its batch behind that.
CREATE TABLE accounts (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    route TEXT COLLATE "C" NOT NULL, -- JSON
    token BIGINT NOT NULL CHECK (token >= 0), -- of its last lease
    lease_until BIGINT, -- none: not leased
    -- When it next has something that may be sent: none where nothing waits, or it is held or leased.
    due_at BIGINT,
    served_at BIGINT NOT NULL, -- when it was last leased, as in `turns`
    held_at BIGINT,
    held_why TEXT, -- JSON
    told_at BIGINT, -- when its owner was told of this hold
    trouble_since BIGINT,
    trouble_times BIGINT NOT NULL,
    trouble_why TEXT, -- JSON
    trouble_until BIGINT,
    pace TEXT NOT NULL, -- JSON
    paced_until BIGINT, -- when the pace lets the next one out
    last_sent_at BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT accounts_route UNIQUE (company_id, route),
    CHECK ((held_at IS NULL) = (held_why IS NULL)),
    CHECK ((trouble_since IS NULL) = (trouble_why IS NULL))
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX accounts_due ON accounts (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX accounts_leased ON accounts (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX accounts_held ON accounts (held_at, id) WHERE held_at IS NOT NULL;

-- When a company was last served: companies take turns. A time, moved on where the clock has not, so that no two leases
-- have the same.
CREATE TABLE turns (
    company_id UUID NOT NULL PRIMARY KEY REFERENCES companies (id) ON DELETE CASCADE,
    served_at BIGINT NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX turns_by_time ON turns (served_at);

CREATE TABLE batches (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id UUID NOT NULL,
    user_name TEXT NOT NULL, -- as it was then
    name TEXT NOT NULL,
    reference TEXT,
    state TEXT NOT NULL CHECK (state IN ('staged', 'accepted')),
    paused BOOLEAN NOT NULL,
    canceled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL, -- when letters were last added
    letters BIGINT NOT NULL, -- how many
    started_at BIGINT,
    finished_at BIGINT,
    version BIGINT NOT NULL CHECK (version > 0)
);

CREATE INDEX batches_of_company ON batches (company_id, id);
CREATE INDEX batches_staged ON batches (touched_at) WHERE state = 'staged';
CREATE INDEX batches_finished ON batches (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE letters (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id UUID NOT NULL,
    user_name TEXT NOT NULL, -- as it was then
    batch_id UUID,
    number BIGINT NOT NULL, -- within the batch, from 1
    subject TEXT NOT NULL,
    subject_key TEXT NOT NULL, -- in lower case, as it is searched
    reference TEXT,
    body_size BIGINT NOT NULL, -- of its row in letter_bodies
    created_at BIGINT NOT NULL
);

CREATE INDEX letters_of_company ON letters (company_id);

-- What letters say, beside them: it is deleted earlier, and is not written again when something small changes.
CREATE TABLE letter_bodies (
    letter_id UUID NOT NULL PRIMARY KEY REFERENCES letters (id) ON DELETE CASCADE,
    body TEXT NOT NULL -- JSON
);

CREATE TABLE blobs (
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    hash BYTEA NOT NULL CHECK (length(hash) = 32), -- SHA-256
    size BIGINT NOT NULL,
    added_at BIGINT NOT NULL, -- by whoever added it last
    bytes BYTEA NOT NULL,
    PRIMARY KEY (company_id, hash)
);

CREATE INDEX blobs_by_age ON blobs (added_at);

CREATE TABLE letter_blobs (
    letter_id UUID NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
    hash BYTEA NOT NULL,
    company_id UUID NOT NULL,
    PRIMARY KEY (letter_id, hash)
);

CREATE INDEX letter_blobs_by_hash ON letter_blobs (company_id, hash);

-- Small rows: they are written again at each step, and there is room beside them. `account_id` and `batch_id` are no
-- foreign keys, which would be looked up and locked each time; accounts are never deleted but with their company.
CREATE TABLE messages (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id UUID NOT NULL,
    letter_id UUID NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
    batch_id UUID,
    account_id UUID NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('to', 'copy', 'blind-copy')),
    recipient TEXT NOT NULL,
    recipient_key TEXT NOT NULL, -- in lower case, as it is searched
    state TEXT NOT NULL CHECK (state IN ('staged', 'queued', 'leased', 'sending', 'sent', 'failed', 'in-doubt',
        'paused', 'canceled')), -- staged: of a batch that is still handed over
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    token BIGINT, -- of the lease under which it was taken
    not_before BIGINT NOT NULL,
    first_attempt_at BIGINT,
    deadline BIGINT,
    cause TEXT COLLATE "C", -- of the last attempt
    history TEXT NOT NULL, -- attempts in JSON, each on a line of its own
    replaces UUID,
    replaced_by UUID,
    -- Sent again by itself while its batch was paused or canceled: that does not hold it up.
    alone BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    CHECK ((token IS NOT NULL) = (state IN ('leased', 'sending')))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

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
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    key TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL CHECK (length(digest) = 32),
    result TEXT NOT NULL, -- JSON
    created_at BIGINT NOT NULL,
    PRIMARY KEY (company_id, key)
);

CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE drafts (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL,
    user_id UUID NOT NULL,
    content TEXT NOT NULL, -- JSON
    reference TEXT,
    return_to TEXT,
    version BIGINT NOT NULL CHECK (version > 0),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
);

CREATE INDEX drafts_of_user ON drafts (company_id, user_id, updated_at);
