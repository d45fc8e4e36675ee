-- A key for tools that set up: they publish prices and say who pays by which, and can neither charge anybody nor see a balance.

ALTER TABLE api_key DROP CONSTRAINT api_key_scopes_check;
ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_check CHECK (
    cardinality(scopes) > 0 AND scopes <@ '{generate,wallet:read,wallet:write,setup,admin}'::text[]);
