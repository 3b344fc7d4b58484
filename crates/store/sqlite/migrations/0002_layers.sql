-- Settings become layers (company, sender user, own); portals, event mailboxes, exceptions, API keys, webhooks, limits
-- and the audit log come with them.
--
-- SQLite can not change columns and keys in place. So each table is made anew and filled from the old one; then the old
-- ones go, those that point to others first: a table that is dropped takes along what points to it.

ALTER TABLE companies RENAME TO old_companies;
ALTER TABLE users RENAME TO old_users;
ALTER TABLE settings RENAME TO old_settings;
ALTER TABLE test_runs RENAME TO old_test_runs;
ALTER TABLE verifications RENAME TO old_verifications;
ALTER TABLE sessions RENAME TO old_sessions;
ALTER TABLE sign_in_links RENAME TO old_sign_in_links;
DROP INDEX users_by_email;
DROP INDEX test_runs_of_user;
DROP INDEX test_runs_of_company;
DROP INDEX test_runs_to_host;
DROP INDEX test_runs_by_age;
DROP INDEX sessions_of_user;
DROP INDEX sessions_by_end;
DROP INDEX sign_in_links_of_user;
DROP INDEX sign_in_links_by_end;

CREATE TABLE companies (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    portal TEXT NOT NULL,
    external_id TEXT, -- what the portal calls it
    name TEXT NOT NULL,
    event_name TEXT NOT NULL UNIQUE, -- its event mailbox, before the @; also in event_names
    mass_mailing INTEGER NOT NULL CHECK (mass_mailing IN (0, 1)),
    sender_user_id BLOB,
    retention TEXT NOT NULL, -- JSON; {} where the operator's own terms hold
    version INTEGER NOT NULL CHECK (version > 0),
    wrapped_key BLOB NOT NULL, -- the company's key, wrapped by a key of the ring
    created_at INTEGER NOT NULL,
    UNIQUE (portal, external_id),
    FOREIGN KEY (id, sender_user_id) REFERENCES users (company_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX companies_with_terms ON companies (id) WHERE retention <> '{}';

-- Names are never deleted: mail to an old one must not reach another company.
CREATE TABLE event_names (
    name TEXT NOT NULL PRIMARY KEY,
    company_id BLOB REFERENCES companies (id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX event_names_of_company ON event_names (company_id);

CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    external_id TEXT, -- what the portal calls him
    name TEXT NOT NULL,
    name_key TEXT NOT NULL, -- in lower case, as it is sorted and searched; '' until the program has filled it
    email TEXT NOT NULL,
    email_key TEXT NOT NULL, -- in lower case, as it is compared
    role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
    language TEXT NOT NULL,
    last_sent_at INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (company_id, email_key),
    UNIQUE (company_id, external_id),
    UNIQUE (company_id, id)
) STRICT;

CREATE INDEX users_by_email ON users (email_key);
CREATE INDEX users_by_name ON users (company_id, name_key, id);
CREATE INDEX users_without_key ON users (id) WHERE name_key = '';

-- What a user has set, or the company: its defaults.
CREATE TABLE settings (
    owner_id BLOB NOT NULL PRIMARY KEY,
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id BLOB, -- none: the company's own
    layer TEXT NOT NULL, -- JSON
    password BLOB, -- sealed to company, owner and password_for
    password_for TEXT, -- JSON: server, port, encryption, user name
    secret_version INTEGER NOT NULL CHECK (secret_version >= 0),
    version INTEGER NOT NULL CHECK (version > 0),
    updated_at INTEGER NOT NULL,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    CHECK (owner_id = coalesce(user_id, company_id)),
    CHECK ((password IS NULL) = (password_for IS NULL))
) STRICT;

CREATE INDEX settings_of_company ON settings (company_id, user_id);

CREATE TABLE test_runs (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    host TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    lease INTEGER NOT NULL CHECK (lease >= 0), -- how long a sign of life counts, in microseconds
    lease_until INTEGER, -- lost when this is over
    snapshot TEXT NOT NULL, -- JSON, as are the next four
    reports TEXT NOT NULL,
    transcript TEXT NOT NULL,
    other_ports TEXT NOT NULL,
    verdict TEXT,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    CHECK ((finished_at IS NULL) = (verdict IS NULL))
) STRICT;

CREATE INDEX test_runs_of_user ON test_runs (company_id, user_id, created_at);
CREATE INDEX test_runs_of_company ON test_runs (company_id, created_at);
CREATE INDEX test_runs_to_host ON test_runs (host, created_at);
CREATE INDEX test_runs_by_age ON test_runs (created_at);
CREATE INDEX test_runs_going_on ON test_runs (lease_until) WHERE finished_at IS NULL;

-- The last verdict about a user's settings, with what was tested. Outlives the run itself.
CREATE TABLE verifications (
    user_id BLOB NOT NULL PRIMARY KEY,
    company_id BLOB NOT NULL,
    test_id BLOB NOT NULL CHECK (length(test_id) = 16),
    at INTEGER NOT NULL,
    server TEXT NOT NULL, -- JSON
    secret TEXT, -- JSON: whose password, and which of his; none where there is no sign-in
    verdict TEXT NOT NULL, -- JSON
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX verifications_of_company ON verifications (company_id, user_id);

CREATE TABLE sessions (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    company_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    embedded_in TEXT, -- the origin of the portal's page in which it stands
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX sessions_of_user ON sessions (company_id, user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE sign_in_links (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    company_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX sign_in_links_of_user ON sign_in_links (company_id, user_id);
CREATE INDEX sign_in_links_by_end ON sign_in_links (expires_at);

-- Launch tokens that were used up.
CREATE TABLE spent_launches (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX spent_launches_by_end ON spent_launches (expires_at);

CREATE TABLE api_keys (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    portal TEXT NOT NULL,
    company_id BLOB REFERENCES companies (id) ON DELETE CASCADE, -- none: all of the portal's
    name TEXT NOT NULL,
    hint TEXT NOT NULL, -- its last four characters
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    last_used_at INTEGER
) STRICT;

CREATE INDEX api_keys_of_scope ON api_keys (portal, company_id);
CREATE INDEX api_keys_of_company ON api_keys (company_id);

CREATE TABLE limits (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    empty_at INTEGER NOT NULL -- when the bucket has leaked empty
) STRICT;

CREATE INDEX limits_by_end ON limits (empty_at);

-- What an admin confirmed in spite of the rules about encryption.
CREATE TABLE exceptions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    trusted TEXT NOT NULL, -- JSON
    unique_key TEXT NOT NULL, -- kind and subject
    confirmed_by TEXT NOT NULL,
    confirmed_at INTEGER NOT NULL,
    UNIQUE (company_id, unique_key)
) STRICT;

CREATE TABLE webhooks (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    events TEXT NOT NULL, -- JSON; an empty list: all
    secret BLOB NOT NULL, -- sealed to company and webhook
    old_secret BLOB, -- the one before, as long as it signs too
    old_secret_until INTEGER,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    disabled_why TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    UNIQUE (company_id, id),
    CHECK ((disabled_at IS NULL) = (disabled_why IS NULL)),
    CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
) STRICT;

CREATE TABLE webhook_messages (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    webhook_id BLOB NOT NULL,
    company_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL, -- as it is posted, byte by byte
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_attempt_at INTEGER, -- none: settled
    leased_until INTEGER, -- until when somebody posts it; of a settled one: when it was settled
    delivered_at INTEGER,
    last_result TEXT,
    FOREIGN KEY (company_id, webhook_id) REFERENCES webhooks (company_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX webhook_messages_of_webhook ON webhook_messages (company_id, webhook_id, id);
CREATE INDEX webhook_messages_due ON webhook_messages (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_messages_leased ON webhook_messages (webhook_id, leased_until) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_messages_settled ON webhook_messages (leased_until) WHERE next_attempt_at IS NULL;

CREATE TABLE audit (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL, -- JSON
    actor_user_id BLOB,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_key TEXT NOT NULL, -- in lower case, as it is searched
    before TEXT, -- JSON, as is the next one
    after TEXT
) STRICT;

CREATE INDEX audit_of_company ON audit (company_id, id);
CREATE INDEX audit_by_age ON audit (at);
CREATE INDEX audit_of_company_by_age ON audit (company_id, at);

-- While this holds a time, entries from before it may be deleted. The sweep writes and empties it in its transaction.
CREATE TABLE audit_sweep (
    before INTEGER NOT NULL
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;

-- The entries of a company that is deleted go with it: it is gone already when they follow.
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_sweep WHERE OLD.at < before)
    AND EXISTS (SELECT 1 FROM companies WHERE id = OLD.company_id)
BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;

-- How far a copy from another store has come.
CREATE TABLE copy_progress (
    part TEXT NOT NULL PRIMARY KEY,
    last_key TEXT NOT NULL -- JSON
) STRICT;

INSERT INTO companies (id, portal, name, event_name, mass_mailing, retention, version, wrapped_key, created_at)
SELECT id, 'portal', name, 'company-' || lower(hex(id)), 0, '{}', 1, wrapped_key, created_at FROM old_companies;

INSERT INTO event_names (name, company_id, created_at) SELECT event_name, id, created_at FROM companies;

INSERT INTO users (id, company_id, name, name_key, email, email_key, role, language, created_at)
SELECT id, company_id, name, '', email, email_key, role, language, created_at FROM old_users;

-- What was saved stays set. A server without a user name was one without sign-in. json_patch leaves out what is null.
INSERT INTO settings (owner_id, company_id, user_id, layer, password, password_for, secret_version, version, updated_at)
SELECT user_id, company_id, user_id,
    json_patch('{}', json_object('mode', mode, 'host', host, 'port', port, 'security', security,
        'user_name', CASE WHEN host IS NOT NULL THEN coalesce(user_name, '') END,
        'sender', sender, 'display_name', display_name)),
    password,
    CASE WHEN password IS NOT NULL
        THEN json_object('host', host, 'port', port, 'security', security, 'user_name', user_name) END,
    secret_version, version, updated_at
FROM old_settings;

-- A server to which the password may travel readable: confirmed once, by the first who did. The id has the time of his
-- and random bytes behind it.
INSERT INTO exceptions (id, company_id, trusted, unique_key, confirmed_by, confirmed_at)
SELECT CAST(substr(user_id, 1, 9) || randomblob(7) AS BLOB),
    company_id, json_object('kind', 'plain-password', 'host', host, 'port', port),
    'plain-password ' || host || ':' || port, name, at
FROM (
    SELECT s.company_id, s.user_id, s.host, s.port, u.name, min(s.updated_at) AS at
    FROM old_settings s JOIN old_users u ON u.id = s.user_id
    WHERE s.plain_confirmed = 1 AND s.host IS NOT NULL
    GROUP BY s.company_id, s.host, s.port
);

INSERT INTO test_runs (id, company_id, user_id, host, created_at, finished_at, lease, snapshot, reports, transcript,
    other_ports, verdict)
SELECT id, company_id, user_id, host, created_at, finished_at, 0, snapshot, reports, transcript, other_ports, verdict
FROM old_test_runs;

INSERT INTO verifications (user_id, company_id, test_id, at, server, secret, verdict)
SELECT user_id, company_id, test_id, at, server,
    CASE WHEN json_extract(server, '$.destination.user_name') IS NOT NULL THEN json_object(
        'owner', json_object('owner', 'user', 'user', lower(
            substr(hex(user_id), 1, 8) || '-' || substr(hex(user_id), 9, 4) || '-' || substr(hex(user_id), 13, 4)
            || '-' || substr(hex(user_id), 17, 4) || '-' || substr(hex(user_id), 21))),
        'version', secret_version) END,
    verdict
FROM old_verifications;

INSERT INTO sessions (hash, company_id, user_id, created_at, last_seen_at, expires_at)
SELECT hash, company_id, user_id, created_at, last_seen_at, expires_at FROM old_sessions;

INSERT INTO sign_in_links (hash, company_id, user_id, created_at, expires_at, used_at)
SELECT hash, company_id, user_id, created_at, expires_at, used_at FROM old_sign_in_links;

DROP TABLE old_sign_in_links;
DROP TABLE old_sessions;
DROP TABLE old_verifications;
DROP TABLE old_test_runs;
DROP TABLE old_settings;
DROP TABLE old_users;
DROP TABLE old_companies;
