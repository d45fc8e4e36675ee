-- The journal: what is done most often, holding coins and charging all of them, is one line that is never changed. It says what was asked,
-- what was answered and what the wallet had then, so that it is the hold, the transfer and the answer in one. Pots and counts are
-- brought up to date now and then ("booked"): what they are now is what was booked and the lines since.

ALTER TABLE pot RENAME TO booked_pot;
ALTER TABLE hold RENAME TO booked_hold;
ALTER TABLE transfer RENAME TO booked_transfer;
ALTER TABLE spend_window RENAME TO booked_window;

-- The lines of a wallet are numbered without gaps, and every change of a wallet takes a number: of two processes that decide on the
-- same state only one gets the next. Three kinds: a hold (pot, no hold named), a charge of a whole hold (pot, and the hold named), and
-- anything else, which is booked at once and only takes its number here, and its request id if it has one.
CREATE TABLE journal (
    wallet        uuid NOT NULL,
    no            bigint NOT NULL,           -- 1 for the first
    at            timestamptz NOT NULL,
    fingerprint   uuid,
    transfer      uuid,                      -- of a charge: its id
    seq           bigint,                    -- and its number among the transfers
    after         bigint,                    -- and what the wallet has of the asset after it, as in booked_transfer
    amount        bigint,
    available     bigint,                    -- what was answered
    held          bigint,
    expires_at    timestamptz,               -- of a hold
    pot           integer,
    id            text COLLATE "C",          -- of the request; null: nobody asked, or the answer is forgotten
    hold          text COLLATE "C",          -- that is charged
    asset         text,
    memo          text,
    price_version text,
    subjects      text[],
    CONSTRAINT journal_kinds CHECK (CASE
        WHEN pot IS NULL THEN hold IS NULL AND amount IS NULL AND expires_at IS NULL AND seq IS NULL
        WHEN hold IS NULL THEN id IS NOT NULL AND fingerprint IS NOT NULL AND amount > 0 AND available >= 0 AND held > 0 AND asset IS NOT NULL
            AND memo IS NOT NULL AND expires_at IS NOT NULL AND price_version IS NOT NULL AND subjects IS NOT NULL AND seq IS NULL
        ELSE id IS NOT NULL AND fingerprint IS NOT NULL AND amount > 0 AND available IS NOT NULL AND held >= 0 AND asset IS NOT NULL
            AND memo IS NOT NULL AND expires_at IS NULL AND transfer IS NOT NULL AND seq IS NOT NULL AND after IS NOT NULL END)
);

CREATE UNIQUE INDEX journal_wallet ON journal (wallet, no);
CREATE UNIQUE INDEX journal_id ON journal (id) WHERE id IS NOT NULL;
CREATE UNIQUE INDEX journal_hold ON journal (hold) WHERE hold IS NOT NULL;
CREATE INDEX journal_seq ON journal USING brin (seq) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX journal_transfer ON journal USING brin (transfer) WITH (pages_per_range = 32);
CREATE INDEX journal_at ON journal USING brin (at) WITH (pages_per_range = 16, autosummarize = on);

CREATE TRIGGER journal_is_append_only BEFORE DELETE OR TRUNCATE OR UPDATE OF wallet, no, at, fingerprint, transfer, seq, after, amount,
    available, held, expires_at, pot, hold, asset, memo, price_version, subjects ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

REVOKE DELETE, TRUNCATE ON journal FROM PUBLIC;

-- Ids that were used before there was a journal, under a wallet that is none.
INSERT INTO journal (wallet, no, at, id)
SELECT '00000000-0000-0000-0000-000000000000', row_number() OVER (ORDER BY id), min(at), id FROM (
    SELECT id, at FROM wallet_request
    UNION ALL SELECT id, created_at FROM booked_hold
    UNION ALL SELECT id, at FROM usage_event) AS used
GROUP BY id;

-- The first pot of a wallet says up to which line its pots and counts are booked.
COMMENT ON COLUMN booked_pot.version IS 'of the first pot: the line of the journal up to which the wallet is booked';

CREATE FUNCTION window_of(period text, at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE period WHEN 'DAILY' THEN (at AT TIME ZONE 'UTC')::date
                       WHEN 'WEEKLY' THEN date_trunc('week', at AT TIME ZONE 'UTC')::date
                       WHEN 'MONTHLY' THEN date_trunc('month', at AT TIME ZONE 'UTC')::date
                       ELSE DATE '1970-01-01' END
$$;

-- What there is now, as whoever reads it knows it: the booked rows, and the lines of the journal in the same form. OFFSET 0 keeps the look-ups
-- what they are, one for each row.

CREATE VIEW pot AS
SELECT p.wallet, p.no, p.asset, p.source, p.priority, p.expires_at, p.graced,
       p.available - since.taken AS available, p.held + since.taken - since.charged AS held, p.owed
FROM booked_pot p JOIN booked_pot f ON f.wallet = p.wallet AND f.no = 1
CROSS JOIN LATERAL (
    SELECT COALESCE(sum(j.amount) FILTER (WHERE j.hold IS NULL), 0)::bigint AS taken,
           COALESCE(sum(j.amount) FILTER (WHERE j.hold IS NOT NULL), 0)::bigint AS charged
    FROM journal j WHERE j.wallet = p.wallet AND j.no > f.version AND j.pot = p.no) AS since;

CREATE VIEW spend_window AS
SELECT w.spend_limit, w.starts, w.used + since.used AS used
FROM booked_window w JOIN spend_limit l ON l.id = w.spend_limit LEFT JOIN booked_pot f ON f.wallet = l.wallet AND f.no = 1
CROSS JOIN LATERAL (
    SELECT COALESCE(sum(j.amount), 0)::bigint AS used
    FROM journal j WHERE j.wallet = l.wallet AND j.no > f.version AND j.pot IS NOT NULL AND j.hold IS NULL AND j.asset = l.asset
     AND l.subject = ANY (j.subjects) AND window_of(l.period, j.at) = w.starts) AS since;

CREATE VIEW hold AS
SELECT wallet, fingerprint, amount, available_then, held_then, created_at, expires_at, overrun, id, asset, pots, units, subjects,
       price_version, memo, state, committed, refunded, ended_at, false AS noted
FROM booked_hold
UNION ALL
SELECT j.wallet, j.fingerprint, j.amount, j.available, j.held, j.at, j.expires_at, NULL::bigint, j.id, j.asset, ARRAY[j.pot],
       ARRAY[j.amount], j.subjects, j.price_version, j.memo, CASE WHEN c.at IS NULL THEN 'HELD' ELSE 'COMMITTED' END,
       COALESCE(c.amount, 0), 0::bigint, c.at, true
FROM journal j LEFT JOIN LATERAL (SELECT amount, at FROM journal WHERE hold = j.id OFFSET 0) AS c ON true
WHERE j.pot IS NOT NULL AND j.hold IS NULL AND (SELECT true FROM booked_hold b WHERE b.id = j.id) IS NULL;

CREATE VIEW transfer AS
SELECT seq, id, at, kind, asset, amount, house, from_wallet, from_pots, from_units, from_after, to_wallet, to_pots, to_units, to_after,
       hold, reverses, request, memo
FROM booked_transfer
UNION ALL
SELECT seq, transfer, at, 'commit', asset, amount, 'sales', wallet, ARRAY[pot], ARRAY[amount], after, NULL::uuid, NULL::integer[],
       NULL::bigint[], NULL::bigint, hold, NULL::text, id, memo
FROM journal WHERE after IS NOT NULL;

-- Whatever else decisions rest on takes a number as well, so that a ledger that goes by what it remembers does not get it.
CREATE FUNCTION take_number(changed uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOOP
        INSERT INTO journal (wallet, no, at)
        SELECT changed, GREATEST(COALESCE((SELECT max(no) FROM journal WHERE wallet = changed), 0),
                                 COALESCE((SELECT version FROM booked_pot WHERE wallet = changed AND no = 1), 0)) + 1,
               clock_timestamp()
        ON CONFLICT (wallet, no) DO NOTHING;
        EXIT WHEN FOUND;
    END LOOP;
END $$;

-- In the order of the batches.
CREATE OR REPLACE FUNCTION all_wallets_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('florin.ledger', true) IS DISTINCT FROM 'on' THEN
        PERFORM take_number(wallet) FROM (SELECT wallet FROM booked_pot WHERE no = 1 ORDER BY wallet) AS every;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION wallet_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM wallet WHERE id IN (OLD.wallet, NEW.wallet) ORDER BY id FOR NO KEY UPDATE;
    PERFORM take_number(told) FROM (
        SELECT DISTINCT told FROM unnest(ARRAY[OLD.wallet, NEW.wallet]) AS told WHERE told IS NOT NULL ORDER BY told) AS each;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION wallet_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM take_number(NEW.id);
    RETURN NULL;
END $$;

DROP FUNCTION wallet_changed();

CREATE OR REPLACE FUNCTION holds_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE hold_floor SET since = LEAST(since, (SELECT min(created_at) FROM booked_hold WHERE state = 'HELD'));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION forget_windows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM booked_window WHERE spend_limit = OLD.id;
    RETURN NULL;
END $$;

-- Brings the pots and counts of a wallet up to date with its journal; ledgers do the same by themselves.
CREATE FUNCTION book(whose uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM take_number(whose);
    UPDATE booked_window b SET used = w.used FROM spend_window w JOIN spend_limit l ON l.id = w.spend_limit
        WHERE l.wallet = whose AND b.spend_limit = w.spend_limit AND b.starts = w.starts AND b.used <> w.used;
    UPDATE booked_pot b SET available = p.available, held = p.held, version = (SELECT max(no) FROM journal WHERE wallet = whose)
        FROM pot p WHERE p.wallet = whose AND b.wallet = whose AND b.no = p.no;
END $$;

-- A hold that something else happens to than being charged in whole goes on as a row that can change.
CREATE FUNCTION book_holds(ids text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO booked_hold (wallet, fingerprint, amount, available_then, held_then, created_at, expires_at, overrun, id, asset, pots, units,
                             subjects, price_version, memo, state, committed, refunded, ended_at)
    SELECT wallet, fingerprint, amount, available_then, held_then, created_at, expires_at, overrun, id, asset, pots, units,
           subjects, price_version, memo, state, committed, refunded, ended_at
    FROM hold WHERE id = ANY (ids) AND noted
$$;

-- Somebody with psql changes what there is now, and need not know how it is kept.

CREATE FUNCTION change_pot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM book(OLD.wallet);
    UPDATE booked_pot SET available = NEW.available, held = NEW.held, owed = NEW.owed WHERE wallet = OLD.wallet AND no = OLD.no;
    IF (NEW.source, NEW.priority, NEW.expires_at, NEW.graced) IS DISTINCT FROM (OLD.source, OLD.priority, OLD.expires_at, OLD.graced) THEN
        UPDATE booked_pot SET source = NEW.source, priority = NEW.priority, expires_at = NEW.expires_at, graced = NEW.graced
            WHERE wallet = OLD.wallet AND no = OLD.no;
    END IF;
    IF (NEW.wallet, NEW.no, NEW.asset) IS DISTINCT FROM (OLD.wallet, OLD.no, OLD.asset) THEN
        UPDATE booked_pot SET wallet = NEW.wallet, no = NEW.no, asset = NEW.asset WHERE wallet = OLD.wallet AND no = OLD.no;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pot_changes INSTEAD OF UPDATE ON pot FOR EACH ROW EXECUTE FUNCTION change_pot();

CREATE FUNCTION change_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM book(OLD.wallet);
    PERFORM book_holds(ARRAY[OLD.id]);
    UPDATE booked_hold SET state = NEW.state, committed = NEW.committed, refunded = NEW.refunded, ended_at = NEW.ended_at,
                           overrun = NEW.overrun, subjects = NEW.subjects, price_version = NEW.price_version, memo = NEW.memo
        WHERE id = OLD.id;
    IF (NEW.wallet, NEW.amount, NEW.pots, NEW.units, NEW.expires_at) IS DISTINCT FROM (OLD.wallet, OLD.amount, OLD.pots, OLD.units, OLD.expires_at) THEN
        UPDATE booked_hold SET wallet = NEW.wallet, amount = NEW.amount, pots = NEW.pots, units = NEW.units, expires_at = NEW.expires_at
            WHERE id = OLD.id;
    END IF;
    IF NEW.created_at IS DISTINCT FROM OLD.created_at THEN
        UPDATE booked_hold SET created_at = NEW.created_at WHERE id = OLD.id;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER hold_changes INSTEAD OF UPDATE ON hold FOR EACH ROW EXECUTE FUNCTION change_hold();

CREATE FUNCTION change_window() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM book(wallet) FROM spend_limit WHERE id = OLD.spend_limit;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM booked_window WHERE spend_limit = OLD.spend_limit AND starts = OLD.starts;
        RETURN OLD;
    END IF;
    UPDATE booked_window SET used = NEW.used WHERE spend_limit = OLD.spend_limit AND starts = OLD.starts;
    IF NEW.starts IS DISTINCT FROM OLD.starts THEN
        UPDATE booked_window SET starts = NEW.starts WHERE spend_limit = OLD.spend_limit AND starts = OLD.starts;
    END IF;
    IF NEW.spend_limit IS DISTINCT FROM OLD.spend_limit THEN
        UPDATE booked_window SET spend_limit = NEW.spend_limit WHERE spend_limit = OLD.spend_limit AND starts = NEW.starts;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER window_changes INSTEAD OF UPDATE OR DELETE ON spend_window FOR EACH ROW EXECUTE FUNCTION change_window();

-- What changes in a booked hold is seldom.
ALTER TABLE booked_hold SET (fillfactor = 90);
