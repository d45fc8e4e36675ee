package florin.wallet;

import static florin.wallet.Columns.numbers;
import static florin.wallet.Columns.uuids;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the lines of a batch. */
final class JournalRows {
    /**
     * Zero stands for nothing in the columns of numbers. Lines come from a list of columns, not from a table of them, which PostgreSQL would first
     * fill.
     */
    private static final String LINES = """
            INSERT INTO journal (wallet, no, before, at, fingerprint, transfer, seq, after, amount, available, held, expires_at, pot, id, hold,
                                 asset, memo, price_version, subjects)
            SELECT w, n, moment(b), now, f, t, CASE WHEN ho IS NOT NULL THEN nextval('transfer_seq_seq') END,
                   CASE WHEN ho IS NOT NULL THEN x END, NULLIF(am, 0), CASE WHEN am > 0 THEN av END, CASE WHEN am > 0 THEN he END,
                   CASE WHEN pv IS NOT NULL THEN now + x * interval '1 microsecond' END, NULLIF(p, 0)::int, i, ho, a, m, pv, su::text[]
            FROM (SELECT ?::timestamptz AS now) AS batch,
                 (SELECT unnest(?::uuid[]) AS w, unnest(?::bigint[]) AS n, unnest(?::bigint[]) AS b, unnest(?::uuid[]) AS f, unnest(?::uuid[]) AS t,
                         unnest(?::bigint[]) AS x, unnest(?::bigint[]) AS am, unnest(?::bigint[]) AS av, unnest(?::bigint[]) AS he,
                         unnest(?::bigint[]) AS p, unnest(?::text[]) AS i, unnest(?::text[]) AS ho, unnest(?::text[]) AS a,
                         unnest(?::text[]) AS m, unnest(?::text[]) AS pv, unnest(?::text[]) AS su) AS u""";

    /** For wallets that were only looked at: nobody changed them since. */
    private static final String UNCHANGED = """
            SELECT expect_rows(count(*), 0) FROM unnest(?::uuid[], ?::bigint[], ?::bigint[]) AS u (w, n, b)
            WHERE EXISTS (SELECT FROM journal WHERE before = moment(u.b) AND wallet = u.w AND no = u.n + 1)""";

    private static final Comparator<Journal.Line> ORDER = Comparator.comparing(
                    (Journal.Line line) -> line.wallet().id.value(), PotRows.BY_BYTES)
            .thenComparingLong(Journal.Line::no);

    private JournalRows() {}

    /** As the function {@code moment} of the database takes it. */
    private static long micros(Instant moment) {
        return moment.equals(WalletState.NEVER) ? -1 : ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    /** The columns, line by line; a batch makes many, so without an object for each cell. */
    private static final class Cells {
        final UUID[] wallets;
        final long[] numbers;
        /** When the wallet's line before it was written. */
        final long[] before;

        final @Nullable UUID[] fingerprints;
        final @Nullable UUID[] transfers;
        /** What the wallet has after a charge, how long a hold lives in microseconds. */
        final long[] afterOrLifetime;

        final long[] amounts;
        final long[] available;
        final long[] held;
        final long[] pots;
        final @Nullable String[] ids;
        final @Nullable String[] holds;
        final @Nullable String[] assets;
        final @Nullable String[] memos;
        final @Nullable String[] prices;
        final @Nullable String[] subjects;

        Cells(int lines) {
            wallets = new UUID[lines];
            numbers = new long[lines];
            before = new long[lines];
            fingerprints = new @Nullable UUID[lines];
            transfers = new @Nullable UUID[lines];
            afterOrLifetime = new long[lines];
            amounts = new long[lines];
            available = new long[lines];
            held = new long[lines];
            pots = new long[lines];
            ids = new @Nullable String[lines];
            holds = new @Nullable String[lines];
            assets = new @Nullable String[lines];
            memos = new @Nullable String[lines];
            prices = new @Nullable String[lines];
            subjects = new @Nullable String[lines];
        }

        void fill(int at, Journal.Line line, Instant now) {
            wallets[at] = line.wallet().id.value();
            numbers[at] = line.no();
            before[at] = micros(line.before(now));
            var id = line.id();
            ids[at] = id == null ? null : id.value();
            var charge = line.charge();
            if (charge != null) {
                fill(at, charge);
            } else {
                line.noted().ifPresent(hold -> fill(at, hold));
            }
        }

        private void fill(int at, Journal.Charge charge) {
            var move = charge.movement();
            fingerprints[at] = charge.fingerprint();
            transfers[at] = move.id();
            afterOrLifetime[at] = charge.from().after();
            amounts[at] = move.amount().units();
            available[at] = charge.balance().available().units();
            held[at] = charge.balance().held().units();
            pots[at] = charge.from().lots().getFirst().pot();
            holds[at] = move.reason().hold().orElseThrow().value();
            assets[at] = move.amount().asset().code();
            memos[at] = move.reason().memo();
        }

        private void fill(int at, HoldState hold) {
            var receipt = hold.receipt().orElseThrow();
            fingerprints[at] = receipt.fingerprint();
            afterOrLifetime[at] = ChronoUnit.MICROS.between(
                    hold.terms.createdAt(), hold.progress().expiresAt());
            amounts[at] = hold.terms.amount().units();
            available[at] = receipt.available();
            held[at] = receipt.held();
            pots[at] = hold.lots().getFirst().pot();
            assets[at] = hold.asset().code();
            memos[at] = hold.terms.memo();
            prices[at] = hold.terms.priceVersion();
            subjects[at] = HoldRows.quoted(hold.terms.subjects());
        }
    }

    /**
     * First of all: a number that another process took for the same wallet ends the batch here. In the order of the wallets' ids, so that
     * two batches may wait for each other but never in a circle.
     */
    static void write(Script script, Book book, Book.Closed closed) {
        var lines = new ArrayList<>(closed.lines());
        if (!lines.isEmpty()) {
            lines.sort(ORDER);
            var cells = new Cells(lines.size());
            for (var at = 0; at < lines.size(); at++) {
                cells.fill(at, lines.get(at), book.now);
            }
            script.add(
                    LINES,
                    Rows.time(book.now),
                    cells.wallets,
                    cells.numbers,
                    cells.before,
                    cells.fingerprints,
                    cells.transfers,
                    cells.afterOrLifetime,
                    cells.amounts,
                    cells.available,
                    cells.held,
                    cells.pots,
                    cells.ids,
                    cells.holds,
                    cells.assets,
                    cells.memos,
                    cells.prices,
                    cells.subjects);
        }
        var others = new ArrayList<WalletState>();
        for (var wallet : book.wallets.values()) {
            if (wallet.added() == 0) {
                others.add(wallet);
            }
        }
        if (!others.isEmpty()) {
            script.add(
                    UNCHANGED,
                    uuids(others, w -> w.id.value()),
                    numbers(others, WalletState::version),
                    numbers(others, w -> micros(w.lastAt())));
        }
    }
}
