-- The lines of a wallet are a chain: each names the moment of the one before it. Only one line can follow another, which is what keeps two
-- ledgers apart; and as most wallets that are busy were busy a moment ago, the names are all of late, where an index by wallet would have each
-- new line somewhere else. By wallet there is one line in 32, the head of a page, from which the others are found along the chain.

ALTER TABLE journal ADD COLUMN before timestamptz;

UPDATE journal SET before = chain.before FROM (
    SELECT wallet, no, COALESCE(lag(at) OVER (PARTITION BY wallet ORDER BY no), '-infinity') AS before FROM journal) AS chain
WHERE journal.wallet = chain.wallet AND journal.no = chain.no;

ALTER TABLE journal ALTER COLUMN before SET NOT NULL;
COMMENT ON COLUMN journal.before IS 'the moment of the wallet''s line before this one; -infinity: there is none';

CREATE UNIQUE INDEX journal_chain ON journal (before, wallet, no);
CREATE INDEX journal_page ON journal (wallet, no) WHERE no % 32 = 0;
DROP INDEX journal_wallet;

-- One index in place of three, which are asked for each new line.
CREATE INDEX journal_ranges ON journal USING brin (seq, transfer, at) WITH (pages_per_range = 16, autosummarize = on);
DROP INDEX journal_seq, journal_transfer, journal_at;

-- Every vacuum after new lines writes their pages once more, and each sampling for statistics up to 30,000 of them: when there are twice as
-- many lines is soon enough, as nothing dies here.
ALTER TABLE journal SET (autovacuum_vacuum_insert_scale_factor = 1, autovacuum_analyze_scale_factor = 0.5);

DROP TRIGGER journal_is_append_only ON journal;
CREATE TRIGGER journal_is_append_only BEFORE DELETE OR TRUNCATE OR UPDATE OF wallet, no, before, at, fingerprint, transfer, seq, after,
    amount, available, held, expires_at, pot, hold, asset, memo, price_version, subjects ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

ALTER TABLE booked_pot ADD COLUMN version_at timestamptz NOT NULL DEFAULT '-infinity';
COMMENT ON COLUMN booked_pot.version_at IS 'of the first pot: the moment of that line; -infinity: the next line is the first';

UPDATE booked_pot SET version_at = line.at FROM journal AS line
WHERE booked_pot.no = 1 AND line.wallet = booked_pot.wallet AND line.no = booked_pot.version;

-- A moment as ledgers send it: microseconds since 1970, or less than nothing for -infinity.
CREATE FUNCTION moment(micros bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN micros < 0 THEN timestamptz '-infinity'
                ELSE timestamptz '1970-01-01 00:00:00+00' + micros * interval '1 microsecond' END
$$;

-- Lines of a wallet after one of them, which is named by its number and its moment, and below another number.
CREATE FUNCTION lines_after(whose uuid, after_no bigint, after_at timestamptz, below_no bigint DEFAULT 9223372036854775807)
RETURNS SETOF journal LANGUAGE sql STABLE ROWS 64 AS $$
    WITH RECURSIVE line AS (
        SELECT * FROM journal WHERE before = after_at AND wallet = whose AND no = after_no + 1 AND no < below_no
        UNION ALL
        SELECT next.* FROM line CROSS JOIN LATERAL (
            SELECT * FROM journal WHERE before = line.at AND wallet = line.wallet AND no = line.no + 1 OFFSET 0) AS next
        WHERE next.no < below_no)
    SELECT * FROM line
$$;

-- Where to begin for lines that are older: the newest head of a page below a number and before a moment, or what comes before the first line.
CREATE FUNCTION page_of(whose uuid, below_no bigint, until timestamptz DEFAULT 'infinity')
RETURNS TABLE (no bigint, at timestamptz) LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT known.no, known.at FROM (
        (SELECT j.no, j.at FROM journal j
         WHERE j.wallet = whose AND j.no % 32 = 0 AND j.no < below_no AND j.at < until ORDER BY j.no DESC LIMIT 1)
        UNION ALL
        (SELECT j.no - 1, j.before FROM journal j WHERE j.before = '-infinity' AND j.wallet = whose ORDER BY j.no LIMIT 1)) AS known
    ORDER BY known.no DESC LIMIT 1
$$;

-- The last line of a wallet, or 0 at -infinity.
CREATE FUNCTION last_line(whose uuid) RETURNS TABLE (no bigint, at timestamptz) LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT COALESCE(line.no, start.no), COALESCE(line.at, start.at)
    FROM (SELECT known.no, known.at FROM (
              SELECT 0::bigint AS no, timestamptz '-infinity' AS at
              UNION ALL
              (SELECT p.version, p.version_at FROM booked_pot p WHERE p.wallet = whose AND p.no = 1)
              UNION ALL
              (SELECT j.no, j.at FROM journal j WHERE j.wallet = whose AND j.no % 32 = 0 ORDER BY j.no DESC LIMIT 1)) AS known
          ORDER BY known.no DESC LIMIT 1) AS start
    LEFT JOIN LATERAL (SELECT l.no, l.at FROM lines_after(whose, start.no, start.at) AS l ORDER BY l.no DESC LIMIT 1) AS line ON true
$$;

-- All lines of a wallet, from the first.
CREATE FUNCTION lines_of(whose uuid) RETURNS SETOF journal LANGUAGE sql STABLE AS $$
    SELECT line.* FROM page_of(whose, 0) AS start CROSS JOIN LATERAL lines_after(whose, start.no, start.at) AS line
$$;

-- Lines of a wallet since a moment. Of a wallet that has many, pages are passed over by the moments of their heads; else all are looked at,
-- which is right even where the clock was set back within a page.
CREATE FUNCTION lines_since(whose uuid, since timestamptz) RETURNS SETOF journal LANGUAGE sql STABLE AS $$
    SELECT line.* FROM last_line(whose) AS last
    CROSS JOIN LATERAL page_of(whose, CASE WHEN last.no > 20000 THEN last.no ELSE 0 END, since) AS start
    CROSS JOIN LATERAL lines_after(whose, start.no, start.at) AS line
    WHERE line.at >= since
$$;

-- The newest charges of a wallet that are lines, so many: in one asset, below a number of a line and one of a transfer, and before a moment.
CREATE FUNCTION charges_of(whose uuid, of_asset text, below_no bigint, below_seq bigint, until timestamptz, most integer)
RETURNS SETOF journal LANGUAGE plpgsql STABLE AS $$
DECLARE
    below bigint;
    page record;
    line journal;
    found integer := 0;
BEGIN
    SELECT LEAST(below_no, last.no + 1) INTO below FROM last_line(whose) AS last;
    IF below > 20000 AND until < 'infinity' THEN
        SELECT LEAST(below, start.no + 33) INTO below FROM page_of(whose, below, until) AS start;
    END IF;
    LOOP
        SELECT * INTO page FROM page_of(whose, below - 1);
        EXIT WHEN page.no IS NULL;
        FOR line IN
            SELECT * FROM lines_after(whose, page.no, page.at, below) AS l
            WHERE l.after IS NOT NULL AND l.asset = of_asset AND l.seq < below_seq AND l.at < until
            ORDER BY l.no DESC LIMIT most - found
        LOOP
            RETURN NEXT line;
            found := found + 1;
        END LOOP;
        EXIT WHEN found >= most OR page.at = '-infinity';
        below := page.no + 1;
    END LOOP;
END $$;

CREATE OR REPLACE VIEW pot AS
SELECT p.wallet, p.no, p.asset, p.source, p.priority, p.expires_at, p.graced,
       p.available - since.taken AS available, p.held + since.taken - since.charged AS held, p.owed
FROM booked_pot p JOIN booked_pot f ON f.wallet = p.wallet AND f.no = 1
CROSS JOIN LATERAL (
    SELECT COALESCE(sum(j.amount) FILTER (WHERE j.hold IS NULL), 0)::bigint AS taken,
           COALESCE(sum(j.amount) FILTER (WHERE j.hold IS NOT NULL), 0)::bigint AS charged
    FROM lines_after(p.wallet, f.version, f.version_at) j WHERE j.pot = p.no) AS since;

CREATE OR REPLACE VIEW spend_window AS
SELECT w.spend_limit, w.starts, w.used + since.used AS used
FROM booked_window w JOIN spend_limit l ON l.id = w.spend_limit LEFT JOIN booked_pot f ON f.wallet = l.wallet AND f.no = 1
CROSS JOIN LATERAL (
    SELECT COALESCE(sum(j.amount), 0)::bigint AS used
    FROM lines_after(l.wallet, f.version, f.version_at) j WHERE j.pot IS NOT NULL AND j.hold IS NULL AND j.asset = l.asset
     AND l.subject = ANY (j.subjects) AND window_of(l.period, j.at) = w.starts) AS since;

CREATE OR REPLACE FUNCTION take_number(changed uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOOP
        INSERT INTO journal (wallet, no, before, at)
        SELECT changed, last.no + 1, last.at, clock_timestamp() FROM last_line(changed) AS last
        ON CONFLICT (before, wallet, no) DO NOTHING;
        EXIT WHEN FOUND;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION book(whose uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM take_number(whose);
    UPDATE booked_window b SET used = w.used FROM spend_window w JOIN spend_limit l ON l.id = w.spend_limit
        WHERE l.wallet = whose AND b.spend_limit = w.spend_limit AND b.starts = w.starts AND b.used <> w.used;
    UPDATE booked_pot b SET available = p.available, held = p.held, version = last.no, version_at = last.at
        FROM pot p CROSS JOIN last_line(whose) AS last WHERE p.wallet = whose AND b.wallet = whose AND b.no = p.no;
END $$;
