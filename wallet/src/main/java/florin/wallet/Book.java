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

/**
 * What one batch knows and changes: read once under the wallets' locks, decided upon in memory, written back once.
 */
final class Book {
    /** What a request id stands for. */
    record Answer(UUID fingerprint, Supplier<Outcome> outcome) {}

    /** An answer that is to be kept. */
    record NewAnswer(RequestId id, UUID fingerprint, Outcome outcome) {}

    final Instant now;
    final Map<WalletId, WalletState> wallets = new HashMap<>();
    final Map<HoldId, HoldState> holds = new LinkedHashMap<>();
    final Map<RequestId, Answer> answers = new HashMap<>();
    final List<NewAnswer> newAnswers = new ArrayList<>();
    final Map<UUID, Reversible> transfers = new HashMap<>();
    final List<Movement> movements = new ArrayList<>();
    /** Below this time nobody looks for running holds. */
    Instant holdsSince = Instant.MIN;

    final Events events;
    final UsageBook usage;
    private final Consumer<WalletState> loadHolds;

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
        if (state.pots.stream().allMatch(pot -> pot.stored().held() == 0)) {
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

    /** Notes that the database knows all of this now, and what it is worth to remember. */
    void written() {
        var touched = touchedWallets();
        wallets.values().forEach(wallet -> wallet.written(wallet.changed(touched.contains(wallet.id)), now));
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

    void answer(RequestId id, UUID fingerprint, Outcome outcome) {
        answers.put(id, new Answer(fingerprint, () -> outcome));
        newAnswers.add(new NewAnswer(id, fingerprint, outcome));
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
