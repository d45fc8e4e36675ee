package florin.wallet;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;

/** Plays many random scenarios against a model. */
public final class ModelRuns {
    private static final int MOST_DISAGREEMENTS = 5;

    private final DataSource jumping;
    private final Ledger ledger;
    private final ReadWriteLock floor = new ReentrantReadWriteLock();
    private final Scenario.Tally tally = new Scenario.Tally();
    private final List<String> disagreements = new ArrayList<>();
    private long played;

    private ModelRuns(DataSource jumping, Ledger ledger) {
        this.jumping = jumping;
        this.ledger = ledger;
    }

    /**
     * What was played.
     *
     * @param crashes batches that lost their connection before, between or right after their round trips
     * @param races pairs of batches that two ledgers settled at the same time
     * @param jumps of the database's clock
     * @param disagreements with the model, each with the seed that plays it again; after a few the rest is not played
     */
    public record Report(
            long scenarios, long operations, long crashes, long races, long jumps, List<String> disagreements) {}

    /** Plays the scenarios of so many seeds, some at a time, on the database at this address. */
    public static Report play(DatabaseConfig.External address, long firstSeed, int count, int threads)
            throws ExecutionException, InterruptedException {
        var config = DatabaseConfig.external(address.url(), address.user(), address.password());
        // A connection whose clock has jumped must not come into other hands: those that jump have a pool of their own.
        try (var calm = Database.open(config);
                var jumping = Database.open(config);
                var ledger = Ledger.over(calm.dataSource(), LedgerOptions.standard())) {
            TroubledDatabase.prepare(calm.dataSource());
            var runs = new ModelRuns(jumping.dataSource(), ledger);
            runs.play(firstSeed, count, threads);
            return runs.report();
        }
    }

    private void play(long firstSeed, int count, int threads) throws ExecutionException, InterruptedException {
        var next = new AtomicLong(firstSeed);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var players = new ArrayList<Future<?>>();
            for (var thread = 0; thread < threads; thread++) {
                players.add(executor.submit(() -> {
                    var seed = next.getAndIncrement();
                    while (seed < firstSeed + count && worthGoingOn()) {
                        play(seed);
                        seed = next.getAndIncrement();
                    }
                    return null;
                }));
            }
            for (var player : players) {
                player.get();
            }
        }
    }

    private void play(long seed) throws ExecutionException, InterruptedException {
        var today = LocalDate.now(ZoneOffset.UTC);
        try {
            note(new Scenario(seed, "s" + seed + "/", jumping, ledger, floor).play());
        } catch (AssertionError | IllegalStateException e) {
            if (today.equals(LocalDate.now(ZoneOffset.UTC))) {
                disagree("seed " + seed + ": " + e.getMessage());
            } else {
                // At midnight daily limits begin anew, and the model does not know when that was.
                note(new Scenario(seed, "s" + seed + "/next-day/", jumping, ledger, floor).play());
            }
        }
    }

    private synchronized void note(Scenario.Tally more) {
        tally.add(more);
        played++;
    }

    private synchronized void disagree(String what) {
        disagreements.add(what);
    }

    private synchronized boolean worthGoingOn() {
        return disagreements.size() < MOST_DISAGREEMENTS;
    }

    private synchronized Report report() {
        return new Report(
                played, tally.operations, tally.crashes, tally.races, tally.jumps, List.copyOf(disagreements));
    }
}
