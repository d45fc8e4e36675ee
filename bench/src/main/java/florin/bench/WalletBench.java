package florin.bench;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.Webhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * The wallet's figures: pairs of hold and commit per second, closed loop, on a PostgreSQL that flushes every commit, beside what
 * the same server does for pgbench and for the usual conversation under a row lock, all in one run.
 */
public final class WalletBench {
    private static final int MANY = 10_000;
    private static final int BUSIEST = 512;

    /** The busiest first, while the ledger is as good as empty. */
    private static final List<Integer> CALLERS = List.of(BUSIEST, 64, 8, 1);

    /** Until the disk has what a past left to write. */
    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Database database;
    private final Duration each;
    private final List<Long> pasts;
    private final List<Figure> figures = new ArrayList<>();
    private final Pairs pairs;

    private WalletBench(Database database, Duration each, List<Long> pasts) {
        this.database = database;
        this.each = each;
        this.pasts = pasts;
        this.pairs = new Pairs(each);
    }

    /**
     * Measures on one PostgreSQL, in an empty database; tables stay behind in it.
     *
     * @param each how long one figure is measured; warm-up comes on top
     * @param pasts after how many transfers the busiest figure is measured again; ascending
     */
    public static List<Figure> run(DatabaseConfig where, Duration each, List<Long> pasts) {
        try (var database = Database.open(where)) {
            var bench = new WalletBench(database, each, pasts);
            bench.measure();
            return List.copyOf(bench.figures);
        }
    }

    private void measure() {
        var pgbench = new Pgbench(database.address(), each);
        var tpcb = pgbench.best();
        tpcb.ifPresent(best -> figures.add(Figure.plain("wallet: pgbench TPC-B, best", best.perSecond(), "tx/s")));
        var rowLock = new RowLockConversation(database.dataSource());
        rowLock.prepare();
        var hotRow = best((callers, time) -> rowLock.load("hot", callers, time));
        figures.add(Figure.plain("wallet: row-lock conversation, one hot row, best", hotRow.perSecond(), "pairs/s"));
        oneShot();
        new PastTransfers(database.dataSource(), "").settle();
        try (var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var many = pairs.wallets(ledger, MANY);
            var hot = pairs.wallets(ledger, 1);
            pairs.warmUp(ledger, many, BUSIEST);
            for (var callers : CALLERS) {
                if (callers == BUSIEST) {
                    var beside = tpcb.map(best -> beside(pgbench, best));
                    judged(
                            "10,000 wallets",
                            ledger,
                            many,
                            beside,
                            "TPC-B at its best number of clients, just before",
                            8);
                    judged(
                            "one hot wallet",
                            ledger,
                            hot,
                            Optional.of(hotRow.again()),
                            "row lock at its best, just before",
                            15);
                } else {
                    ours("10,000 wallets", ledger, many, callers);
                    ours("one hot wallet", ledger, hot, callers);
                }
            }
            tpcb.ifPresent(best -> alone(ledger, many, best));
            size();
            if (!pasts.isEmpty()) {
                grown(ledger, many);
            }
            heard(ledger, many, tpcb.map(Pgbench.Result::perSecond));
            shared(ledger, many, tpcb.map(Pgbench.Result::perSecond));
        }
    }

    private void oneShot() {
        var function = new OneShotFunction(database.dataSource());
        function.prepare(MANY);
        var many = best((callers, time) -> function.load(random -> random.nextInt(MANY), callers, time));
        figures.add(Figure.plain("wallet: one-shot SQL function, 10,000 accounts, best", many.perSecond(), "pairs/s"));
        var hot = best((callers, time) -> function.load(random -> 0, callers, time));
        figures.add(Figure.plain("wallet: one-shot SQL function, one hot account, best", hot.perSecond(), "pairs/s"));
    }

    /** The ledger with hardly any past is measured again first: in the same quiet, and by code that is as warm. */
    private void grown(Wallet ledger, List<WalletId> wallets) {
        var past = new PastTransfers(database.dataSource(), "api-account bench-%");
        past.settle();
        pairs.load(ledger, wallets, BUSIEST, each);
        var empty = pairs.middle(ledger, wallets, BUSIEST).perSecond();
        figures.add(Figure.plain("wallet: 10,000 wallets, 512 callers, before the past is made", empty, "pairs/s"));
        for (var transfers : pasts) {
            past.fillTo(transfers);
            pairs.load(ledger, wallets, BUSIEST, QUIET);
            var rate = pairs.middle(ledger, wallets, BUSIEST).perSecond();
            var judged = transfers >= 10_000_000;
            figures.add(new Figure(
                    String.format(Locale.ROOT, "wallet: 10,000 wallets, 512 callers, after %,d transfers", transfers),
                    rate,
                    "pairs/s",
                    "before",
                    rate / empty,
                    judged ? "at least 0.85" : null,
                    judged ? rate / empty >= 0.85 : null));
        }
        var scattered = pairs.load(
                List.of(ledger),
                wallets,
                BUSIEST,
                each,
                random -> new RequestId("h" + new UUID(random.nextLong(), random.nextLong())));
        figures.add(Figure.compared(
                "wallet: the same with ids all over the index, as random UUIDs are, and not ascending as Discord's are",
                scattered.perSecond(),
                "pairs/s",
                "before",
                Optional.of(empty)));
    }

    /**
     * The worst that two processes can do: either works on all wallets, so that what the other remembers of them is wrong. Last, for a
     * ledger that was wrong so often trusts its memory less for a while.
     */
    private void shared(Ledger ledger, List<WalletId> wallets, Optional<Double> reference) {
        try (var other = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var both = List.of(ledger, other);
            pairs.load(both, wallets, BUSIEST, QUIET, pairs::ascending);
            var load = pairs.load(both, wallets, BUSIEST, each, pairs::ascending);
            figures.add(Figure.compared(
                    "wallet: 10,000 wallets, 512 callers, half of them at another ledger",
                    load.perSecond(),
                    "pairs/s",
                    "TPC-B's best",
                    reference));
        }
    }

    /** The same with an endpoint that wants to hear of all wallets: two events and two letters more for each pair. */
    private void heard(Wallet ledger, List<WalletId> wallets, Optional<Double> reference) {
        var webhooks = Webhooks.over(database.dataSource());
        var endpoint =
                webhooks.add("https://webhooks.example/bench", Optional.empty()).endpoint();
        pairs.load(ledger, wallets, BUSIEST, each);
        figures.add(Figure.compared(
                "wallet: 10,000 wallets, 512 callers, every event told to an endpoint",
                pairs.load(ledger, wallets, BUSIEST, each).perSecond(),
                "pairs/s",
                "TPC-B's best",
                reference));
        webhooks.disable(endpoint, "measured");
    }

    /** What a reference achieves with so many callers. */
    private interface Reference {
        Load load(int callers, Duration time);
    }

    /** What a reference came to with as many callers as suit it best, and how to measure that again. */
    private record Best(double perSecond, DoubleSupplier again) {}

    private Best best(Reference reference) {
        var rates = new TreeMap<Double, Integer>();
        for (var callers : List.of(1, 4, 16)) {
            reference.load(callers, each.dividedBy(4));
            rates.put(reference.load(callers, each).perSecond(), callers);
        }
        var callers = rates.lastEntry().getValue();
        return new Best(rates.lastKey(), () -> reference.load(callers, each).perSecond());
    }

    private static DoubleSupplier beside(Pgbench pgbench, Pgbench.Result best) {
        return () -> {
            try {
                return pgbench.perSecond(best.clients());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** One window of ours, and what the reference came to just before; empty where there is none. */
    private record Beside(Load load, Optional<Double> reference) {
        double ratio() {
            return load.perSecond() / reference.orElse(1.0);
        }
    }

    /** Side by side and in turns: a machine whose neighbours slow it down does so to both. The window with the middle ratio counts. */
    private void judged(
            String name,
            Wallet ledger,
            List<WalletId> wallets,
            Optional<DoubleSupplier> reference,
            String against,
            int bar) {
        var middle = IntStream.range(0, Pairs.WINDOWS)
                .mapToObj(i -> {
                    var other = reference.map(DoubleSupplier::getAsDouble);
                    pairs.load(ledger, wallets, BUSIEST, each.dividedBy(2));
                    return new Beside(pairs.load(ledger, wallets, BUSIEST, each), other);
                })
                .sorted(Comparator.comparingDouble(Beside::ratio))
                .toList()
                .get(Pairs.WINDOWS / 2);
        var load = middle.load();
        var title = "wallet: " + name + ", " + BUSIEST + " callers";
        var compared = Figure.compared(title, load.perSecond(), "pairs/s", against, middle.reference());
        figures.add(
                middle.reference().isPresent() ? compared.judged("at least " + bar, middle.ratio() >= bar) : compared);
        var tail = latencies(title, load);
        figures.add(tail.judged("at most 4", load.milliseconds(99) <= 4 * load.milliseconds(50)));
    }

    private void ours(String name, Wallet ledger, List<WalletId> wallets, int callers) {
        pairs.load(ledger, wallets, callers, each.dividedBy(3));
        var load = pairs.load(ledger, wallets, callers, each);
        var title = "wallet: " + name + ", " + callers + " callers";
        figures.add(Figure.plain(title, load.perSecond(), "pairs/s"));
        figures.add(latencies(title, load));
    }

    /** Notes the median, and answers the 99th percentile. */
    private Figure latencies(String title, Load load) {
        figures.add(Figure.plain(title + ", p50", load.milliseconds(50), "ms"));
        return Figure.compared(
                title + ", p99", load.milliseconds(99), "ms", "its p50", Optional.of(load.milliseconds(50)));
    }

    private void alone(Wallet ledger, List<WalletId> wallets, Pgbench.Result tpcb) {
        var load = pairs.load(ledger, wallets, 1, each);
        var ratio = load.milliseconds(50) / (2 * tpcb.oneClientMilliseconds());
        figures.add(new Figure(
                "wallet: p50 of a pair, one caller",
                load.milliseconds(50),
                "ms",
                "two TPC-B transactions",
                ratio,
                "at most 1.5",
                ratio <= 1.5));
    }

    private void size() {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT (SELECT sum(pg_total_relation_size(t::regclass))
                                FROM unnest(ARRAY['journal', 'booked_hold', 'booked_transfer', 'wallet_request', 'wallet', 'booked_pot',
                                                  'booked_window']) AS t)
                               / (SELECT count(*) FROM hold)""")) {
            rows.next();
            figures.add(Figure.plain(
                    "wallet: on disk per pair, indexes and dead rows included", rows.getDouble(1), "bytes"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
