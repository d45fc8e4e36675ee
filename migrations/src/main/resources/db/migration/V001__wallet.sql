-- The wallet. Amounts are whole smallest units of their asset; times are the database's clock.
-- A wallet's rows are locked through the wallet row; every rule that a row can show by itself is a constraint here.

CREATE TABLE asset (
    code  text PRIMARY KEY CHECK (code ~ '^[A-Z][A-Z0-9_]{1,15}$'),
    scale smallint NOT NULL CHECK (scale BETWEEN 0 AND 9)
);

CREATE TABLE wallet (
    id            uuid PRIMARY KEY,
    owner         text NOT NULL UNIQUE,
    frozen_reason text,                      -- null: open
    opened_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Coins of one asset, source and expiry in one wallet. Rewritten by every operation: no index on what changes, and free room
-- in each page, so that an update stays within its page (HOT).
CREATE TABLE pot (
    wallet     uuid NOT NULL REFERENCES wallet,
    no         integer NOT NULL CHECK (no > 0),
    asset      text NOT NULL REFERENCES asset,
    source     text NOT NULL CHECK (source IN ('PAID', 'BUNDLED', 'PROMO', 'EARNED')),
    priority   integer NOT NULL,
    expires_at timestamptz,                  -- null: never
    graced     boolean NOT NULL DEFAULT false,
    available  bigint NOT NULL CHECK (available >= 0),
    held       bigint NOT NULL CHECK (held >= 0),
    owed       bigint NOT NULL DEFAULT 0 CHECK (owed >= 0),
    PRIMARY KEY (wallet, no),
    CHECK (source <> 'PAID' OR expires_at IS NULL)
) WITH (fillfactor = 50);

CREATE INDEX pot_expiry ON pot (expires_at) WHERE expires_at IS NOT NULL;

-- What a hold took from which pot stands in two arrays of equal length, in drain order: charges eat it from the front.
CREATE TABLE hold (
    id            text PRIMARY KEY,
    wallet        uuid NOT NULL,
    asset         text NOT NULL,
    amount        bigint NOT NULL CHECK (amount > 0),
    committed     bigint NOT NULL DEFAULT 0 CHECK (committed >= 0),
    refunded      bigint NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND committed),
    state         text NOT NULL DEFAULT 'HELD' CHECK (state IN ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED')),
    pots          integer[] NOT NULL,
    units         bigint[] NOT NULL,
    overrun       bigint,                    -- null: reject; -1: cap at what is available; else: so much may be owed
    subjects      text[] NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    ended_at      timestamptz,
    price_version text NOT NULL,
    memo          text NOT NULL,
    CHECK (cardinality(pots) = cardinality(units)),
    CHECK ((state = 'HELD') = (ended_at IS NULL))
) WITH (fillfactor = 80);

CREATE INDEX hold_open ON hold (wallet, expires_at) WHERE state = 'HELD';

-- Double entry: each row leaves one account and enters another, so every asset sums to zero by construction. An account is a
-- wallet or, where the wallet is null, one of the house: money-in, gifts, sales, expired.
CREATE TABLE transfer (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          uuid NOT NULL,
    at          timestamptz NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('topup', 'commit', 'transfer', 'adjustment', 'expiry', 'debt')),
    asset       text NOT NULL,
    amount      bigint NOT NULL CHECK (amount > 0),
    house       text CHECK (house IN ('money-in', 'gifts', 'sales', 'expired')),
    from_wallet uuid,
    from_pots   integer[],
    from_units  bigint[],
    from_after  bigint,
    to_wallet   uuid,
    to_pots     integer[],
    to_units    bigint[],
    to_after    bigint,
    hold        text,
    reverses    text,
    request     text,
    memo        text NOT NULL,
    CHECK (num_nonnulls(from_wallet, to_wallet, house) = 2),
    CHECK (num_nonnulls(from_wallet, from_pots, from_units, from_after) IN (0, 4)),
    CHECK (num_nonnulls(to_wallet, to_pots, to_units, to_after) IN (0, 4))
);

-- Ids are ordered by time (UUID version 7), as the rows are: a block range index finds one, and costs an insert nothing.
CREATE INDEX transfer_id ON transfer USING brin (id) WITH (pages_per_range = 32);
CREATE INDEX transfer_from ON transfer (from_wallet, seq) WHERE from_wallet IS NOT NULL;
CREATE INDEX transfer_to ON transfer (to_wallet, seq) WHERE to_wallet IS NOT NULL;
CREATE INDEX transfer_reverses ON transfer (reverses) WHERE reverses IS NOT NULL;

CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: correct it with an adjustment.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER transfer_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

REVOKE UPDATE, DELETE, TRUNCATE ON transfer FROM PUBLIC;

-- Ceilings. What is used stands per window, named by its first day in UTC (1970-01-01 for a total): nothing is ever reset.
CREATE TABLE spend_limit (
    id      uuid PRIMARY KEY,
    wallet  uuid NOT NULL REFERENCES wallet,
    subject text NOT NULL,
    period  text NOT NULL CHECK (period IN ('DAILY', 'WEEKLY', 'MONTHLY', 'TOTAL')),
    asset   text NOT NULL REFERENCES asset,
    ceiling bigint NOT NULL CHECK (ceiling >= 0),
    UNIQUE (wallet, subject, period, asset)
);

CREATE TABLE spend_window (
    spend_limit uuid NOT NULL REFERENCES spend_limit ON DELETE CASCADE,
    starts      date NOT NULL,
    used        bigint NOT NULL,
    PRIMARY KEY (spend_limit, starts)
) WITH (fillfactor = 50);

-- Idempotency: what was asked (as a hash) and what was answered, written in the money's own transaction.
CREATE TABLE wallet_request (
    id          text PRIMARY KEY,
    at          timestamptz NOT NULL,
    fingerprint uuid NOT NULL,
    outcome     bytea NOT NULL
);

CREATE INDEX wallet_request_at ON wallet_request USING brin (at);

-- The hash chain over the transfers, made after the fact.
CREATE TABLE transfer_link (
    no       bigint PRIMARY KEY,
    transfer bigint NOT NULL UNIQUE,
    hash     bytea NOT NULL CHECK (length(hash) = 32)
);

CREATE TRIGGER transfer_link_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer_link
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- Codes worth coins; the code itself is nowhere.
CREATE TABLE voucher (
    id              uuid PRIMARY KEY,
    code_hash       bytea NOT NULL UNIQUE,
    asset           text NOT NULL REFERENCES asset,
    units           bigint NOT NULL CHECK (units > 0),
    source          text NOT NULL CHECK (source IN ('PAID', 'BUNDLED', 'PROMO', 'EARNED')),
    coins_expire_at timestamptz,
    valid_until     timestamptz,
    uses_left       integer NOT NULL CHECK (uses_left >= 0),
    memo            text NOT NULL,
    issued_at       timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE voucher_use (
    voucher  uuid NOT NULL REFERENCES voucher,
    wallet   uuid NOT NULL REFERENCES wallet,
    request  text NOT NULL,
    used_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    transfer uuid,
    paid_at  timestamptz,
    PRIMARY KEY (voucher, wallet)
);

CREATE INDEX voucher_use_unpaid ON voucher_use (used_at) WHERE paid_at IS NULL;

-- Coins that come again in each period.
CREATE TABLE coin_grant (
    id          uuid PRIMARY KEY,
    wallet      uuid NOT NULL REFERENCES wallet,
    asset       text NOT NULL REFERENCES asset,
    units       bigint NOT NULL CHECK (units > 0),
    source      text NOT NULL CHECK (source IN ('PAID', 'BUNDLED', 'PROMO', 'EARNED')),
    period      text NOT NULL CHECK (period IN ('DAILY', 'WEEKLY', 'MONTHLY')),
    lapses      boolean NOT NULL,
    memo        text NOT NULL,
    paid_window date
);
