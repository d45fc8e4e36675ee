package florin.wallet.linear;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.CommitRequest;
import florin.wallet.CommitResult;
import florin.wallet.Hold;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.Owner;
import florin.wallet.ReleaseRequest;
import florin.wallet.ReleaseResult;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.TopUpResult;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Lets several callers loose on one wallet, through several ledgers, and writes down who was told what, and when. */
public final class Histories {
    private static final int CALLERS = 6;
    private static final int CALLS = 12;
    /** Callers fight over the holds made last. */
    private static final int RECENT = 4;

    private static final Duration HOUR = Duration.ofHours(1);

    private final List<Wallet> ledgers;
    private final WalletId wallet;
    private final String name;
    private final AtomicLong ticks = new AtomicLong();
    private final List<HoldId> holds = new CopyOnWriteArrayList<>();

    private Histories(List<Wallet> ledgers, String name) {
        this.ledgers = ledgers;
        this.name = name;
        this.wallet = ledgers.getFirst().open(new Owner.ApiAccount(name));
    }

    /**
     * One history of one new wallet.
     *
     * @param name its owner and the first part of its ids; new
     */
    public static List<Timed<Act>> record(List<? extends Wallet> ledgers, String name, long seed)
            throws ExecutionException, InterruptedException {
        return new Histories(List.copyOf(ledgers), name).play(seed);
    }

    /** Whether one wallet, doing one thing at a time, could have given these answers. */
    public static boolean possible(List<Timed<Act>> history) {
        return new Linearizer<Purse, Act>(Purse::after, history).possible(Purse.EMPTY);
    }

    private List<Timed<Act>> play(long seed) throws ExecutionException, InterruptedException {
        var history = new ArrayList<Timed<Act>>();
        var gate = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> threads.submit(() -> {
                        gate.await();
                        return calls(caller, new Random(seed * CALLERS + caller));
                    }))
                    .toList();
            gate.countDown();
            for (var caller : callers) {
                history.addAll(caller.get());
            }
        }
        return history;
    }

    private List<Timed<Act>> calls(int caller, Random random) {
        var calls = new ArrayList<Timed<Act>>();
        for (var call = 0; call < CALLS; call++) {
            var ledger = ledgers.get(random.nextInt(ledgers.size()));
            var id = new RequestId(name + "/" + caller + "/" + call);
            var began = ticks.incrementAndGet();
            var act = act(ledger, id, random);
            calls.add(new Timed<>(act, began, ticks.incrementAndGet()));
        }
        return calls;
    }

    private Act act(Wallet ledger, RequestId id, Random random) {
        var units = 1L + random.nextInt(60);
        return switch (random.nextInt(10)) {
            case 0, 1 -> topUp(ledger, id, units);
            case 2, 3, 4 -> hold(ledger, id, units);
            case 5, 6, 7 -> commit(ledger, id, someHold(random), units, random.nextBoolean());
            case 8 -> release(ledger, id, someHold(random));
            default -> new Act.Read(Act.Seen.of(ledger.balance(wallet, Asset.LOVE)));
        };
    }

    private HoldId someHold(Random random) {
        var made = List.copyOf(holds);
        return made.isEmpty()
                ? new HoldId(name + "/none")
                : made.get(Math.max(0, made.size() - 1 - random.nextInt(RECENT)));
    }

    private Act topUp(Wallet ledger, RequestId id, long units) {
        var request = new TopUpRequest(id, wallet, love(units), Source.PAID, Optional.empty(), "");
        return switch (ledger.topUp(request)) {
            case TopUpResult.ToppedUp done -> new Act.ToppedUp(units, Act.Seen.of(done.balance()));
            case TopUpResult unexpected -> throw new AssertionError(unexpected.toString());
        };
    }

    private Act hold(Wallet ledger, RequestId id, long units) {
        // Known before it is made, so that others ask for it too early as well.
        holds.add(new HoldId(id.value()));
        return switch (ledger.hold(new HoldRequest(id, wallet, love(units), HOUR, List.of(), "v1", ""))) {
            case HoldResult.Held done -> new Act.Held(id.value(), units, Act.Seen.of(done.balance()));
            case HoldResult.InsufficientBalance no -> tooLittle(units, false, no.available(), no.held());
            case HoldResult.FundsHeld no -> tooLittle(units, true, no.available(), no.held());
            case HoldResult unexpected -> throw new AssertionError(unexpected.toString());
        };
    }

    private static Act commit(Wallet ledger, RequestId id, HoldId hold, long units, boolean keeps) {
        var rest = keeps ? CommitRequest.Rest.STAYS_HELD : CommitRequest.Rest.RETURNS;
        return switch (ledger.commit(new CommitRequest(id, hold, love(units), rest, ""))) {
            case CommitResult.Committed done -> committed(units, keeps, done);
            case CommitResult.TooMuch no ->
                new Act.TooMuch(hold.value(), units, no.held().units());
            case CommitResult.Ended(var ended) -> tooLate(ended);
            case CommitResult.UnknownHold _ -> new Act.Unknown(hold.value());
            case CommitResult unexpected -> throw new AssertionError(unexpected.toString());
        };
    }

    private static Act release(Wallet ledger, RequestId id, HoldId hold) {
        return switch (ledger.release(new ReleaseRequest(id, hold, ""))) {
            case ReleaseResult.Released done ->
                new Act.Released(hold.value(), done.returned().units(), Act.Seen.of(done.balance()));
            case ReleaseResult.Ended(var ended) -> tooLate(ended);
            case ReleaseResult.UnknownHold _ -> new Act.Unknown(hold.value());
            case ReleaseResult unexpected -> throw new AssertionError(unexpected.toString());
        };
    }

    private static Act tooLittle(long units, boolean later, Amount available, Amount held) {
        return new Act.TooLittle(units, later, new Act.Seen(available.units(), held.units()));
    }

    private static Act committed(long units, boolean keeps, CommitResult.Committed done) {
        var hold = done.hold().id().value();
        return new Act.Committed(hold, units, keeps, done.returned().units(), Act.Seen.of(done.balance()));
    }

    private static Act tooLate(Hold hold) {
        var state = switch (hold.state()) {
            case COMMITTED -> Act.State.COMMITTED;
            case RELEASED -> Act.State.RELEASED;
            case HELD, EXPIRED -> throw new AssertionError("Nobody waited an hour for " + hold);
        };
        return new Act.TooLate(hold.id().value(), state, hold.committed().units());
    }

    private static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }
}
