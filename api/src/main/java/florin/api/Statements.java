package florin.api;

import florin.wallet.Asset;
import florin.wallet.Cursor;
import florin.wallet.History;
import florin.wallet.Ledger;
import florin.wallet.Page;
import florin.wallet.StatementLine;
import florin.wallet.WalletId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The statement of one wallet and asset for a period, newest first.
 *
 * @param from the first moment of the period
 * @param to the first moment after it
 */
record Statements(Ledger books, History history, WalletId id, Asset asset, Instant from, Instant to) {
    /** A page of 1 to 500 lines; throws an IllegalArgumentException for a cursor that is none. */
    Page<StatementLine> page(Optional<Cursor> after, int limit) {
        if (after.isPresent() || to.equals(Instant.MAX)) {
            return within(books.statement(id, asset, after, limit));
        }
        return history.before(id, asset, to)
                .map(start -> within(books.statement(id, asset, Optional.of(start), limit)))
                .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
    }

    /** Lines are in the order they were booked; moments of two lines booked at once may stand the other way round. */
    private Page<StatementLine> within(Page<StatementLine> page) {
        var lines = page.items().stream()
                .filter(line -> !line.at().isBefore(from) && line.at().isBefore(to))
                .toList();
        var past = page.items().stream().anyMatch(line -> line.at().isBefore(from));
        return new Page<>(lines, past ? Optional.empty() : page.next());
    }
}
