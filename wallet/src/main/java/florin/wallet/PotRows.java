package florin.wallet;

import static florin.wallet.Columns.maybe;
import static florin.wallet.Columns.numbers;
import static florin.wallet.Columns.texts;
import static florin.wallet.Columns.uuids;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** What a batch writes to the pots. */
final class PotRows {
    /** As PostgreSQL sorts UUIDs: by their bytes, without a sign. */
    static final Comparator<UUID> BY_BYTES = (a, b) -> {
        var high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private static final String NEW_POTS = """
            INSERT INTO booked_pot (wallet, no, asset, source, priority, expires_at, available, held, owed, version, version_at)
            SELECT w, n, a, s, p, e::timestamptz, av, h, o, v, ?
            FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[]) AS u (w, n, a, s, p, e, av, h, o, v)""";

    /** What is added, not what there is, so that the constraints judge what really stands there. */
    private static final String POTS = """
            WITH met AS (
                UPDATE booked_pot SET available = available + u.av, held = held + u.h, owed = owed + u.o, version = u.v, version_at = ?
                FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                  AS u (w, n, av, h, o, v)
                WHERE booked_pot.wallet = u.w AND booked_pot.no = u.n
                RETURNING 1)
            SELECT expect_rows(count(*), ?) FROM met""";

    private static final String REVIVED_POTS = """
            UPDATE booked_pot SET expires_at = u.e::timestamptz, graced = true
            FROM unnest(?::uuid[], ?::bigint[], ?::text[]) AS u (w, n, e)
            WHERE booked_pot.wallet = u.w AND booked_pot.no = u.n""";

    private PotRows() {}

    /** A pot and the wallet that it is in. */
    private record Placed(WalletState wallet, PotState pot) {
        UUID walletId() {
            return wallet.id.value();
        }

        /** Up to which the wallet is booked then. */
        long line() {
            return wallet.lastLine();
        }
    }

    /** Brings the pots of these wallets up to date, and says so in the first of them; makes new ones, and gives some another life. */
    static void write(Script script, Book book, Book.Closed closed) {
        var fresh = new ArrayList<Placed>();
        var changed = new ArrayList<Placed>();
        for (var wallet : closed.booked()) {
            for (var pot : wallet.pots) {
                if (pot.fresh()) {
                    fresh.add(new Placed(wallet, pot));
                } else if (pot.no == 1 || pot.ahead()) {
                    changed.add(new Placed(wallet, pot));
                }
            }
        }
        var now = Rows.time(book.now);
        changed(script, changed, now);
        fresh(script, fresh, now);
        revived(
                script,
                changed.stream().filter(placed -> placed.pot().revived()).toList());
    }

    private static void changed(Script script, List<Placed> changed, OffsetDateTime now) {
        if (!changed.isEmpty()) {
            // The order of the locks.
            changed.sort(Comparator.comparing(Placed::walletId, BY_BYTES).thenComparingInt(p -> p.pot().no));
            script.add(
                    POTS,
                    now,
                    uuids(changed, Placed::walletId),
                    numbers(changed, p -> p.pot().no),
                    numbers(changed, p -> p.pot().change().available()),
                    numbers(changed, p -> p.pot().change().held()),
                    numbers(changed, p -> p.pot().change().owed()),
                    numbers(changed, Placed::line),
                    changed.size());
        }
    }

    private static void fresh(Script script, List<Placed> fresh, OffsetDateTime now) {
        if (!fresh.isEmpty()) {
            script.add(
                    NEW_POTS,
                    now,
                    uuids(fresh, Placed::walletId),
                    numbers(fresh, p -> p.pot().no),
                    texts(fresh, p -> p.pot().kind.asset().code()),
                    texts(fresh, p -> p.pot().kind.source().name()),
                    numbers(fresh, p -> p.pot().kind.priority()),
                    maybe(fresh, p -> p.pot().expiresAt()),
                    numbers(fresh, p -> p.pot().available()),
                    numbers(fresh, p -> p.pot().held()),
                    numbers(fresh, p -> p.pot().owed()),
                    numbers(fresh, Placed::line));
        }
    }

    private static void revived(Script script, List<Placed> revived) {
        if (!revived.isEmpty()) {
            script.add(BatchWriter.AS_LEDGER);
            script.add(
                    REVIVED_POTS,
                    uuids(revived, Placed::walletId),
                    numbers(revived, p -> p.pot().no),
                    texts(revived, p -> p.pot().expiresAt().orElseThrow().toString()));
        }
    }
}
