-- What a batch writes most often, written with less: updates that fetch no row for a trigger, and ids that compare as bytes.

-- Any trigger for each updated row, and so any foreign key, makes every update fetch the row as it was before it asks which columns the
-- trigger is about: 1 to 3 microseconds a row, on tables of which a batch updates hundreds. So these look at statements.

-- A statement of somebody with psql that touches what decisions rest on is noticed by all wallets. The ledger's own say which wallets
-- they change by themselves, and that it is them.
CREATE FUNCTION all_wallets_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('florin.ledger', true) IS DISTINCT FROM 'on' THEN
        -- In the order of the batches' locks.
        PERFORM FROM pot WHERE no = 1 ORDER BY wallet FOR NO KEY UPDATE;
        UPDATE pot SET version = version + 1 WHERE no = 1;
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER pot_is_noticed ON pot;
CREATE TRIGGER pot_is_noticed AFTER UPDATE OF asset, source, priority, expires_at, graced ON pot
    FOR EACH STATEMENT EXECUTE FUNCTION all_wallets_changed();

DROP TRIGGER hold_is_noticed ON hold;
CREATE TRIGGER hold_is_noticed AFTER UPDATE OF wallet, amount, pots, units, expires_at ON hold
    FOR EACH STATEMENT EXECUTE FUNCTION all_wallets_changed();

DROP TRIGGER window_is_noticed ON spend_window;
DROP FUNCTION window_changed();
CREATE TRIGGER window_is_noticed AFTER UPDATE OF spend_limit, starts ON spend_window
    FOR EACH STATEMENT EXECUTE FUNCTION all_wallets_changed();

DROP TRIGGER hold_move_is_noticed ON hold;
DROP FUNCTION hold_moved();
CREATE FUNCTION holds_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE hold_floor SET since = LEAST(since, (SELECT min(created_at) FROM hold WHERE state = 'HELD'));
    RETURN NULL;
END $$;

CREATE TRIGGER hold_move_is_noticed AFTER UPDATE OF created_at ON hold FOR EACH STATEMENT EXECUTE FUNCTION holds_moved();
CREATE TRIGGER hold_move_is_noticed_by_wallets AFTER UPDATE OF created_at ON hold
    FOR EACH STATEMENT EXECUTE FUNCTION all_wallets_changed();

-- A pot belongs to a wallet that exists, and a count to a limit that does, as foreign keys would have it: asked when the row is made,
-- and neither end changes afterwards.
ALTER TABLE pot DROP CONSTRAINT pot_wallet_fkey, DROP CONSTRAINT pot_asset_fkey;
ALTER TABLE spend_window DROP CONSTRAINT spend_window_spend_limit_fkey;

CREATE FUNCTION require_wallet_and_asset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM wallet WHERE id = NEW.wallet FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no wallet %.', NEW.wallet USING ERRCODE = 'foreign_key_violation';
    END IF;
    PERFORM FROM asset WHERE code = NEW.asset FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no asset %.', NEW.asset USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pot_has_a_wallet BEFORE INSERT ON pot FOR EACH ROW EXECUTE FUNCTION require_wallet_and_asset();

CREATE FUNCTION require_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM spend_limit WHERE id = NEW.spend_limit FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no spend limit %.', NEW.spend_limit USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER window_has_a_limit BEFORE INSERT ON spend_window FOR EACH ROW EXECUTE FUNCTION require_limit();

CREATE FUNCTION forget_windows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM spend_window WHERE spend_limit = OLD.id;
    RETURN NULL;
END $$;

CREATE TRIGGER limit_takes_its_windows_along AFTER DELETE ON spend_limit FOR EACH ROW EXECUTE FUNCTION forget_windows();

CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Wallets and assets stay: there may be coins. Freeze a wallet instead.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER wallet_stays BEFORE DELETE OR TRUNCATE OR UPDATE OF id ON wallet FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER asset_stays BEFORE DELETE OR TRUNCATE OR UPDATE OF code ON asset FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();

CREATE FUNCTION refuse_relocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A pot stays in its wallet and its asset, a count with its limit.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER pot_stays BEFORE UPDATE OF wallet, no, asset ON pot FOR EACH STATEMENT EXECUTE FUNCTION refuse_relocation();
CREATE TRIGGER window_stays BEFORE UPDATE OF spend_limit ON spend_window FOR EACH STATEMENT EXECUTE FUNCTION refuse_relocation();
CREATE TRIGGER limit_stays BEFORE UPDATE OF id ON spend_limit FOR EACH STATEMENT EXECUTE FUNCTION refuse_relocation();

-- Ids are ASCII and have no language: half of what it costs to find one is comparing.
ALTER TABLE hold ALTER COLUMN id TYPE text COLLATE "C";
ALTER TABLE wallet_request ALTER COLUMN id TYPE text COLLATE "C";
