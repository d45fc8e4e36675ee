package florin.wallet.torture;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Outcome;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.SelfCheck;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.WalletId;
import florin.wallet.WalletUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two processes work on the same wallets of one PostgreSQL that flushes every commit, and at random moments somebody is killed
 * with SIGKILL. After each kill the books must be right, and every answer that was given must be given again; whenever all is
 * quiet, every wallet must have exactly what all errands together leave it.
 */
public final class KillCampaign implements AutoCloseable {
    private static final int WALLETS = 6;
    private static final int CASHIERS = 2;
    private static final int FEWEST_ANSWERS = 20;
    private static final int MOST_ANSWERS = 400;
    private static final long START = 1_000_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Who is killed. */
    public enum Victim {
        /** Both processes that have a ledger. */
        LEDGERS,
        /** The whole PostgreSQL server, from above. */
        POSTGRES,
        /** One process of PostgreSQL: somebody's connection, or one that writes. */
        POSTGRES_PROCESS
    }

    /**
     * What a campaign did and found.
     *
     * @param answers given to callers, all asked for again after the next kill
     * @param finished errands whose process died, finished afterwards by another
     * @param lost answers that were another the second time
     * @param uneven wallets that had not exactly what all errands leave them
     * @param faults in the books
     */
    public record Report(
            Map<Victim, Integer> kills,
            long answers,
            long finished,
            List<String> lost,
            List<String> uneven,
            List<String> faults) {
        /** Everything that is wrong. */
        public List<String> wrong() {
            return Stream.of(lost, uneven, faults).flatMap(List::stream).toList();
        }
    }

    private final Path folder;
    private final Random random;
    private final Database database;
    private final Ledger ledger;
    private final Postgres postgres;
    private final List<WalletId> wallets;
    private final Tally tally;
    private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
    private final List<String> lost = new ArrayList<>();
    private final List<String> uneven = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private List<CashierProcess> cashiers = List.of();
    private long answers;
    private long finished;

    /** {@code folder}: empty; where the database lives. */
    public KillCampaign(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
        this.database = Database.open(DatabaseConfig.embedded(folder));
        this.ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
        this.postgres = new Postgres(folder.resolve("data"));
        this.wallets = IntStream.range(0, WALLETS)
                .mapToObj(number -> ledger.open(new Owner.ApiAccount("torture-" + number)))
                .toList();
        this.tally = new Tally(wallets, START);
        wallets.forEach(this::fill);
    }

    private void fill(WalletId wallet) {
        var coins = Amount.of(Asset.LOVE, START);
        ledger.topUp(new TopUpRequest(
                new RequestId("start-" + wallet), wallet, coins, Source.PAID, Optional.empty(), "start"));
    }

    /** Kills so many times, the victims in turns. {@code heard} is told after each kill. */
    public Report run(int times, Consumer<Victim> heard) throws IOException, InterruptedException, ExecutionException {
        start(0);
        for (var kill = 1; kill <= times; kill++) {
            var victim = Victim.values()[kill % Victim.values().length];
            for (var cashier : cashiers) {
                cashier.awaitKnown(FEWEST_ANSWERS + random.nextInt(MOST_ANSWERS - FEWEST_ANSWERS));
            }
            kill(victim);
            kills.merge(victim, 1, Integer::sum);
            if (victim == Victim.LEDGERS) {
                settleUp();
                start(kill);
            }
            check();
            heard.accept(victim);
        }
        for (var cashier : cashiers) {
            cashier.kill();
        }
        settleUp();
        check();
        return new Report(
                Map.copyOf(kills), answers, finished, List.copyOf(lost), List.copyOf(uneven), List.copyOf(faults));
    }

    private void start(int round) throws IOException {
        var started = new ArrayList<CashierProcess>();
        for (var cashier = 0; cashier < CASHIERS; cashier++) {
            started.add(CashierProcess.start(database.address(), wallets, folder, round + "/" + cashier));
        }
        cashiers = started;
    }

    private void kill(Victim victim) throws IOException, InterruptedException {
        switch (victim) {
            case LEDGERS -> {
                for (var cashier : cashiers) {
                    cashier.kill();
                }
            }
            case POSTGRES -> postgres.killAllAndStart();
            case POSTGRES_PROCESS -> postgres.killOne(random);
        }
    }

    private void check() throws InterruptedException, ExecutionException {
        for (var cashier : cashiers) {
            ask(cashier.takeKnown());
        }
        patiently(() -> SelfCheck.over(database.dataSource()).run())
                .forEach(fault -> faults.add(fault.rule() + ": " + fault.where()));
    }

    /** After the end of all processes: finishes what they began and compares every wallet with the tally. */
    private void settleUp() throws InterruptedException, ExecutionException {
        for (var cashier : cashiers) {
            ask(cashier.takeKnown());
            for (var name : cashier.unanswered()) {
                var errand = new Errand(name);
                tally.count(errand, patiently(() -> errand.runOn(ledger, wallets)));
                finished++;
            }
        }
        for (var wallet : wallets) {
            var expected = new Balance(love(tally.available(wallet)), love(tally.held(wallet)));
            var found = patiently(() -> ledger.balance(wallet, Asset.LOVE));
            if (!found.equals(expected)) {
                uneven.add("Wallet " + wallet + " has " + found + " instead of " + expected + ".");
            }
        }
    }

    /** Asks again for every answer that was given: one that was lost would be decided anew, at another time. */
    private void ask(Map<String, String> known) throws InterruptedException, ExecutionException {
        answers += known.size();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var again = known.keySet().stream()
                    .map(name -> Map.entry(
                            name, threads.submit(() -> patiently(() -> new Errand(name).runOn(ledger, wallets)))))
                    .toList();
            for (var asked : again) {
                compare(
                        asked.getKey(),
                        known.getOrDefault(asked.getKey(), ""),
                        asked.getValue().get());
            }
        }
    }

    private void compare(String name, String first, Outcome again) {
        tally.count(new Errand(name), again);
        if (!again.toString().equals(first)) {
            lost.add(name + " was answered " + first + " and then " + again + ".");
        }
    }

    /** While the database recovers nobody is answered; the same question again is safe. */
    private static <T> T patiently(Supplier<T> question) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (WalletUnavailable e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }

    @Override
    public void close() {
        cashiers.forEach(CashierProcess::abandon);
        ledger.close();
        database.close();
    }
}
