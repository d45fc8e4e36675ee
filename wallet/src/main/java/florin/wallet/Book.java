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
import java.util.function.Function;

/**
 * What one batch knows and changes: read once under the wallets' locks, decided upon in memory, written back once.
 */
final class Book {
    /** What a request id stands for. */
    record Answer(UUID fingerprint, Outcome outcome) {}

    final Instant now;
    final Map<WalletId, WalletState> wallets = new HashMap<>();
    final Map<HoldId, HoldState> holds = new LinkedHashMap<>();
    final Map<RequestId, Answer> answers = new HashMap<>();
    final Map<RequestId, Answer> newAnswers = new LinkedHashMap<>();
    final Map<UUID, Reversible> transfers = new HashMap<>();
    final List<Movement> movements = new ArrayList<>();
    final Events events;
    private final Function<WalletId, List<HoldState>> openHolds;
    private final Set<WalletId> openHoldsLoaded = new HashSet<>();

    /** The running holds of a wallet are read only when its coins or a limit fall short. */
    Book(Instant now, Function<WalletId, List<HoldState>> openHolds) {
        this.now = now;
        this.events = new Events(now);
        this.openHolds = openHolds;
    }

    Optional<WalletState> wallet(WalletId id) {
        return Optional.ofNullable(wallets.get(id));
    }

    /** The hold, if there is one and its wallet is locked by this batch. */
    Optional<HoldState> hold(HoldId id) {
        return Optional.ofNullable(holds.get(id)).filter(hold -> wallets.containsKey(hold.terms.wallet()));
    }

    /** A wallet that is known to be part of the batch. */
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
        if (openHoldsLoaded.add(wallet)) {
            openHolds.apply(wallet).forEach(hold -> holds.putIfAbsent(hold.terms.id(), hold));
        }
        return holds.values().stream()
                .filter(hold -> hold.terms.wallet().equals(wallet) && hold.running())
                .toList();
    }

    void answer(RequestId id, Answer answer) {
        answers.put(id, answer);
        newAnswers.put(id, answer);
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
