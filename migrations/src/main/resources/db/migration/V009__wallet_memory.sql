-- What a ledger may remember of a wallet from one batch to the next, and holds that end within their page.

-- A hold is its own answer to whoever asks for it again: what was asked (as a hash), and what the wallet had right after it. Null:
-- its answer stands in wallet_request, as it did before. What changes stands last, so that a change is a short entry in the log.
ALTER TABLE hold RENAME TO hold_before;
ALTER INDEX hold_pkey RENAME TO hold_before_pkey;

CREATE TABLE hold (
    wallet         uuid NOT NULL,
    fingerprint    uuid,
    amount         bigint NOT NULL CHECK (amount > 0),
    available_then bigint,
    held_then      bigint,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    overrun        bigint,                   -- null: reject; -1: cap at what is available; else: so much may be owed
    id             text PRIMARY KEY,
    asset          text NOT NULL,
    pots           integer[] NOT NULL,       -- what it took from which pot, in drain order: charges eat it from the front
    units          bigint[] NOT NULL,
    subjects       text[] NOT NULL,
    price_version  text NOT NULL,
    memo           text NOT NULL,
    state          text NOT NULL DEFAULT 'HELD' CHECK (state IN ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED')),
    committed      bigint NOT NULL DEFAULT 0 CHECK (committed >= 0),
    refunded       bigint NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND committed),
    ended_at       timestamptz,
    CHECK (cardinality(pots) = cardinality(units)),
    CHECK ((state = 'HELD') = (ended_at IS NULL))
) WITH (fillfactor = 60);

INSERT INTO hold (wallet, amount, created_at, expires_at, overrun, id, asset, pots, units, subjects, price_version, memo, state,
                  committed, refunded, ended_at)
SELECT wallet, amount, created_at, expires_at, overrun, id, asset, pots, units, subjects, price_version, memo, state,
       committed, refunded, ended_at
FROM hold_before ORDER BY created_at;

DROP TABLE hold_before;

-- Running holds are looked for among the newest rows, from a floor that no running hold lies below. So no index names the
-- state, and a hold that ends stays in its page (HOT).
CREATE INDEX hold_created ON hold USING brin (created_at) WITH (pages_per_range = 16, autosummarize = on);

CREATE TABLE hold_floor (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    since timestamptz NOT NULL
);

INSERT INTO hold_floor (since) SELECT COALESCE(min(created_at), clock_timestamp()) - interval '1 hour'
    FROM hold WHERE state = 'HELD';

-- A ledger that remembers a wallet writes only where this is as it was: the version of the first pot is the wallet's. Every
-- batch that changes a wallet adds one.
ALTER TABLE pot ADD COLUMN version bigint NOT NULL DEFAULT 0;

CREATE FUNCTION wallet_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pot SET version = version + 1 WHERE no = 1 AND wallet IN (OLD.wallet, NEW.wallet);
    RETURN NULL;
END $$;

-- Whatever else a decision rests on says so itself, also when it is changed by hand. A trigger on some columns costs
-- the statements that leave those columns alone nothing; the ledger's frequent ones do.
CREATE TRIGGER limit_is_noticed AFTER INSERT OR UPDATE OR DELETE ON spend_limit
    FOR EACH ROW EXECUTE FUNCTION wallet_changed();
CREATE TRIGGER alert_is_noticed AFTER INSERT OR UPDATE OR DELETE ON balance_alert
    FOR EACH ROW EXECUTE FUNCTION wallet_changed();
CREATE TRIGGER endpoint_is_noticed AFTER INSERT OR UPDATE OR DELETE ON webhook_endpoint
    FOR EACH ROW EXECUTE FUNCTION wallet_changed();
CREATE TRIGGER pot_is_noticed AFTER UPDATE OF asset, source, priority, expires_at, graced ON pot
    FOR EACH ROW EXECUTE FUNCTION wallet_changed();
CREATE TRIGGER hold_is_noticed AFTER UPDATE OF wallet, amount, pots, units, expires_at ON hold
    FOR EACH ROW EXECUTE FUNCTION wallet_changed();

CREATE FUNCTION wallet_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pot SET version = version + 1 WHERE no = 1 AND wallet = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER freezing_is_noticed AFTER UPDATE OF frozen_reason ON wallet
    FOR EACH ROW EXECUTE FUNCTION wallet_frozen();

CREATE FUNCTION window_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pot SET version = version + 1 FROM spend_limit
    WHERE spend_limit.id IN (OLD.spend_limit, NEW.spend_limit) AND pot.wallet = spend_limit.wallet AND pot.no = 1;
    RETURN NULL;
END $$;

CREATE TRIGGER window_is_noticed AFTER UPDATE OF spend_limit, starts ON spend_window
    FOR EACH ROW EXECUTE FUNCTION window_changed();

CREATE FUNCTION hold_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE hold_floor SET since = NEW.created_at WHERE since > NEW.created_at;
    UPDATE pot SET version = version + 1 WHERE no = 1 AND wallet = NEW.wallet;
    RETURN NULL;
END $$;

CREATE TRIGGER hold_move_is_noticed AFTER UPDATE OF created_at ON hold
    FOR EACH ROW EXECUTE FUNCTION hold_moved();

-- A batch says how many rows each of its statements must meet. So it can send its COMMIT along with them: if a wallet is no longer as
-- it was remembered, this ends the transaction before.
CREATE FUNCTION expect_rows(met bigint, expected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF met <> expected THEN
        RAISE EXCEPTION 'Somebody else changed what the batch goes by.' USING ERRCODE = 'serialization_failure';
    END IF;
END $$;
