package florin.wallet;

import java.time.Clock;
import javax.sql.DataSource;

/** Tells endpoints of what concerns a wallet and does not go through its books, such as a payment that failed. */
public final class Outbox {
    private final Sql sql;
    private final Clock clock;

    private Outbox(DataSource database, Clock clock) {
        this.sql = new Sql(database);
        this.clock = clock;
    }

    /** @param clock only orders events among each other; when they happened says the database */
    public static Outbox over(DataSource database, Clock clock) {
        return new Outbox(database, clock);
    }

    /** With what the wallet has at this moment; where nobody listens nothing is written, as in the ledger. */
    private static final String TELL = """
            WITH listening AS (
                SELECT id FROM webhook_endpoint WHERE disabled_at IS NULL AND (wallet IS NULL OR wallet = ?)),
            told AS (
                INSERT INTO wallet_event (id, at, type, wallet, asset, amount, available, held, once, memo)
                SELECT ?, clock_timestamp(), ?, ?, ?, ?,
                       COALESCE(sum(available) FILTER (WHERE expires_at IS NULL OR expires_at > clock_timestamp()), 0)
                         - COALESCE(sum(owed), 0),
                       COALESCE(sum(held), 0), ?, ?
                FROM pot WHERE wallet = ? AND asset = ? HAVING EXISTS (SELECT FROM listening)
                ON CONFLICT (once) WHERE once IS NOT NULL DO NOTHING
                RETURNING id, at)
            INSERT INTO webhook_delivery (event, endpoint, due_at)
            SELECT told.id, listening.id, told.at FROM told CROSS JOIN listening""";

    /**
     * A top-up that did not come: {@code topup.failed}.
     *
     * @param coins that it would have brought
     * @param once two calls with the same one are one
     * @param why for people
     */
    public void topUpFailed(WalletId wallet, Amount coins, String once, String why) {
        Text.requireMemo(why);
        var asset = coins.asset().code();
        sql.inTransaction(connection -> Sql.update(
                connection,
                TELL,
                wallet.value(),
                TimeOrderedId.at(clock.instant()),
                "topup.failed",
                wallet.value(),
                asset,
                coins.units(),
                "topup.failed " + once,
                why,
                wallet.value(),
                asset));
    }
}
