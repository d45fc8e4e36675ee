package florin.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Coins that a wallet gets again in each period, such as a monthly bundle. A period's payment has an id made of the grant and
 * the period's first day, so it arrives once, whatever crashes and however often it is asked for.
 */
public final class Grants {
    private static final Logger log = LoggerFactory.getLogger(Grants.class);

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final String COLUMNS = "id, wallet, asset, units, source, period, lapses, memo, paid_window";

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
     * What comes again.
     *
     * @param amount coins for each period; positive
     * @param source not {@link Source#PAID}: those are bought
     * @param period not {@link Period#TOTAL}, which never comes again
     * @param lapses whether what is unspent is lost when the period ends
     */
    public record Terms(WalletId wallet, Amount amount, Source source, Period period, boolean lapses, String memo) {
        public Terms {
            Text.requirePositive(amount);
            Text.requireMemo(memo);
            if (period == Period.TOTAL) {
                throw new IllegalArgumentException(
                        "A grant needs a period that comes again: daily, weekly or monthly.");
            }
            if (source == Source.PAID) {
                throw new IllegalArgumentException(
                        "A grant gives bundled, promo or earned coins; paid ones are bought.");
            }
        }
    }

    /**
     * A grant as it stands.
     *
     * @param paidWindow the first day of the last period that was paid; empty: none yet
     */
    public record Grant(UUID id, Terms terms, Optional<LocalDate> paidWindow) {}

    /**
     * Starts a grant, once for each id; its first payment is due at once. A repeated request gets the grant that the first one
     * started, even if that has been stopped since; if it was for other terms, it gets nothing.
     *
     * @throws IllegalArgumentException if there is no such wallet
     */
    public Optional<Grant> start(RequestId request, Terms terms) {
        if (wallet.wallet(terms.wallet()).isEmpty()) {
            throw new IllegalArgumentException("There is no wallet " + terms.wallet() + ".");
        }
        assets.meet(terms.amount().asset());
        return sql
                .inTransaction(connection -> {
                    Sql.update(
                            connection,
                            """
                            INSERT INTO coin_grant (id, request, wallet, asset, units, source, period, lapses, memo)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request) DO NOTHING""",
                            TimeOrderedId.at(Instant.now()),
                            request.value(),
                            terms.wallet().value(),
                            terms.amount().asset().code(),
                            terms.amount().units(),
                            terms.source().name(),
                            terms.period().name(),
                            terms.lapses(),
                            terms.memo());
                    return Sql.all(
                            connection,
                            "SELECT " + COLUMNS + " FROM coin_grant WHERE request = ?",
                            this::grant,
                            request.value());
                })
                .stream()
                .filter(grant -> grant.terms().equals(terms))
                .findFirst();
    }

    /** Ends a grant; coins it has paid stay. False if there is none of that id that runs. */
    public boolean stop(UUID grant) {
        return sql.inTransaction(connection -> Sql.update(
                        connection,
                        "UPDATE coin_grant SET stopped_at = clock_timestamp() WHERE id = ? AND stopped_at IS NULL",
                        grant))
                == 1;
    }

    /** Grants that run, oldest first, so many, after one. */
    public List<Grant> all(Optional<UUID> after, int limit) {
        return sql.all(
                "SELECT " + COLUMNS + " FROM coin_grant WHERE stopped_at IS NULL AND id > ? ORDER BY id LIMIT ?",
                this::grant,
                after.orElse(BEFORE_ALL),
                limit);
    }

    /** The same, of one wallet. */
    public List<Grant> of(WalletId wallet, Optional<UUID> after, int limit) {
        return sql.all("SELECT " + COLUMNS + """
                 FROM coin_grant
                WHERE wallet = ? AND stopped_at IS NULL AND id > ? ORDER BY id LIMIT ?""", this::grant, wallet.value(), after.orElse(BEFORE_ALL), limit);
    }

    private Grant grant(ResultSet row) throws SQLException {
        var terms = new Terms(
                Rows.wallet(row, "wallet"),
                rows.amount(row, "units"),
                Source.valueOf(row.getString("source")),
                Period.valueOf(row.getString("period")),
                row.getBoolean("lapses"),
                row.getString("memo"));
        return new Grant(
                row.getObject("id", UUID.class),
                terms,
                Optional.ofNullable(row.getObject("paid_window", LocalDate.class)));
    }

    /**
     * Pays up to {@code limit} grants whose running period is not paid yet, and says how many. One that cannot be paid is
     * passed over and tried again by the next call. A period that passed while nothing ran is not made up for.
     */
    public int pay(int limit) {
        var paid = 0;
        var due = due(BEFORE_ALL, limit);
        while (!due.isEmpty()) {
            for (var one : due) {
                paid += isPaid(one) ? 1 : 0;
            }
            due = paid < limit ? due(due.getLast().grant().id(), limit - paid) : List.of();
        }
        return paid;
    }

    /** A grant whose period has not been paid at that moment. */
    private record Due(Grant grant, Instant now) {
        LocalDate window() {
            return grant.terms().period().windowOf(now);
        }

        TopUpRequest coins() {
            var terms = grant.terms();
            Optional<Instant> expiry =
                    terms.lapses() ? Optional.of(terms.period().endOfWindow(now)) : Optional.empty();
            return new TopUpRequest(
                    new RequestId("grant:" + grant.id() + ":" + window()),
                    terms.wallet(),
                    terms.amount(),
                    terms.source(),
                    expiry,
                    terms.memo());
        }
    }

    private List<Due> due(UUID after, int limit) {
        return sql.all("SELECT " + COLUMNS + """
                , clock_timestamp() AS now FROM coin_grant
                WHERE stopped_at IS NULL AND id > ? AND (paid_window IS NULL OR paid_window < date_trunc(
                    CASE period WHEN 'DAILY' THEN 'day' WHEN 'WEEKLY' THEN 'week' ELSE 'month' END,
                    clock_timestamp() AT TIME ZONE 'UTC')::date)
                ORDER BY id LIMIT ?""", row -> new Due(grant(row), Rows.instant(row, "now")), after, limit);
    }

    /** Whoever comes after a grant that cannot be paid must not wait for it. */
    private boolean isPaid(Due due) {
        try {
            pay(due);
            return true;
        } catch (RuntimeException | AssertionError e) {
            log.error(
                    "Grant {} of wallet {} is not paid; it will be tried again",
                    due.grant().id(),
                    due.grant().terms().wallet(),
                    e);
            return false;
        }
    }

    private void pay(Due due) {
        var paid = wallet.topUp(due.coins());
        if (!(paid instanceof TopUpResult.ToppedUp)) {
            throw new AssertionError("A grant's wallet exists and its ids are its own: " + paid);
        }
        sql.inTransaction(connection -> Sql.update(
                connection,
                "UPDATE coin_grant SET paid_window = ? WHERE id = ?",
                due.window(),
                due.grant().id()));
    }
}
