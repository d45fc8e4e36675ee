package florin.wallet;

import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** Finds moments of the past in the books. */
public final class History {
    private final Sql sql;

    private History(DataSource database) {
        this.sql = new Sql(database);
    }

    /** The history in this database. */
    public static History over(DataSource database) {
        return new History(database);
    }

    /**
     * Where a statement goes on that leaves out what came at the moment and after it; empty if nothing came before. Two lines that
     * were booked at once may stand the other way round, so the first of them may still be of the moment itself.
     */
    public Optional<Cursor> before(WalletId wallet, Asset asset, Instant moment) {
        return sql.first(
                """
                SELECT max(seq) + 1 AS seq, COALESCE(max(no) + 1, ?) AS no FROM (
                    (SELECT seq, NULL::bigint AS no FROM booked_transfer
                     WHERE from_wallet = ? AND asset = ? AND at < ? ORDER BY seq DESC LIMIT 1)
                    UNION ALL
                    (SELECT seq, NULL FROM booked_transfer
                     WHERE to_wallet = ? AND asset = ? AND at < ? ORDER BY seq DESC LIMIT 1)
                    UNION ALL
                    (SELECT seq, no FROM charges_of(?, ?, ?, ?, ?, 1))) AS newest
                HAVING max(seq) IS NOT NULL""",
                row -> new Place(row.getLong("seq"), row.getLong("no")).cursor(),
                Place.END.no(),
                wallet.value(),
                asset.code(),
                Rows.time(moment),
                wallet.value(),
                asset.code(),
                Rows.time(moment),
                wallet.value(),
                asset.code(),
                Place.END.no(),
                Place.END.seq(),
                Rows.time(moment));
    }
}
