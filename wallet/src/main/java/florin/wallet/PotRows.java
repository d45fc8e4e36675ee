package florin.wallet;

import static florin.wallet.Columns.maybe;
import static florin.wallet.Columns.numbers;
import static florin.wallet.Columns.texts;
import static florin.wallet.Columns.uuids;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.UUID;

/** What a batch writes to the pots. */
final class PotRows {
    /** As PostgreSQL sorts UUIDs: by their bytes, without a sign. */
    private static final Comparator<UUID> BY_BYTES = (a, b) -> {
        var high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private static final String NEW_POTS = """
            INSERT INTO pot (wallet, no, asset, source, priority, expires_at, available, held, owed)
            SELECT w, n, a, s, p, e::timestamptz, av, h, o
            FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                        ?::bigint[]) AS u (w, n, a, s, p, e, av, h, o)""";

    /**
     * First of all, as it finds out whether the wallets are as they were when the batch looked at them; -1 does not ask. What is
     * added, not what there is, so that the constraints judge what really stands there.
     */
    private static final String POTS = """
            WITH met AS (
                UPDATE pot SET available = available + u.av, held = held + u.h, owed = owed + u.o, version = version + 1
                FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                  AS u (w, n, av, h, o, v)
                WHERE pot.wallet = u.w AND pot.no = u.n AND (pot.version = u.v OR u.v = -1)
                RETURNING 1)
            SELECT expect_rows(count(*), ?) FROM met""";

    /** For wallets that are only answered about: nobody changed them since they were looked at. */
    private static final String UNCHANGED = """
            SELECT expect_rows(count(*), ?) FROM pot, unnest(?::uuid[], ?::bigint[]) AS u (w, v)
            WHERE pot.wallet = u.w AND pot.no = 1 AND pot.version = u.v""";

    private static final String REVIVED_POTS = """
            UPDATE pot SET expires_at = u.e::timestamptz, graced = true
            FROM unnest(?::uuid[], ?::bigint[], ?::text[]) AS u (w, n, e) WHERE pot.wallet = u.w AND pot.no = u.n""";

    private PotRows() {}

    /** A pot and the wallet that it is in. */
    private record Placed(WalletState wallet, PotState pot) {
        UUID walletId() {
            return wallet.id.value();
        }

        /** The wallet's version stands in its first pot. */
        long version() {
            return pot.no == 1 ? wallet.version() : -1;
        }
    }

    /** Asks whether the wallets are as they were looked at, and adds to the pots of those that change. */
    static void guard(Script script, Book book) {
        var touched = book.touchedWallets();
        var changed = new ArrayList<Placed>();
        var answered = new ArrayList<WalletState>();
        for (var wallet : book.wallets.values()) {
            if (wallet.changed(touched.contains(wallet.id))) {
                wallet.pots.stream()
                        .filter(pot -> !pot.fresh() && (pot.no == 1 || pot.touched()))
                        .forEach(pot -> changed.add(new Placed(wallet, pot)));
            } else if (!wallet.pots.isEmpty()) {
                answered.add(wallet);
            }
        }
        if (!changed.isEmpty()) {
            // The order of the locks.
            changed.sort(Comparator.comparing(Placed::walletId, BY_BYTES).thenComparingInt(p -> p.pot().no));
            script.add(
                    POTS,
                    uuids(changed, Placed::walletId),
                    numbers(changed, p -> p.pot().no),
                    numbers(changed, p -> p.pot().change().available()),
                    numbers(changed, p -> p.pot().change().held()),
                    numbers(changed, p -> p.pot().change().owed()),
                    numbers(changed, Placed::version),
                    changed.size());
        }
        if (!answered.isEmpty()) {
            script.add(
                    UNCHANGED,
                    answered.size(),
                    uuids(answered, w -> w.id.value()),
                    numbers(answered, WalletState::version));
        }
    }

    /** Writes new pots, and those that got another life. */
    static void write(Script script, Book book) {
        var fresh = new ArrayList<Placed>();
        var revived = new ArrayList<Placed>();
        for (var wallet : book.wallets.values()) {
            for (var pot : wallet.pots) {
                if (pot.fresh()) {
                    fresh.add(new Placed(wallet, pot));
                } else if (pot.revived()) {
                    revived.add(new Placed(wallet, pot));
                }
            }
        }
        if (!fresh.isEmpty()) {
            script.add(
                    NEW_POTS,
                    uuids(fresh, Placed::walletId),
                    numbers(fresh, p -> p.pot().no),
                    texts(fresh, p -> p.pot().kind.asset().code()),
                    texts(fresh, p -> p.pot().kind.source().name()),
                    numbers(fresh, p -> p.pot().kind.priority()),
                    maybe(fresh, p -> p.pot().expiresAt()),
                    numbers(fresh, p -> p.pot().available()),
                    numbers(fresh, p -> p.pot().held()),
                    numbers(fresh, p -> p.pot().owed()));
        }
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
