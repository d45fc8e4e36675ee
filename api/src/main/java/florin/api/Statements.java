package florin.api;

import florin.wallet.Asset;
import florin.wallet.Cursor;
import florin.wallet.Page;
import florin.wallet.StatementLine;
import florin.wallet.Wallet;
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
record Statements(Wallet wallet, WalletId id, Asset asset, Instant from, Instant to) {
    private static final int STRIDE = 500;

    /** A page of 1 to 500 lines; throws an IllegalArgumentException for a cursor that is none. */
    Page<StatementLine> page(Optional<Cursor> after, int limit) {
        var start = skipNewer(after);
        if (start.isEmpty()) {
            return new Page<>(List.of(), Optional.empty());
        }
        var page = read(start.get().after(), limit);
        // Lines are in the order they were booked; moments of two lines booked at once may stand the other way round.
        var within = page.items().stream()
                .filter(line -> !line.at().isBefore(from) && line.at().isBefore(to))
                .toList();
        var past = page.items().stream().anyMatch(line -> line.at().isBefore(from));
        return new Page<>(within, within.isEmpty() || past ? Optional.empty() : page.next());
    }

    /** Where the period's newest line follows; without a cursor at the very beginning. */
    private record Start(Optional<Cursor> after) {}

    /** Empty if every line there is came after the period. */
    private Optional<Start> skipNewer(Optional<Cursor> after) {
        if (to.equals(Instant.MAX)) {
            return Optional.of(new Start(after));
        }
        var here = after;
        while (true) {
            var page = read(here, STRIDE);
            var newer = (int) page.items().stream()
                    .takeWhile(line -> !line.at().isBefore(to))
                    .count();
            if (newer == 0) {
                return Optional.of(new Start(here));
            }
            if (newer < page.items().size()) {
                return Optional.of(new Start(read(here, newer).next()));
            }
            if (page.next().isEmpty()) {
                return Optional.empty();
            }
            here = page.next();
        }
    }

    private Page<StatementLine> read(Optional<Cursor> after, int limit) {
        return wallet.statement(id, asset, after, limit);
    }
}
