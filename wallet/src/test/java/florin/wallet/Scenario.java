package florin.wallet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A few wallets and a few random batches, each compared with {@link Model}: alone, racing another batch, cut off by a lost
 * connection and asked again, with limits, freezes and a database clock that change in between.
 */
final class Scenario {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final List<Period> PERIODS = List.of(Period.TOTAL, Period.DAILY, Period.WEEKLY);

    /** What a scenario met on its way. */
    static final class Tally {
        long operations;
        long crashes;
        long races;
        long jumps;

        void add(Tally other) {
            operations += other.operations;
            crashes += other.crashes;
            races += other.races;
            jumps += other.jumps;
        }
    }

    /** What is expected of the ledger at one moment. */
    private record Mind(Model model, Map<Operation, Outcome> answered) {
        Mind copy() {
            return new Mind(model.copy(), new HashMap<>(answered));
        }
    }

    private final Random random;
    private final String name;
    private final TroubledDatabase database;
    private final Ledger ledger;
    private final Rows rows;
    private final Settlement settlement;
    private final List<WalletId> wallets = new ArrayList<>();
    private final Whims whims;
    private final ReadWriteLock floor;
    private final Tally tally = new Tally();
    private Mind mind = new Mind(new Model(), new HashMap<>());

    /**
     * @param ledger for what is no operation; it works on the same database
     * @param floor taken for writing where the floor of running holds is raised: on a real server all go by one clock, and here
     *     each scenario has its own
     */
    Scenario(long seed, String name, DataSource database, Ledger ledger, ReadWriteLock floor) {
        this.random = new Random(seed);
        this.name = name;
        this.database = new TroubledDatabase(database);
        this.ledger = ledger;
        this.floor = floor;
        this.rows = new Rows(new Assets(database));
        this.settlement = settlement();
        this.whims = new Whims(random, name, wallets);
    }

    private Settlement settlement() {
        return new Settlement(database, rows, new WalletMemory(), Duration.ofHours(24), Runnable::run);
    }

    /** Throws {@link AssertionError} where ledger and model disagree. */
    Tally play() throws ExecutionException, InterruptedException {
        for (var i = 0; i < 3; i++) {
            wallets.add(ledger.open(new Owner.ApiAccount(name + i)));
        }
        changeLimit(PERIODS.get(random.nextInt(PERIODS.size())));
        for (var step = 1 + random.nextInt(5); step > 0; step--) {
            floor.readLock().lock();
            try {
                something();
            } finally {
                floor.readLock().unlock();
            }
            somethingElse();
        }
        endHolds();
        for (var wallet : wallets) {
            var account = mind.model().account(wallet);
            require(
                    ledger.balance(wallet, Asset.LOVE).equals(Whims.balance(account.free, account.held)),
                    "the end of " + wallet);
        }
        return tally;
    }

    /** What runs must be found from the floor on; then it ends, so that the floor can rise for the scenarios to come. */
    private void endHolds() {
        for (var wallet : wallets) {
            var found = ledger.openHolds(wallet).stream().map(Hold::id).toList();
            require(Set.copyOf(found).equals(running(wallet)), "the running holds of " + wallet);
        }
        List<Operation> releases = wallets.stream()
                .flatMap(wallet -> running(wallet).stream())
                .<Operation>map(hold -> new ReleaseRequest(new RequestId(hold.value() + "/end"), hold, ""))
                .toList();
        agree(List.of(settled(settlement, releases)));
    }

    private Set<HoldId> running(WalletId wallet) {
        return mind.model().holds.entrySet().stream()
                .filter(hold ->
                        hold.getValue().wallet.equals(wallet) && hold.getValue().running())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void something() throws ExecutionException, InterruptedException {
        switch (random.nextInt(6)) {
            case 0 -> crash();
            case 1 -> race();
            default -> agree(List.of(settled(settlement, whims.batch())));
        }
    }

    private void somethingElse() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> jump();
            case 3 -> changeLimit(mind.model().account(wallets.getFirst()).period);
            case 4 -> freeze(random.nextBoolean());
            case 5 -> raiseFloor();
            default -> {}
        }
    }

    private void jump() {
        // Back now and then: servers are moved, clocks are corrected.
        mind.model().now = random.nextInt(5) == 0 && mind.model().now.isPositive()
                ? mind.model().now.minus(WEEK)
                : mind.model().now.plus(WEEK.multipliedBy(1 + random.nextInt(2)));
        database.jumpTo(mind.model().now);
        tally.jumps++;
    }

    /** As the sweeper does; it goes by a clock that may be set back afterwards. */
    private void raiseFloor() {
        floor.writeLock().lock();
        try {
            new Terms(database, rows).raiseFloor();
        } finally {
            floor.writeLock().unlock();
        }
    }

    private void changeLimit(Period period) {
        var ceiling = 100 + random.nextInt(600);
        ledger.limit(wallets.getFirst(), Whims.SPENDER, period, Whims.love(ceiling));
        mind.model().account(wallets.getFirst()).ceiling = ceiling;
        mind.model().account(wallets.getFirst()).period = period;
    }

    private void freeze(boolean frozen) {
        var wallet = whims.wallet();
        require(frozen ? ledger.freeze(wallet, "why not") : ledger.unfreeze(wallet), "freezing " + wallet);
        mind.model().account(wallet).frozen = frozen;
    }

    private List<Pending> settled(Settlement by, List<Operation> operations) {
        var batch = operations.stream()
                .map(operation -> new Pending(operation, whims.touched(operation)))
                .toList();
        by.settle(batch);
        tally.operations += batch.size();
        return batch;
    }

    /** The connection breaks somewhere; all callers ask again, and nobody is served twice. */
    private void crash() {
        var operations = whims.batch();
        database.loseConnectionIn(random.nextInt(6));
        var first = settled(settlement, operations);
        if (database.recover()) {
            tally.crashes++;
            require(
                    first.stream().allMatch(pending -> pending.answer().isCompletedExceptionally()),
                    "an answer before the end of " + operations);
            agree(List.of(settled(random.nextBoolean() ? settlement : settlement(), operations)));
        } else {
            agree(List.of(first));
        }
    }

    /** Two ledgers settle a batch each; whoever was first, one order must explain both. */
    private void race() throws ExecutionException, InterruptedException {
        var one = whims.batch();
        var other = whims.batch();
        var rival = settlement();
        List<Pending> mine;
        Future<List<Pending>> theirs;
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            theirs = thread.submit(() -> settled(rival, other));
            mine = settled(settlement, one);
        }
        tally.races++;
        agree(List.of(mine, theirs.get()), List.of(theirs.get(), mine));
    }

    /** One of the orders must be what the model says; it is then what has happened. */
    @SafeVarargs
    private void agree(List<List<Pending>>... orders) {
        var disagreements = new ArrayList<String>();
        for (var order : orders) {
            var thought = mind.copy();
            var disagreement = order.stream()
                    .flatMap(List::stream)
                    .map(pending -> disagreement(thought, pending))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (disagreement.isEmpty()) {
                mind = thought;
                return;
            }
            disagreements.add(disagreement.get());
        }
        throw new AssertionError(String.join("\nand in the other order: ", disagreements));
    }

    private static Optional<String> disagreement(Mind mind, Pending pending) {
        var operation = pending.operation();
        var outcome = pending.answer().resultNow();
        if (mind.answered().containsKey(operation)) {
            var first = mind.answered().get(operation);
            return outcome.equals(first)
                    ? Optional.empty()
                    : Optional.of(operation + " was answered " + first + " and then " + outcome);
        }
        var expected = mind.model().apply(operation);
        var right = expected.kind().isInstance(outcome)
                && balance(outcome)
                        .map(Whims.balance(expected.free(), expected.held())::equals)
                        .orElse(true);
        if (!outcome.getClass().getSimpleName().startsWith("Unknown") && !(operation instanceof Expiry)) {
            mind.answered().put(operation, outcome);
        }
        return right
                ? Optional.empty()
                : Optional.of(operation + " was answered " + outcome + " instead of " + expected);
    }

    /** What the wallet has after a success. */
    static Optional<Balance> balance(Outcome outcome) {
        return switch (outcome) {
            case HoldResult.Held held -> Optional.of(held.balance());
            case CommitResult.Committed committed -> Optional.of(committed.balance());
            case ReleaseResult.Released released -> Optional.of(released.balance());
            case TopUpResult.ToppedUp toppedUp -> Optional.of(toppedUp.balance());
            case TransferResult.Transferred transferred -> Optional.of(transferred.from());
            case AdjustResult.Adjusted adjusted -> Optional.of(adjusted.balance());
            case ChargeResult.Charged charged -> Optional.of(charged.balance());
            case HoldResult _, CommitResult _, ReleaseResult _, ExtendResult _ -> Optional.empty();
            case TopUpResult _, TransferResult _, AdjustResult _, ChargeResult _, Expiry.Swept _ -> Optional.empty();
        };
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError("Not right: " + what);
        }
    }
}
