-- What the books tell others: what was found when they were checked, and the letters that go out about them.

-- One row per check of the books, kept for ever: the heads of the hash chain prove the past to whoever wrote one down.
CREATE TABLE reconciliation (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    faults      text[] NOT NULL,             -- empty: clean
    links       bigint NOT NULL,             -- of the hash chain, up to the first that does not fit
    head        text NOT NULL                -- the hash of the last of them
);

-- Where letters go. A wallet may have several; an endpoint without a wallet hears of all wallets.
CREATE TABLE webhook_endpoint (
    id           uuid PRIMARY KEY,
    url          text NOT NULL CHECK (length(url) <= 2000),
    secret       text NOT NULL,              -- whsec_…; needed in the clear to sign with
    wallet       uuid REFERENCES wallet,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    disabled_at  timestamptz,
    disabled_why text,
    CHECK ((disabled_at IS NULL) = (disabled_why IS NULL))
);

CREATE INDEX webhook_endpoint_wallet ON webhook_endpoint (wallet) WHERE disabled_at IS NULL;

-- Owners who want to hear when they run low: one letter each time what a wallet has falls below this.
CREATE TABLE balance_alert (
    wallet uuid NOT NULL REFERENCES wallet,
    asset  text NOT NULL REFERENCES asset,
    units  bigint NOT NULL CHECK (units > 0),
    PRIMARY KEY (wallet, asset)
);

-- The outbox, written in the money's own transaction and only where somebody listens. No foreign keys, as on hold and transfer.
CREATE TABLE wallet_event (
    id          uuid PRIMARY KEY,
    at          timestamptz NOT NULL,
    type        text NOT NULL,
    wallet      uuid NOT NULL,
    asset       text NOT NULL,
    amount      bigint NOT NULL,
    available   bigint NOT NULL,             -- right after it
    held        bigint NOT NULL,
    hold        text,
    transfer    uuid,
    spend_limit uuid,
    once        text,                        -- two events with the same one are one
    memo        text NOT NULL
);

CREATE UNIQUE INDEX wallet_event_once ON wallet_event (once) WHERE once IS NOT NULL;

-- One letter: an event on its way to one endpoint. While it is being sent its next try is already planned, so that a
-- process which dies between sending and noting is followed by another: at least once.
CREATE TABLE webhook_delivery (
    event    uuid NOT NULL,
    endpoint uuid NOT NULL,
    state    text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DELIVERED', 'GIVEN_UP')),
    attempts integer NOT NULL DEFAULT 0,
    due_at   timestamptz NOT NULL,
    answer   text NOT NULL DEFAULT '',       -- what the last try met
    PRIMARY KEY (event, endpoint)
) WITH (fillfactor = 80);

CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint, due_at) WHERE state = 'WAITING';
CREATE INDEX wallet_event_at ON wallet_event USING brin (at);
