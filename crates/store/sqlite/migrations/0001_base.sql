-- Ids are UUIDv7, 16 bytes. Times are whole microseconds since 1970 in UTC. What belongs to a company carries its id,
-- and the keys that point to a user carry both, so that no row can point into another company.

PRAGMA application_id = 0x53616174; -- 'Saat': this is Saatja's database

CREATE TABLE companies (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    wrapped_key BLOB NOT NULL, -- the company's key, wrapped by a key of the ring
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL, -- in lower case, as it is compared
    role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
    language TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (company_id, email_key),
    UNIQUE (company_id, id)
) STRICT;

CREATE INDEX users_by_email ON users (email_key);

CREATE TABLE settings (
    user_id BLOB NOT NULL PRIMARY KEY,
    company_id BLOB NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('portal', 'reply-to', 'own-server')),
    version INTEGER NOT NULL CHECK (version > 0),
    secret_version INTEGER NOT NULL CHECK (secret_version >= 0),
    updated_at INTEGER NOT NULL,
    -- The own server: all there or none.
    host TEXT,
    port INTEGER CHECK (port BETWEEN 1 AND 65535),
    security TEXT CHECK (security IN ('none', 'starttls', 'tls')),
    user_name TEXT,
    sender TEXT,
    display_name TEXT,
    plain_confirmed INTEGER NOT NULL CHECK (plain_confirmed IN (0, 1)),
    password BLOB, -- sealed to company, user, field, host, port, security, user_name
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    CHECK ((host IS NULL) = (port IS NULL) AND (host IS NULL) = (security IS NULL) AND (host IS NULL) = (sender IS NULL)),
    CHECK (host IS NOT NULL OR mode <> 'own-server'),
    CHECK (password IS NULL OR (host IS NOT NULL AND user_name IS NOT NULL))
) STRICT;

CREATE TABLE test_runs (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    company_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    host TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    snapshot TEXT NOT NULL, -- JSON, as are the next four
    reports TEXT NOT NULL DEFAULT '[]',
    transcript TEXT NOT NULL DEFAULT '[]',
    other_ports TEXT NOT NULL DEFAULT '[]',
    verdict TEXT,
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    CHECK ((finished_at IS NULL) = (verdict IS NULL))
) STRICT;

CREATE INDEX test_runs_of_user ON test_runs (company_id, user_id, created_at);
CREATE INDEX test_runs_of_company ON test_runs (company_id, created_at);
CREATE INDEX test_runs_to_host ON test_runs (host, created_at);
CREATE INDEX test_runs_by_age ON test_runs (created_at);

-- The last verdict about a user's settings, with what was tested. Outlives the run itself.
CREATE TABLE verifications (
    user_id BLOB NOT NULL PRIMARY KEY,
    company_id BLOB NOT NULL,
    test_id BLOB NOT NULL CHECK (length(test_id) = 16),
    at INTEGER NOT NULL,
    server TEXT NOT NULL, -- JSON
    secret_version INTEGER NOT NULL,
    verdict TEXT NOT NULL, -- JSON
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE sessions (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    company_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
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
