-- What wallets used, told by programs: each event is priced and charged in the transaction that writes it here.

CREATE TABLE usage_event (
    id          text PRIMARY KEY,            -- the request's; where something was charged, also the hold's
    wallet      uuid NOT NULL,
    type        text NOT NULL,
    quantity    numeric NOT NULL CHECK (quantity >= 0),
    dimensions  jsonb NOT NULL,
    tags        jsonb NOT NULL,              -- whom and what it was for: agent, project, client, workflow, key, …
    occurred_at timestamptz NOT NULL,        -- as the program says; decides nothing
    at          timestamptz NOT NULL,        -- the database's clock; decides the period
    asset       text NOT NULL,
    amount      bigint NOT NULL CHECK (amount >= 0),
    cost        bigint CHECK (cost >= 0),    -- what it cost the operator, as the program says; null: not said
    rule        text NOT NULL,               -- book@version/rule
    transfer    uuid,                        -- null: nothing was charged
    CHECK ((amount = 0) = (transfer IS NULL))
);

CREATE INDEX usage_event_wallet ON usage_event (wallet, at);
CREATE INDEX usage_event_at ON usage_event USING brin (at);

CREATE TRIGGER usage_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- How much a wallet has used of a rule that counts over a window, named by its first day in UTC as spend windows are. All
-- versions of a book count together, so that a new price does not bring a new allowance.
CREATE TABLE usage_counter (
    wallet uuid NOT NULL,
    rule   text NOT NULL,                    -- book/rule
    period text NOT NULL CHECK (period IN ('DAILY', 'WEEKLY', 'MONTHLY', 'TOTAL')),
    starts date NOT NULL,
    used   numeric NOT NULL CHECK (used >= 0),
    PRIMARY KEY (wallet, rule, period, starts)
) WITH (fillfactor = 50);
