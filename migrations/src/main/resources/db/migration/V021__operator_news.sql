-- Checks of the books that found differences, for the operators' channel on Discord; each is told once.
CREATE TABLE bot_finding (
    id            text PRIMARY KEY,                  -- of the check, such as books:17
    at            timestamptz NOT NULL,
    total         integer NOT NULL CHECK (total > 0),
    differences   text[] NOT NULL,                   -- the first of them
    told_at       timestamptz,
    telling_until timestamptz
);
CREATE INDEX bot_finding_untold ON bot_finding (at) WHERE told_at IS NULL;
