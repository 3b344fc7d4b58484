-- Ids are UUIDv7. Times are whole microseconds since 1970 in UTC, as in SQLite; to read one:
-- to_timestamp(created_at / 1e6). What belongs to a company carries its id, and the keys that point to a user carry
-- both, so that no row can point into another company.
-- JSON and not JSONB: it comes back as it was written, a reply may hold a NUL (which JSONB refuses), and no query looks
-- inside.

CREATE TABLE companies (
    id UUID NOT NULL PRIMARY KEY,
    portal TEXT NOT NULL,
    external_id TEXT COLLATE "C", -- the portal's own name for it
    name TEXT NOT NULL,
    event_name TEXT NOT NULL UNIQUE, -- its event mailbox, before the @; also in event_names
    mass_mailing BOOLEAN NOT NULL,
    sender_user_id UUID,
    retention JSON NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    wrapped_key BYTEA NOT NULL, -- the company's key, wrapped by a key of the ring
    created_at BIGINT NOT NULL,
    CONSTRAINT companies_external_id UNIQUE (portal, external_id)
);

COMMENT ON TABLE companies IS 'Saatja'; -- this is Saatja's database: looked at before anything is done to it

-- The names of event mailboxes that were ever given. None is given to another company: letters to it may still come.
CREATE TABLE event_names (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    company_id UUID REFERENCES companies (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX event_names_of_company ON event_names (company_id);

CREATE TABLE users (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    external_id TEXT COLLATE "C",
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL, -- in lower case, as it is sorted and searched
    email TEXT NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL, -- in lower case, as it is compared
    role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
    language TEXT NOT NULL,
    last_sent_at BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT users_email UNIQUE (company_id, email_key),
    CONSTRAINT users_external_id UNIQUE (company_id, external_id),
    UNIQUE (company_id, id)
);

CREATE INDEX users_by_email ON users (email_key);
CREATE INDEX users_by_name ON users (company_id, name_key, id);

-- Looked at when the transaction ends: a company is copied before its users.
ALTER TABLE companies ADD CONSTRAINT companies_sender_user FOREIGN KEY (id, sender_user_id)
    REFERENCES users (company_id, id) DEFERRABLE INITIALLY DEFERRED;

-- One layer an owner: a user, or the company itself.
CREATE TABLE settings (
    owner_id UUID NOT NULL PRIMARY KEY, -- the user's id, or the company's
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id UUID,
    layer JSON NOT NULL,
    password BYTEA, -- sealed to company, owner, field and password_for
    password_for JSON,
    secret_version BIGINT NOT NULL CHECK (secret_version >= 0),
    version BIGINT NOT NULL CHECK (version > 0),
    updated_at BIGINT NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    CHECK (owner_id = coalesce(user_id, company_id)),
    CHECK ((password IS NULL) = (password_for IS NULL))
);

CREATE INDEX settings_of_user ON settings (company_id, user_id);

CREATE TABLE test_runs (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL,
    user_id UUID NOT NULL,
    host TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    lease BIGINT NOT NULL CHECK (lease >= 0), -- how long a sign of life counts, in microseconds
    lease_until BIGINT, -- lost when this is over
    snapshot JSON NOT NULL,
    reports JSON NOT NULL DEFAULT '[]',
    transcript JSON NOT NULL DEFAULT '[]',
    other_ports JSON NOT NULL DEFAULT '[]',
    verdict JSON,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    CHECK ((finished_at IS NULL) = (verdict IS NULL))
);

CREATE INDEX test_runs_of_user ON test_runs (company_id, user_id, created_at);
CREATE INDEX test_runs_of_company ON test_runs (company_id, created_at);
CREATE INDEX test_runs_to_host ON test_runs (host, created_at);
CREATE INDEX test_runs_by_age ON test_runs (created_at);
CREATE INDEX test_runs_going_on ON test_runs (lease_until) WHERE finished_at IS NULL;

-- The last verdict about a user's settings, with what was tested. Outlives the run itself.
CREATE TABLE verifications (
    user_id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL,
    test_id UUID NOT NULL,
    at BIGINT NOT NULL,
    server JSON NOT NULL,
    secret JSON, -- whose password, and which version of it
    verdict JSON NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
);

CREATE INDEX verifications_of_user ON verifications (company_id, user_id);

CREATE TABLE sessions (
    hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    company_id UUID NOT NULL,
    user_id UUID NOT NULL,
    embedded_in TEXT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
);

CREATE INDEX sessions_of_user ON sessions (company_id, user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE sign_in_links (
    hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    company_id UUID NOT NULL,
    user_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
);

CREATE INDEX sign_in_links_of_user ON sign_in_links (company_id, user_id);
CREATE INDEX sign_in_links_by_end ON sign_in_links (expires_at);

-- Launch tokens that let somebody in, until they would no longer.
CREATE TABLE spent_launches (
    hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    expires_at BIGINT NOT NULL
);

CREATE INDEX spent_launches_by_end ON spent_launches (expires_at);

CREATE TABLE api_keys (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
    portal TEXT NOT NULL,
    company_id UUID REFERENCES companies (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hint TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT
);

CREATE INDEX api_keys_of_portal ON api_keys (portal, company_id);
CREATE INDEX api_keys_of_company ON api_keys (company_id);

CREATE TABLE limits (
    hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    empty_at BIGINT NOT NULL
);

CREATE INDEX limits_by_end ON limits (empty_at);

CREATE TABLE exceptions (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    trusted JSON NOT NULL,
    unique_key TEXT NOT NULL, -- its kind and subject
    confirmed_by TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    UNIQUE (company_id, unique_key)
);

CREATE TABLE webhooks (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    events JSON NOT NULL,
    secret BYTEA NOT NULL, -- sealed to company and webhook
    old_secret BYTEA,
    old_secret_until BIGINT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    disabled_why TEXT,
    version BIGINT NOT NULL CHECK (version > 0),
    UNIQUE (company_id, id),
    CHECK ((old_secret IS NULL) = (old_secret_until IS NULL)),
    CHECK ((disabled_at IS NULL) = (disabled_why IS NULL))
);

CREATE TABLE webhook_messages (
    id UUID NOT NULL PRIMARY KEY,
    webhook_id UUID NOT NULL,
    company_id UUID NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL, -- byte by byte as it is sent
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT,
    leased_until BIGINT, -- until when somebody posts it; of a settled one: when it was settled
    delivered_at BIGINT,
    last_result TEXT,
    FOREIGN KEY (company_id, webhook_id) REFERENCES webhooks (company_id, id) ON DELETE CASCADE
);

CREATE INDEX webhook_messages_of_webhook ON webhook_messages (company_id, webhook_id, id);
CREATE INDEX webhook_messages_due ON webhook_messages (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_messages_leased ON webhook_messages (webhook_id, leased_until) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_messages_settled ON webhook_messages (leased_until) WHERE next_attempt_at IS NULL;

CREATE TABLE audit (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    actor JSON NOT NULL,
    actor_user_id UUID, -- kept when the user is gone
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_key TEXT NOT NULL, -- in lower case, as it is searched
    before JSON,
    after JSON
);

CREATE INDEX audit_of_company ON audit (company_id, id);
CREATE INDEX audit_by_age ON audit (at);
CREATE INDEX audit_of_company_by_age ON audit (company_id, at);

-- Entries are only ever added. They go with their company, and in the sweep, which says before what time within its own
-- transaction.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < nullif(current_setting('saatja.audit_sweep_before', true), '')::bigint
            OR NOT EXISTS (SELECT FROM companies WHERE id = OLD.company_id)
        THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only';
END
$$;

CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_stays BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- How far a copy from another store has come.
CREATE TABLE copy_progress (
    part TEXT NOT NULL PRIMARY KEY,
    last_key TEXT NOT NULL -- JSON
);
