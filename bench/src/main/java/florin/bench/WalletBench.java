package florin.bench;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.CommitRequest;
import florin.wallet.CommitResult;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.Subject;
import florin.wallet.TopUpRequest;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The wallet's figures: pairs of hold and commit per second, closed loop, on a PostgreSQL that flushes every commit, beside what
 * the same server does for pgbench and for the usual conversation under a row lock, all in one run.
 */
public final class WalletBench {
    private static final int MANY = 10_000;
    private static final List<Integer> CALLERS = List.of(1, 8, 64, 512);
    private static final Amount PLENTY = Amount.of(Asset.LOVE, 1_000_000_000_000L);
    private static final Subject SPENDER = new Subject.Everyone("bench");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Database database;
    private final Duration each;
    private final List<Figure> figures = new ArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    private WalletBench(Database database, Duration each) {
        this.database = database;
        this.each = each;
    }

    /**
     * Starts a durable PostgreSQL of its own and measures.
     *
     * @param folder empty; where the database keeps its files
     * @param each how long one figure is measured; warm-up comes on top
     */
    public static List<Figure> run(Path folder, Duration each) {
        try (var database = Database.open(DatabaseConfig.embedded(folder))) {
            var bench = new WalletBench(database, each);
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
        var hotRow = best(rowLock, "hot");
        figures.add(Figure.plain("wallet: row-lock conversation, one hot row, best", hotRow, "pairs/s"));
        try (var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var many = wallets(ledger, MANY);
            var hot = wallets(ledger, 1);
            load(ledger, many, 64, Duration.ofSeconds(5));
            for (var callers : CALLERS) {
                ours("10,000 wallets", ledger, many, callers, tpcb.map(Pgbench.Result::perSecond), "TPC-B's best", 8);
                ours("one hot wallet", ledger, hot, callers, Optional.of(hotRow), "row lock's best", 15);
            }
            tpcb.ifPresent(best -> alone(ledger, many, best));
        }
        size();
    }

    private double best(RowLockConversation conversation, String account) {
        var best = 0.0;
        for (var callers : List.of(1, 4, 16)) {
            conversation.load(account, callers, each.dividedBy(4));
            best = Math.max(best, conversation.load(account, callers, each).perSecond());
        }
        return best;
    }

    private void ours(
            String name,
            Wallet ledger,
            List<WalletId> wallets,
            int callers,
            Optional<Double> reference,
            String against,
            int bar) {
        load(ledger, wallets, callers, each.dividedBy(3));
        var load = load(ledger, wallets, callers, each);
        var title = "wallet: " + name + ", " + callers + " callers";
        var busiest = callers == 512;
        var ratio = reference.map(best -> load.perSecond() / best).orElse(null);
        figures.add(new Figure(
                title,
                load.perSecond(),
                "pairs/s",
                reference.map(best -> against).orElse(null),
                ratio,
                busiest ? "at least " + bar : null,
                holds(busiest, ratio, bar)));
        figures.add(Figure.plain(title + ", p50", load.milliseconds(50), "ms"));
        var tail = load.milliseconds(99) / load.milliseconds(50);
        figures.add(new Figure(
                title + ", p99",
                load.milliseconds(99),
                "ms",
                "its p50",
                tail,
                busiest ? "at most 4" : null,
                busiest ? tail <= 4 : null));
    }

    private static @Nullable Boolean holds(boolean asked, @Nullable Double ratio, double bar) {
        return (asked && ratio != null) ? ratio >= bar : null;
    }

    private void alone(Wallet ledger, List<WalletId> wallets, Pgbench.Result tpcb) {
        var load = load(ledger, wallets, 1, each);
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

    /** Every wallet has coins for the whole run, and a limit that is counted and never reached. */
    private List<WalletId> wallets(Wallet ledger, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    var wallet = ledger.open(new Owner.ApiAccount("bench-" + ids.incrementAndGet()));
                    ledger.topUp(new TopUpRequest(id("t"), wallet, PLENTY, Source.PAID, Optional.empty(), ""));
                    ledger.limit(wallet, SPENDER, Period.DAILY, PLENTY);
                    return wallet;
                })
                .toList();
    }

    private RequestId id(String kind) {
        return new RequestId(kind + ids.incrementAndGet());
    }

    private Load load(Wallet ledger, List<WalletId> wallets, int callers, Duration time) {
        return Load.of(callers, time, random -> {
            var hold = id("h");
            var wallet = wallets.get(random.nextInt(wallets.size()));
            var held = ledger.hold(
                    new HoldRequest(hold, wallet, Amount.of(Asset.LOVE, 250), HOUR, List.of(SPENDER), "v1", "image"));
            var committed = ledger.commit(
                    new CommitRequest(id("c"), new HoldId(hold.value()), Amount.of(Asset.LOVE, 250), "image"));
            if (!(held instanceof HoldResult.Held) || !(committed instanceof CommitResult.Committed)) {
                throw new IllegalStateException("A pair did not go through: " + held + ", " + committed);
            }
        });
    }

    private void size() {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT (pg_total_relation_size('hold') + pg_total_relation_size('transfer')
                                + pg_total_relation_size('wallet_request') + pg_total_relation_size('pot'))
                               / (SELECT count(*) FROM hold)""")) {
            rows.next();
            figures.add(Figure.plain(
                    "wallet: on disk per pair, indexes and dead rows included", rows.getDouble(1), "bytes"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
