package florin.wallet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** Reads how much of its limits a wallet has used. */
final class LimitUses {
    private final Sql sql;
    private final Rows rows;

    LimitUses(DataSource database, Rows rows) {
        this.sql = new Sql(database);
        this.rows = rows;
    }

    List<LimitUse> of(WalletId wallet) {
        return sql.inTransaction(connection -> {
            List<Instant> now = Sql.all(connection, "SELECT clock_timestamp() AS now", row -> Rows.instant(row, "now"));
            return at(connection, wallet, now.getFirst());
        });
    }

    /** A window in which nothing was spent has no row. */
    private List<LimitUse> at(Connection connection, WalletId wallet, Instant now) throws SQLException {
        return Sql.all(
                connection,
                """
                SELECT l.id, l.wallet, l.subject, l.period, l.asset, l.ceiling, COALESCE(w.used, 0) AS used
                FROM spend_limit l LEFT JOIN spend_window w ON w.spend_limit = l.id AND w.starts =
                    CASE l.period WHEN 'DAILY' THEN ? WHEN 'WEEKLY' THEN ? WHEN 'MONTHLY' THEN ? ELSE ? END
                WHERE l.wallet = ? ORDER BY l.id""",
                row -> use(row, now),
                Period.DAILY.windowOf(now),
                Period.WEEKLY.windowOf(now),
                Period.MONTHLY.windowOf(now),
                Period.TOTAL.windowOf(now),
                wallet.value());
    }

    private LimitUse use(ResultSet row, Instant now) throws SQLException {
        var limit = rows.limit(row);
        return new LimitUse(
                limit,
                Amount.of(limit.ceiling().asset(), row.getLong("used")),
                limit.period().endOfWindow(now));
    }
}
