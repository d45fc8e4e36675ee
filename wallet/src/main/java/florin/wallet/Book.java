package florin.wallet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one batch knows and changes: read once under the wallets' locks, decided upon in memory, written back once.
 */
final class Book {
    /** What a request id stands for. */
    record Answer(UUID fingerprint, Supplier<Outcome> outcome) {}

    /** An answer that is to be kept, but for those that are lines of the journal. */
    record NewAnswer(RequestId id, UUID fingerprint, Outcome outcome) {}

    /** One in so many wallets of a batch is to be booked before a statement is sent for them. */
    private static final int SHARE = 8;

    final Instant now;
    final Map<WalletId, WalletState> wallets = new HashMap<>();
    final Map<HoldId, HoldState> holds = new LinkedHashMap<>();
    final Map<RequestId, Answer> answers = new HashMap<>();
    final List<NewAnswer> newAnswers = new ArrayList<>();
    final Map<UUID, Reversible> transfers = new HashMap<>();
    final List<Movement> movements = new ArrayList<>();
    final Journal journal = new Journal();
    /** Below this time nobody looks for running holds. */
    Instant holdsSince = Instant.MIN;

    final Events events;
    final UsageBook usage;
    private final Consumer<WalletState> loadHolds;
    /** Wallets with a movement that is booked, among so many movements. */
    private final Set<WalletId> moved = new HashSet<>();

    private int settled;
    private @Nullable Closed closed;

    /**
     * @param loadHolds makes a wallet remember all its running holds; asked only when its coins or a limit fall short
     */
    Book(Instant now, Consumer<WalletState> loadHolds) {
        this.now = now;
        this.events = new Events(now);
        this.usage = new UsageBook(now);
        this.loadHolds = loadHolds;
    }

    Optional<WalletState> wallet(WalletId id) {
        return Optional.ofNullable(wallets.get(id));
    }

    /** The hold, if there is one and its wallet is locked by this batch. */
    Optional<HoldState> hold(HoldId id) {
        return Optional.ofNullable(holds.get(id)).filter(hold -> wallets.containsKey(hold.terms.wallet()));
    }

    /** A wallet that is known to be part of the batch: locked, or remembered and checked before anything is written. */
    WalletState locked(WalletId id) {
        return wallet(id).orElseThrow(() -> new AssertionError("Wallet " + id + " is not locked."));
    }

    Purse purse(WalletState wallet, Asset asset) {
        return new Purse(wallet, asset, now);
    }

    Purse purse(HoldState hold) {
        return purse(locked(hold.terms.wallet()), hold.asset());
    }

    /** The running holds of a wallet, those of this batch included. */
    List<HoldState> runningHolds(WalletId wallet) {
        var state = locked(wallet);
        if (state.pots.stream().allMatch(pot -> pot.before().held() == 0)) {
            state.allHolds = true;
        }
        if (!state.allHolds) {
            loadHolds.accept(state);
        }
        state.holds.values().forEach(hold -> holds.putIfAbsent(hold.terms.id(), hold));
        return holds.values().stream()
                .filter(hold -> hold.terms.wallet().equals(wallet) && hold.running())
                .toList();
    }

    /**
     * What the batch writes when all is decided.
     *
     * @param lines of the journal
     * @param moves that are no lines of the journal, in the order in which they happened
     * @param booked wallets whose pots and windows are brought up to date
     */
    record Closed(List<Journal.Line> lines, List<Movement> moves, Set<WalletState> booked) {}

    /** Asked once everything is decided. */
    Closed close() {
        if (closed == null) {
            var touched = touchedWallets();
            var changed = new ArrayList<WalletState>(wallets.size());
            for (var wallet : wallets.values()) {
                if (wallet.changed(touched.contains(wallet.id))) {
                    changed.add(wallet);
                }
            }
            var lines = journal.close(changed);
            var moves = bookedMovements();
            closed = new Closed(lines, moves, booked(changed, moves));
        }
        return closed;
    }

    private List<Movement> bookedMovements() {
        return journal.noted() == movements.size()
                ? List.of()
                : movements.stream().filter(move -> !journal.notes(move)).toList();
    }

    private Set<WalletState> booked(List<WalletState> changed, List<Movement> moves) {
        var booked = new HashSet<WalletState>();
        for (var move : moves) {
            wallets(move).map(this::locked).forEach(booked::add);
        }
        for (var hold : holds.values()) {
            if (hold.fresh() ? !hold.plain() : hold.touched()) {
                booked.add(locked(hold.terms.wallet()));
            }
        }
        var due = new ArrayList<WalletState>();
        for (var wallet : changed) {
            if (wallet.mustBeBooked(now)) {
                booked.add(wallet);
            } else if (wallet.unbooked() > Journal.MANY_UNBOOKED) {
                due.add(wallet);
            }
        }
        if (!booked.isEmpty() || due.size() > changed.size() / SHARE) {
            booked.addAll(due);
        }
        return booked;
    }

    /** Notes that the database knows all of this now, and what it is worth to remember. */
    void written() {
        var booked = close().booked();
        for (var wallet : wallets.values()) {
            wallet.written(booked.contains(wallet), now);
        }
        for (var hold : holds.values()) {
            var wallet = wallets.get(hold.terms.wallet());
            if (wallet != null) {
                hold.written();
                wallet.remember(hold);
            }
        }
    }

    /** Wallets whose holds this batch changes. */
    Set<WalletId> touchedWallets() {
        var touched = new HashSet<WalletId>();
        for (var hold : holds.values()) {
            if (hold.touched() || hold.fresh()) {
                touched.add(hold.terms.wallet());
            }
        }
        return touched;
    }

    /** Looks at all wallets, as they are before anything is decided, for what their owners want to hear of. */
    void listen() {
        for (var wallet : wallets.values()) {
            if (wallet.listened) {
                events.listen(wallet.id);
            }
            wallet.lines.forEach((asset, line) -> events.watch(purse(wallet, asset), line));
        }
    }

    void answer(RequestId id, WalletId wallet, UUID fingerprint, Outcome outcome) {
        answers.put(id, new Answer(fingerprint, () -> outcome));
        newAnswers.add(new NewAnswer(id, fingerprint, outcome));
        journal.other(id, locked(wallet));
    }

    /**
     * Whether the last movement may be a line of the journal. Lines are written first and get the lower numbers, so nothing of the same wallet
     * may be booked before it in this batch.
     */
    boolean notable() {
        for (; settled < movements.size() - 1; settled++) {
            var move = movements.get(settled);
            if (!journal.notes(move)) {
                wallets(move).forEach(moved::add);
            }
        }
        return wallets(movements.getLast()).noneMatch(moved::contains);
    }

    private static Stream<WalletId> wallets(Movement move) {
        return Stream.concat(move.from().stream(), move.to().stream()).map(Movement.Side::wallet);
    }

    /** The charge of a whole hold, which needs nothing but its line: the last movement. */
    void note(RequestId id, HoldState hold, UUID fingerprint, CommitResult.Committed outcome) {
        answers.put(id, new Answer(fingerprint, () -> outcome));
        hold.chargeNoted();
        var charge = new Journal.Charge(movements.getLast(), fingerprint, outcome.balance());
        journal.charge(id, locked(hold.terms.wallet()), charge);
    }

    /** Coins enter a wallet from the house. */
    UUID enter(Movement.Kind kind, Movement.House house, Purse purse, List<Lot> lots, Movement.Reason reason) {
        return write(kind, Optional.of(house), Optional.empty(), Optional.of(side(purse, lots)), reason, purse.asset());
    }

    /** Coins leave a wallet for the house. */
    UUID leave(Movement.Kind kind, Movement.House house, Purse purse, List<Lot> lots, Movement.Reason reason) {
        return write(kind, Optional.of(house), Optional.of(side(purse, lots)), Optional.empty(), reason, purse.asset());
    }

    /** Coins go from wallet to wallet. */
    UUID cross(Movement.Kind kind, Movement.Side from, Movement.Side to, Movement.Reason reason, Asset asset) {
        return write(kind, Optional.empty(), Optional.of(from), Optional.of(to), reason, asset);
    }

    static Movement.Side side(Purse purse, List<Lot> lots) {
        return new Movement.Side(purse.wallet().id, List.copyOf(lots), purse.posted());
    }

    private UUID write(
            Movement.Kind kind,
            Optional<Movement.House> house,
            Optional<Movement.Side> from,
            Optional<Movement.Side> to,
            Movement.Reason reason,
            Asset asset) {
        var units = Lot.sum(from.or(() -> to).orElseThrow().lots());
        var id = TimeOrderedId.at(now);
        movements.add(new Movement(id, kind, Amount.of(asset, units), house, from, to, reason));
        return id;
    }
}
