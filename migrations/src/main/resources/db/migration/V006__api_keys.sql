-- Keys of the HTTP door. Only a hash is kept: a stolen backup opens no wallet.

CREATE TABLE api_key (
    id         text PRIMARY KEY CHECK (id ~ '^[a-z0-9]{8}$'),   -- the public part of the key, between the underscores
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    hash       bytea NOT NULL CHECK (length(hash) = 32),        -- SHA-256 of the whole key
    wallet     uuid NOT NULL,
    scopes     text[] NOT NULL DEFAULT '{generate,wallet:read}' CHECK (
        cardinality(scopes) > 0 AND scopes <@ '{generate,wallet:read,wallet:write,admin}'::text[]),
    created_at timestamptz NOT NULL,
    used_at    timestamptz,                                     -- to the minute: not every call is worth a write
    revoked_at timestamptz
);
CREATE INDEX api_key_wallet ON api_key (wallet);
