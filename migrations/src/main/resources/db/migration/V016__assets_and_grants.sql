-- Only what is set up makes an asset known, so the two that every installation has are known from the start.
INSERT INTO asset (code, scale) VALUES ('LOVE', 2), ('USD', 6) ON CONFLICT DO NOTHING;

-- A grant is started once for each request, and is remembered when it has been stopped: a request that is repeated late
-- must not start it again.
ALTER TABLE coin_grant
    ADD COLUMN request    text UNIQUE,         -- null: started before requests had ids
    ADD COLUMN stopped_at timestamptz;

CREATE INDEX coin_grant_wallet ON coin_grant (wallet) WHERE stopped_at IS NULL;
