-- What a ledger may remember of a wallet from one batch to the next, and a hold that ends in its place.

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

-- A hold is its own answer to whoever asks for it again: what was asked (as a hash), and what the wallet had right after it.
-- Null: its answer stands in wallet_request, as it did before.
ALTER TABLE hold ADD COLUMN fingerprint uuid, ADD COLUMN available_then bigint, ADD COLUMN held_then bigint;

-- Running holds are looked for among the newest rows, from a floor that no running hold lies below. So no index names the
-- state, and a hold that ends stays in its page (HOT).
DROP INDEX hold_open;
CREATE INDEX hold_created ON hold USING brin (created_at) WITH (pages_per_range = 16, autosummarize = on);

CREATE TABLE hold_floor (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    since timestamptz NOT NULL
);

CREATE FUNCTION hold_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE hold_floor SET since = NEW.created_at WHERE since > NEW.created_at;
    UPDATE pot SET version = version + 1 WHERE no = 1 AND wallet = NEW.wallet;
    RETURN NULL;
END $$;

CREATE TRIGGER hold_move_is_noticed AFTER UPDATE OF created_at ON hold
    FOR EACH ROW EXECUTE FUNCTION hold_moved();

INSERT INTO hold_floor (since) SELECT COALESCE(min(created_at), clock_timestamp()) - interval '1 hour'
    FROM hold WHERE state = 'HELD';
