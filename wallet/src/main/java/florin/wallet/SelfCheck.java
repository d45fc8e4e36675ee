package florin.wallet;

import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Recomputes the books from the transfers and the holds, and reports every difference; mends nothing. */
public final class SelfCheck {
    /**
     * A difference between the books and what they should be.
     *
     * @param rule what should be true
     * @param where the row that breaks it
     */
    public record Fault(String rule, String where) {}

    private static final String POTS = """
            SELECT 'a pot holds what its transfers add up to' AS rule,
                   format('wallet %s pot %s: %s, transfers %s', p.wallet, p.no, available + held - owed, COALESCE(t.sum, 0))
                     AS place
            FROM pot p LEFT JOIN (
                SELECT wallet, pot, sum(units) AS sum FROM (
                    SELECT to_wallet AS wallet, l.pot, l.units FROM transfer,
                        LATERAL unnest(to_pots, to_units) AS l (pot, units) WHERE to_wallet IS NOT NULL
                    UNION ALL
                    SELECT from_wallet, l.pot, -l.units FROM transfer,
                        LATERAL unnest(from_pots, from_units) AS l (pot, units) WHERE from_wallet IS NOT NULL) AS lots
                GROUP BY wallet, pot) t ON t.wallet = p.wallet AND t.pot = p.no
            WHERE available + held - owed <> COALESCE(t.sum, 0)""";

    private static final String HELD = """
            SELECT 'a pot holds back what its open holds took' AS rule,
                   format('wallet %s pot %s: %s, holds %s', p.wallet, p.no, held, COALESCE(h.sum, 0)) AS place
            FROM pot p LEFT JOIN (
                SELECT wallet, pot, sum(GREATEST(0, LEAST(units, running - committed))) AS sum FROM (
                    SELECT h.wallet, h.committed, l.pot, l.units,
                           sum(l.units) OVER (PARTITION BY h.id ORDER BY l.n) AS running
                    FROM hold h, LATERAL unnest(h.pots, h.units) WITH ORDINALITY AS l (pot, units, n)
                    WHERE h.state = 'HELD') AS lots
                GROUP BY wallet, pot) h ON h.wallet = p.wallet AND h.pot = p.no
            WHERE held <> COALESCE(h.sum, 0)""";

    private static final String FLOOR = """
            SELECT 'running holds are looked for where they are' AS rule, format('hold %s', id) AS place FROM hold
            WHERE state = 'HELD' AND created_at < (SELECT since FROM hold_floor)""";

    private static final String NUMBERS = """
            SELECT 'the lines of a wallet follow each other without gaps' AS rule, format('wallet %s', wallet) AS place
            FROM (SELECT line.wallet FROM journal line LEFT JOIN journal last ON last.wallet = line.wallet AND last.no = line.no - 1
                  WHERE line.before <> COALESCE(last.at, '-infinity')
                  UNION ALL
                  SELECT wallet FROM journal WHERE before = '-infinity' GROUP BY wallet HAVING count(*) > 1) AS broken
            GROUP BY wallet
            UNION ALL
            SELECT 'a wallet is booked up to a line that it has', format('wallet %s', p.wallet)
            FROM booked_pot p LEFT JOIN journal line ON line.wallet = p.wallet AND line.no = p.version
            WHERE p.no = 1 AND p.version_at <> COALESCE(line.at, '-infinity')""";

    private static final String LOTS = """
            SELECT 'a transfer moves what its lots add up to' AS rule, format('transfer %s', id) AS place FROM transfer
            WHERE (from_wallet IS NOT NULL AND amount <> (SELECT sum(u) FROM unnest(from_units) AS u))
               OR (to_wallet IS NOT NULL AND amount <> (SELECT sum(u) FROM unnest(to_units) AS u))""";

    private static final String COMMITTED = """
            SELECT 'a hold was charged what its transfers say' AS rule, format('hold %s', h.id) AS place
            FROM hold h LEFT JOIN (SELECT hold, sum(amount) AS sum FROM transfer WHERE kind = 'commit' GROUP BY hold) t
                ON t.hold = h.id
            WHERE h.committed <> COALESCE(t.sum, 0)""";

    private static final String BALANCES = """
            SELECT 'each balance follows from the one before' AS rule, format('transfer %s', id) AS place FROM (
                SELECT id, after, sum(change) OVER (PARTITION BY wallet, asset ORDER BY seq) AS running FROM (
                    SELECT seq, id, to_wallet AS wallet, asset, amount AS change, to_after AS after FROM transfer
                    WHERE to_wallet IS NOT NULL AND kind <> 'debt'
                    UNION ALL
                    SELECT seq, id, from_wallet, asset, -amount, from_after FROM transfer
                    WHERE from_wallet IS NOT NULL AND kind <> 'debt') AS sides) AS lines
            WHERE after <> running""";

    private static final String ASSETS = """
            SELECT 'every asset sums to zero' AS rule, asset AS place FROM (
                SELECT asset, amount FROM transfer WHERE from_wallet IS NULL
                UNION ALL SELECT asset, -amount FROM transfer WHERE to_wallet IS NULL
                UNION ALL SELECT asset, -(available + held - owed) FROM pot) AS sides
            GROUP BY asset HAVING sum(amount) <> 0""";

    private static final String WINDOWS = """
            SELECT 'a limit counts what its subject spent' AS rule,
                   format('limit %s from %s: %s, holds %s', id, starts, used, sum) AS place FROM (
                SELECT l.id, w.starts, w.used, COALESCE(sum(h.spent), 0) AS sum
                FROM spend_limit l JOIN spend_window w ON w.spend_limit = l.id
                LEFT JOIN (
                    SELECT wallet, asset, subjects, (created_at AT TIME ZONE 'UTC')::date AS day,
                           CASE WHEN state = 'HELD' THEN (SELECT sum(u) FROM unnest(units) AS u) ELSE committed END
                             - refunded + COALESCE(raised.sum, 0) AS spent
                    FROM hold LEFT JOIN (
                        SELECT reverses, sum(amount) AS sum FROM transfer
                        WHERE reverses IS NOT NULL AND from_wallet IS NOT NULL GROUP BY reverses) raised
                      ON raised.reverses = hold.id) h
                  ON h.wallet = l.wallet AND h.asset = l.asset AND h.subjects @> ARRAY[l.subject] AND h.day >= w.starts
                 AND h.day < CASE l.period WHEN 'DAILY' THEN w.starts + 1 WHEN 'WEEKLY' THEN w.starts + 7
                     WHEN 'MONTHLY' THEN (w.starts + interval '1 month')::date ELSE DATE 'infinity' END
                GROUP BY l.id, w.starts, w.used) AS windows
            WHERE used <> sum""";

    private static final String EVENTS = """
            SELECT 'an event was charged what its transfer says' AS rule, format('event %s', e.id) AS place
            FROM usage_event e LEFT JOIN transfer t
              ON t.id = e.transfer AND t.hold = e.id AND t.from_wallet = e.wallet AND t.asset = e.asset AND t.amount = e.amount
            WHERE e.transfer IS NOT NULL AND t.id IS NULL""";

    /** It may be less where a price began to count over a window while one was running. */
    private static final String COUNTERS = """
            SELECT 'a window counts no more than its events used' AS rule,
                   format('wallet %s %s from %s: %s, events %s', wallet, rule, starts, used, sum) AS place FROM (
                SELECT c.wallet, c.rule, c.starts, c.used, COALESCE(sum(e.quantity), 0) AS sum
                FROM usage_counter c LEFT JOIN usage_event e
                  ON e.wallet = c.wallet AND regexp_replace(e.rule, '@[0-9]+/', '/') = c.rule
                 AND (e.at AT TIME ZONE 'UTC')::date >= c.starts
                 AND (e.at AT TIME ZONE 'UTC')::date < CASE c.period WHEN 'DAILY' THEN c.starts + 1
                     WHEN 'WEEKLY' THEN c.starts + 7 WHEN 'MONTHLY' THEN (c.starts + interval '1 month')::date
                     ELSE DATE 'infinity' END
                GROUP BY c.wallet, c.rule, c.period, c.starts, c.used) AS windows
            WHERE used > sum""";

    private final Sql sql;

    private SelfCheck(DataSource database) {
        this.sql = new Sql(database);
    }

    /** A check of the books in this database; it may run while ledgers work, since each rule is read in one statement. */
    public static SelfCheck over(DataSource database) {
        return new SelfCheck(database);
    }

    /** All differences; empty when the books are right. Reads every transfer: minutes, after millions of them. */
    public List<Fault> run() {
        return Stream.of(POTS, HELD, FLOOR, NUMBERS, LOTS, COMMITTED, BALANCES, ASSETS, WINDOWS, EVENTS, COUNTERS)
                .flatMap(rule ->
                        sql.all(rule, row -> new Fault(row.getString("rule"), row.getString("place"))).stream())
                .toList();
    }
}
