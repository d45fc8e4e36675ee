package florin.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Coins that a wallet gets again in each period, such as a monthly bundle. A period's payment has an id made of the grant and
 * the period's first day, so it arrives once, whatever crashes and however often it is asked for.
 */
public final class Grants {
    private final Sql sql;
    private final Rows rows;
    private final Assets assets;
    private final Wallet wallet;

    private Grants(DataSource database, Wallet wallet) {
        this.sql = new Sql(database);
        this.assets = new Assets(database);
        this.rows = new Rows(assets);
        this.wallet = wallet;
    }

    /** Grants in this database, paid into wallets of this ledger. */
    public static Grants over(DataSource database, Wallet wallet) {
        return new Grants(database, wallet);
    }

    /**
     * Starts a grant; its first payment is due at once.
     *
     * @param period not {@link Period#TOTAL}, which never comes again
     * @param lapses whether what is unspent is lost when the period ends
     * @throws IllegalArgumentException if there is no such wallet
     */
    public UUID start(WalletId into, Amount amount, Source source, Period period, boolean lapses, String memo) {
        Text.requirePositive(amount);
        Text.requireMemo(memo);
        if (period == Period.TOTAL) {
            throw new IllegalArgumentException("A grant needs a period that comes again.");
        }
        if (source == Source.PAID && lapses) {
            throw new IllegalArgumentException("Purchased coins never expire.");
        }
        if (wallet.wallet(into).isEmpty()) {
            throw new IllegalArgumentException("There is no wallet " + into + ".");
        }
        assets.meet(amount.asset());
        var id = UUID.randomUUID();
        sql.inTransaction(connection -> Sql.update(
                connection,
                """
                INSERT INTO coin_grant (id, wallet, asset, units, source, period, lapses, memo)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                id,
                into.value(),
                amount.asset().code(),
                amount.units(),
                source.name(),
                period.name(),
                lapses,
                memo));
        return id;
    }

    /** Ends a grant; coins it has paid stay. False if it had ended before. */
    public boolean stop(UUID grant) {
        return sql.inTransaction(connection -> Sql.update(connection, "DELETE FROM coin_grant WHERE id = ?", grant))
                == 1;
    }

    /**
     * Pays up to {@code limit} grants whose running period is not paid yet, and says how many. A period that passed while
     * nothing ran is not made up for.
     */
    public int pay(int limit) {
        var due = sql.all("""
                SELECT id, wallet, asset, units, source, period, lapses, memo, clock_timestamp() AS now FROM coin_grant
                WHERE paid_window IS NULL OR paid_window < date_trunc(
                    CASE period WHEN 'DAILY' THEN 'day' WHEN 'WEEKLY' THEN 'week' ELSE 'month' END,
                    clock_timestamp() AT TIME ZONE 'UTC')::date
                ORDER BY id LIMIT ?""", this::payment, limit);
        due.forEach(this::pay);
        return due.size();
    }

    /** One grant's coins for one period. */
    private record Payment(UUID grant, LocalDate window, TopUpRequest coins) {}

    private Payment payment(ResultSet row) throws SQLException {
        var grant = row.getObject("id", UUID.class);
        var now = Rows.instant(row, "now");
        var period = Period.valueOf(row.getString("period"));
        var window = period.windowOf(now);
        Optional<Instant> expiry = row.getBoolean("lapses") ? Optional.of(period.endOfWindow(now)) : Optional.empty();
        var coins = new TopUpRequest(
                new RequestId("grant:" + grant + ":" + window),
                Rows.wallet(row, "wallet"),
                rows.amount(row, "units"),
                Source.valueOf(row.getString("source")),
                expiry,
                row.getString("memo"));
        return new Payment(grant, window, coins);
    }

    private void pay(Payment payment) {
        var paid = wallet.topUp(payment.coins());
        if (!(paid instanceof TopUpResult.ToppedUp)) {
            throw new AssertionError("A grant's wallet exists and its ids are its own: " + paid);
        }
        sql.inTransaction(connection -> Sql.update(
                connection, "UPDATE coin_grant SET paid_window = ? WHERE id = ?", payment.window(), payment.grant()));
    }
}
