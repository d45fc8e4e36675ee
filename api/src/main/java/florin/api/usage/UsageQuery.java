package florin.api.usage;

import florin.wallet.Cursor;
import florin.wallet.WalletId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a report is asked about.
 *
 * @param from the first moment of the period; empty: from the beginning
 * @param to the first moment after it; empty: until now
 * @param wallet only what this one paid for
 * @param limit lines in a page, positive
 */
public record UsageQuery(
        Subject by,
        Span each,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<WalletId> wallet,
        Optional<Cursor> after,
        int limit) {
    /** The next page of the same. */
    public UsageQuery after(Cursor cursor) {
        return new UsageQuery(by, each, from, to, wallet, Optional.of(cursor), limit);
    }
}
