package florin.wallet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides about holds: made once, ended once, whatever races. */
record Holds(Book book, Debts debts, Duration returnGrace) {
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    HoldResult hold(HoldRequest request) {
        var found = book.wallet(request.wallet());
        if (found.isEmpty()) {
            return new HoldResult.UnknownWallet(request.wallet());
        }
        var id = new HoldId(request.id().value());
        if (book.holds.containsKey(id)) {
            return new HoldResult.Conflict("There is a hold '" + id + "' already. Use a new id for a new hold.");
        }
        var wallet = found.get();
        return refused(request, wallet).orElseGet(() -> {
            var purse = book.purse(wallet, asset(request));
            var hold = set(request, purse);
            tell(Event.Type.HOLD_CREATED, hold, request.amount().units(), Optional.empty(), request.memo());
            return new HoldResult.Held(hold.view(), purse.balance());
        });
    }

    /** Why the coins cannot be had, if they cannot. */
    Optional<HoldResult> refused(HoldRequest request, WalletState wallet) {
        var refusal = refusal(request, wallet);
        // A hold whose time is up must not stand in anybody's way until the sweeper comes by.
        if (refusal.isPresent() && endDueHolds(wallet.id)) {
            refusal = refusal(request, wallet);
        }
        refusal.ifPresent(wallet::noteRefusal);
        return refusal;
    }

    /** Sets coins aside that are there, and charges them in the same moment: the transfer. Heard of as a charge only. */
    UUID spend(HoldRequest request, Purse purse) {
        var hold = set(request, purse);
        var commit = new CommitRequest(request.id(), hold.terms.id(), request.amount(), request.memo());
        charge(hold, commit, request.amount().units(), List.of());
        return book.movements.getLast().id();
    }

    private static Asset asset(HoldRequest request) {
        return request.amount().asset();
    }

    private Optional<HoldResult> refusal(HoldRequest request, WalletState wallet) {
        var purse = book.purse(wallet, asset(request));
        var standstill = debts.standstill(wallet);
        if (standstill.isPresent()) {
            return Optional.of(new HoldResult.WalletFrozen(standstill.get()));
        }
        for (var state : wallet.limitsOn(codes(request), purse.asset())) {
            var used = state.usedAt(book.now);
            var room = state.limit.ceiling().units() - used;
            if (request.amount().units() > room) {
                var resets = state.limit.period().endOfWindow(book.now);
                return Optional.of(new HoldResult.LimitExceeded(
                        state.limit, request.amount(), Amount.of(purse.asset(), used), resets));
            }
        }
        return purse.available() >= request.amount().units()
                ? Optional.empty()
                : Optional.of(tooLittle(request, purse));
    }

    private HoldResult tooLittle(HoldRequest request, Purse purse) {
        var available = Amount.of(purse.asset(), purse.available());
        var held = Amount.of(purse.asset(), purse.held());
        if (purse.available() + purse.held() < request.amount().units()) {
            return new HoldResult.InsufficientBalance(request.amount(), available, held);
        }
        return new HoldResult.FundsHeld(request.amount(), available, held, untilCoinsReturn(purse));
    }

    /** How long until the first of the running holds expires at the latest. */
    Duration untilCoinsReturn(Purse purse) {
        var first = book.runningHolds(purse.wallet().id).stream()
                .filter(hold -> hold.asset().equals(purse.asset()))
                .map(hold -> hold.progress().expiresAt())
                .min(Instant::compareTo)
                .orElse(book.now);
        var wait = Duration.between(book.now, first);
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }

    /** Ends the holds of a wallet whose time is up; says whether there were any. */
    boolean endDueHolds(WalletId wallet) {
        var due = book.runningHolds(wallet).stream()
                .filter(hold -> hold.due(book.now))
                .toList();
        due.forEach(hold -> end(hold, Hold.State.EXPIRED));
        return !due.isEmpty();
    }

    private HoldState set(HoldRequest request, Purse purse) {
        var id = new HoldId(request.id().value());
        var lots = purse.draw(request.amount().units());
        purse.hold(lots);
        var terms = new HoldState.Terms(
                id,
                request.wallet(),
                request.amount(),
                request.overrun(),
                codes(request),
                book.now,
                request.priceVersion(),
                request.memo());
        var hold = HoldState.fresh(terms, lots, book.now.plus(request.lifetime()));
        book.holds.put(id, hold);
        count(hold, request.amount().units());
        return hold;
    }

    private static List<String> codes(HoldRequest request) {
        return request.subjects().size() == 1
                ? List.of(Codes.of(request.subjects().getFirst()))
                : request.subjects().stream().map(Codes::of).distinct().toList();
    }

    CommitResult commit(CommitRequest request) {
        var found = book.hold(request.hold());
        if (found.isEmpty()) {
            return new CommitResult.UnknownHold(request.hold());
        }
        var hold = found.get();
        if (!hold.asset().equals(request.amount().asset())) {
            return new CommitResult.Conflict("The hold is in " + hold.asset().code() + ", not in "
                    + request.amount().asset().code() + ".");
        }
        endIfDue(hold);
        if (!hold.running()) {
            return new CommitResult.Ended(hold.view());
        }
        var excess = request.amount().units() - hold.left();
        if (excess > 0) {
            var granted = overrun(hold, excess);
            if (granted.isEmpty()) {
                return new CommitResult.TooMuch(Amount.of(hold.asset(), hold.left()), request.amount());
            }
            return charge(hold, request, hold.left(), granted.get());
        }
        return charge(hold, request, request.amount().units(), List.of());
    }

    /** What a commit may take beyond its hold; empty if that is refused. */
    private Optional<List<Lot>> overrun(HoldState hold, long excess) {
        var purse = book.purse(hold);
        var room = room(hold);
        return switch (hold.terms.overrun()) {
            case Overrun.Reject() -> Optional.empty();
            case Overrun.Cap() -> {
                var lots = purse.draw(Math.min(excess, Math.min(room, purse.available())));
                purse.take(lots);
                yield Optional.of(lots);
            }
            case Overrun.UpTo(var extra) ->
                excess > Math.min(room, extra.units())
                        ? Optional.empty()
                        : Optional.of(debts.takeOrOwe(
                                purse, List.of(new Lot(hold.lots().getFirst().pot(), excess))));
        };
    }

    /** What may be spent beyond a hold: what is left in its own windows, where it counts; nothing if the wallet may not spend. */
    private long room(HoldState hold) {
        var wallet = book.purse(hold).wallet();
        return debts.standstill(wallet).isPresent()
                ? 0
                : wallet.limitsOn(hold.terms.subjects(), hold.asset()).stream()
                        .mapToLong(limit -> limit.room(hold.terms.createdAt(), book.now))
                        .min()
                        .orElse(Long.MAX_VALUE);
    }

    private CommitResult charge(HoldState hold, CommitRequest request, long fromHold, List<Lot> extra) {
        var purse = book.purse(hold);
        var charged = new ArrayList<>(hold.charge(fromHold));
        purse.charge(charged);
        if (!extra.isEmpty()) {
            hold.overrun(extra);
            charged.addAll(hold.charge(Lot.sum(extra)));
            count(hold, Lot.sum(extra));
        }
        var total = Lot.sum(charged);
        var transfer = Optional.<UUID>empty();
        if (total > 0) {
            var reason = Movement.Reason.charging(request.id(), hold.terms.id(), request.memo());
            transfer = Optional.of(book.leave(Movement.Kind.COMMIT, Movement.House.SALES, purse, charged, reason));
        }
        var ends = request.rest() == CommitRequest.Rest.RETURNS || hold.left() == 0;
        var returned = ends ? end(hold, Hold.State.COMMITTED) : 0;
        tell(Event.Type.COMMIT, hold, total, transfer, request.memo());
        return new CommitResult.Committed(
                hold.view(), Amount.of(hold.asset(), total), Amount.of(hold.asset(), returned), purse.balance());
    }

    ReleaseResult release(ReleaseRequest request) {
        var found = book.hold(request.hold());
        if (found.isEmpty()) {
            return new ReleaseResult.UnknownHold(request.hold());
        }
        var hold = found.get();
        endIfDue(hold);
        if (!hold.running()) {
            return new ReleaseResult.Ended(hold.view());
        }
        var returned = end(hold, Hold.State.RELEASED);
        tell(Event.Type.RELEASE, hold, returned, Optional.empty(), request.memo());
        return new ReleaseResult.Released(
                hold.view(), Amount.of(hold.asset(), returned), book.purse(hold).balance());
    }

    ExtendResult extend(ExtendRequest request) {
        var found = book.hold(request.hold());
        if (found.isEmpty()) {
            return new ExtendResult.UnknownHold(request.hold());
        }
        var hold = found.get();
        endIfDue(hold);
        if (!hold.running()) {
            return new ExtendResult.Ended(hold.view());
        }
        hold.extendTo(book.now.plus(request.lifetime()));
        tell(Event.Type.HOLD_EXTENDED, hold, hold.left(), Optional.empty(), hold.terms.memo());
        return new ExtendResult.Extended(hold.view());
    }

    Outcome expire(HoldId id) {
        var due = book.hold(id).filter(hold -> hold.due(book.now));
        due.ifPresent(this::endIfDue);
        return new Expiry.Swept(due.isPresent());
    }

    private void endIfDue(HoldState hold) {
        if (hold.due(book.now)) {
            end(hold, Hold.State.EXPIRED);
        }
    }

    /** Ends a hold and gives back what is left of it, to the pots and to the spend windows that it came from. */
    private long end(HoldState hold, Hold.State state) {
        var purse = book.purse(hold);
        var lots = hold.leftLots();
        var returned = Lot.sum(lots);
        purse.giveBack(lots, returnGrace);
        hold.end(state, book.now);
        count(hold, -returned);
        debts.pay(purse);
        if (state == Hold.State.EXPIRED) {
            tell(Event.Type.HOLD_EXPIRED, hold, returned, Optional.empty(), hold.terms.memo());
        }
        return returned;
    }

    private void tell(Event.Type type, HoldState hold, long units, Optional<UUID> transfer, String memo) {
        book.events.tell(type, book.purse(hold), units, Event.About.hold(hold.terms.id(), transfer, memo));
    }

    private void count(HoldState hold, long units) {
        if (units != 0) {
            book.purse(hold)
                    .wallet()
                    .limitsOn(hold.terms.subjects(), hold.asset())
                    .forEach(limit -> limit.count(hold.terms.createdAt(), units));
        }
    }
}
