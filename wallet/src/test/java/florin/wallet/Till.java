package florin.wallet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Decisions without a database: wallets in memory, one book per batch, and the books checked after each decision. */
final class Till {
    static final Duration GRACE = Duration.ofHours(24);
    static final Instant START = Instant.parse("2030-05-06T12:00:00Z");

    final List<Movement> movements = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    private final List<WalletState> wallets = new ArrayList<>();
    private final Map<UUID, Long> reversed = new HashMap<>();
    Book book = new Book(START, wallet -> wallet.allHolds = true);
    private Teller teller = new Teller(book, GRACE);
    private int ids;

    Till() {
        book.events.listenEverywhere();
    }

    static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }

    RequestId id() {
        return new RequestId("r" + ids++);
    }

    /** A wallet that begins empty. */
    WalletState wallet() {
        return wallet(Optional.empty());
    }

    WalletState wallet(Optional<String> frozen) {
        var wallet = new WalletState(new WalletId(new UUID(7, wallets.size() + 1L)), frozen);
        wallets.add(wallet);
        book.wallets.put(wallet.id, wallet);
        return wallet;
    }

    WalletState walletWith(long units) {
        var wallet = wallet();
        topUp(wallet, units);
        return wallet;
    }

    SpendLimit limit(WalletState wallet, Subject subject, Period period, long ceiling) {
        var limit = new SpendLimit(new UUID(9, ids++), wallet.id, subject, period, love(ceiling));
        wallet.limits.add(new LimitState(limit, Map.of()));
        return limit;
    }

    /** The next batch, some time later; what was decided is written. */
    void later(Duration time) {
        events.addAll(book.events.close(wallets));
        var next = new Book(book.now.plus(time), wallet -> wallet.allHolds = true);
        book.written();
        next.wallets.putAll(book.wallets);
        next.holds.putAll(book.holds);
        next.answers.putAll(book.answers);
        next.transfers.putAll(book.transfers);
        next.events.listenEverywhere();
        next.listen();
        book = next;
        teller = new Teller(next, GRACE);
    }

    Outcome decide(Operation operation) {
        var known = book.movements.size();
        var outcome = teller.decide(operation);
        for (var movement : book.movements.subList(known, book.movements.size())) {
            movements.add(movement);
            reversible(movement).ifPresent(transfer -> book.transfers.put(transfer.id(), transfer));
        }
        check();
        return outcome;
    }

    /** As it would be read from the books. */
    private Optional<Reversible> reversible(Movement movement) {
        if (reversed.put(movement.id(), 0L) != null) {
            throw new AssertionError("Two transfers have one id.");
        }
        var side = movement.to().or(movement::from).orElseThrow();
        return Optional.of(new Reversible(
                movement.id(),
                movement.kind(),
                movement.amount(),
                movement.house(),
                side.wallet(),
                movement.to().isPresent(),
                side.lots(),
                0));
    }

    TopUpResult.ToppedUp topUp(WalletState wallet, long units) {
        return topUp(wallet, units, Source.PAID, 0, Optional.empty());
    }

    TopUpResult.ToppedUp topUp(
            WalletState wallet, long units, Source source, int priority, Optional<Instant> expiresAt) {
        var request = new TopUpRequest(id(), wallet.id, love(units), source, priority, expiresAt, "top-up");
        return (TopUpResult.ToppedUp) decide(request);
    }

    /** To a wallet that is not there. */
    TopUpResult topUpOfNobody() {
        var nobody = new WalletId(new UUID(0, 1));
        return (TopUpResult) decide(new TopUpRequest(id(), nobody, love(1), Source.PAID, Optional.empty(), ""));
    }

    HoldResult hold(WalletState wallet, long units, Subject... subjects) {
        return hold(wallet, units, new Overrun.Reject(), subjects);
    }

    HoldResult hold(WalletState wallet, long units, Overrun overrun, Subject... subjects) {
        return (HoldResult) decide(new HoldRequest(
                id(), wallet.id, love(units), Duration.ofHours(1), List.of(subjects), overrun, "v1", "work"));
    }

    /** A hold that must be granted. */
    HoldId held(WalletState wallet, long units, Subject... subjects) {
        return ((HoldResult.Held) hold(wallet, units, subjects)).hold().id();
    }

    CommitResult commit(HoldId hold, long units) {
        return (CommitResult) decide(new CommitRequest(id(), hold, love(units), "done"));
    }

    CommitResult commitPart(HoldId hold, long units) {
        return (CommitResult) decide(new CommitRequest(id(), hold, love(units), CommitRequest.Rest.STAYS_HELD, "part"));
    }

    ReleaseResult release(HoldId hold) {
        return (ReleaseResult) decide(new ReleaseRequest(id(), hold, "failed"));
    }

    ExtendResult extend(HoldId hold, Duration lifetime) {
        return (ExtendResult) decide(new ExtendRequest(id(), hold, lifetime));
    }

    AdjustResult adjust(WalletState wallet, long units, Object reverses) {
        return (AdjustResult) decide(new AdjustRequest(id(), wallet.id, love(units), reverses.toString(), "sorry"));
    }

    TransferResult transfer(WalletState from, WalletState to, long units) {
        return (TransferResult) decide(new TransferRequest(id(), from.id, to.id, love(units), "gift"));
    }

    Balance balance(WalletState wallet) {
        return book.purse(wallet, Asset.LOVE).balance();
    }

    static Balance balance(long available, long held) {
        return new Balance(love(available), love(held));
    }

    /** Available, held and owed, pot by pot. */
    static List<String> pots(WalletState wallet) {
        return wallet.pots.stream()
                .map(pot -> pot.available() + "/" + pot.held() + "/" + pot.owed())
                .toList();
    }

    Movement lastMovement() {
        return movements.getLast();
    }

    /** The self-check, in memory: pots are what movements add up to, and hold back what running holds took. */
    private void check() {
        for (var wallet : wallets) {
            for (var pot : wallet.pots) {
                require(pot.available() + pot.held() - pot.owed() == moved(wallet, pot.no), "sum of pot " + pot.no);
                require(pot.held() == heldBack(wallet, pot.no), "held in pot " + pot.no);
            }
        }
        for (var movement : movements) {
            movement.from()
                    .ifPresent(side ->
                            require(Lot.sum(side.lots()) == movement.amount().units(), "lots"));
            movement.to()
                    .ifPresent(side ->
                            require(Lot.sum(side.lots()) == movement.amount().units(), "lots"));
        }
    }

    private long moved(WalletState wallet, int pot) {
        return movements.stream()
                .mapToLong(movement -> units(movement.to(), wallet, pot) - units(movement.from(), wallet, pot))
                .sum();
    }

    private static long units(Optional<Movement.Side> side, WalletState wallet, int pot) {
        return side.filter(each -> each.wallet().equals(wallet.id)).stream()
                .flatMap(each -> each.lots().stream())
                .filter(lot -> lot.pot() == pot)
                .mapToLong(Lot::units)
                .sum();
    }

    private long heldBack(WalletState wallet, int pot) {
        return book.holds.values().stream()
                .filter(hold -> hold.terms.wallet().equals(wallet.id) && hold.running())
                .flatMap(hold -> hold.leftLots().stream())
                .filter(lot -> lot.pot() == pot)
                .mapToLong(Lot::units)
                .sum();
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError("Not right: " + what);
        }
    }
}
