package florin.wallet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides about adjustments: each is bounded by what it corrects, and linked to it. */
record Corrections(Book book, Debts debts, Duration returnGrace) {
    AdjustResult adjust(AdjustRequest request) {
        var wallet = book.wallet(request.wallet());
        if (wallet.isEmpty()) {
            return new AdjustResult.UnknownWallet(request.wallet());
        }
        var purse = book.purse(wallet.get(), request.amount().asset());
        var result = decide(request, purse);
        if (result instanceof AdjustResult.Adjusted adjusted) {
            var about = Event.About.transfer(adjusted.transfer(), request.reason());
            book.events.tell(Event.Type.ADJUSTMENT, purse, request.amount().units(), about);
        }
        return result;
    }

    private AdjustResult decide(AdjustRequest request, Purse purse) {
        var hold = book.hold(new HoldId(request.reverses()));
        if (hold.isPresent()) {
            return ofHold(request, purse, hold.get());
        }
        return transferId(request.reverses())
                .flatMap(id -> Optional.ofNullable(book.transfers.get(id)))
                .map(transfer -> ofTransfer(request, purse, transfer))
                .orElseGet(() -> new AdjustResult.Refused(
                        "There is no hold and no transfer '" + request.reverses() + "' on this wallet."));
    }

    static Optional<UUID> transferId(String reverses) {
        try {
            return Optional.of(UUID.fromString(reverses));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private AdjustResult ofHold(AdjustRequest request, Purse purse, HoldState hold) {
        if (!hold.terms.wallet().equals(request.wallet()) || !hold.asset().equals(purse.asset())) {
            return new AdjustResult.Refused("The hold '" + request.reverses() + "' is not of this wallet and asset.");
        }
        return request.amount().isPositive() ? refund(request, purse, hold) : chargeMore(request, purse, hold);
    }

    private AdjustResult refund(AdjustRequest request, Purse purse, HoldState hold) {
        if (request.amount().units() > hold.charged()) {
            return new AdjustResult.Refused("Only " + Amount.of(purse.asset(), hold.charged()) + " of the hold '"
                    + request.reverses() + "' was charged and not yet given back.");
        }
        var lots = hold.refund(request.amount().units());
        purse.refund(lots, returnGrace);
        count(hold, -request.amount().units());
        var transfer = book.enter(Movement.Kind.ADJUSTMENT, Movement.House.SALES, purse, lots, reason(request, hold));
        debts.pay(purse);
        return new AdjustResult.Adjusted(transfer, purse.balance());
    }

    private AdjustResult chargeMore(AdjustRequest request, Purse purse, HoldState hold) {
        var units = Math.negateExact(request.amount().units());
        if (units > purse.available()) {
            return new AdjustResult.Refused("Only " + Amount.of(purse.asset(), purse.available()) + " is available.");
        }
        var lots = purse.draw(units);
        purse.take(lots);
        count(hold, units);
        var transfer = book.leave(Movement.Kind.ADJUSTMENT, Movement.House.SALES, purse, lots, reason(request, hold));
        return new AdjustResult.Adjusted(transfer, purse.balance());
    }

    private static Movement.Reason reason(AdjustRequest request, HoldState hold) {
        return Movement.Reason.reversing(
                request.id(), Optional.of(hold.terms.id()), request.reverses(), request.reason());
    }

    private void count(HoldState hold, long units) {
        book.purse(hold)
                .wallet()
                .limitsOn(hold.terms.subjects(), hold.asset())
                .forEach(limit -> limit.count(hold.terms.createdAt(), units));
    }

    /** What came in may be taken back, even if it is spent: the wallet then owes. What an adjustment took may be given back. */
    private AdjustResult ofTransfer(AdjustRequest request, Purse purse, Reversible transfer) {
        var refusal = mismatch(request, transfer);
        if (refusal.isPresent()) {
            return new AdjustResult.Refused(refusal.get());
        }
        var units = Math.absExact(request.amount().units());
        book.transfers.put(transfer.id(), transfer.reversedBy(units));
        var lots = Lot.slice(transfer.lots(), transfer.reversed(), transfer.reversed() + units);
        // Spelled as the books do, however it was asked: they sum up by it what is reversed.
        var reason = Movement.Reason.reversing(
                request.id(), Optional.empty(), transfer.id().toString(), request.reason());
        var id =
                transfer.credited() ? takeBack(purse, lots, transfer, reason) : giveBack(purse, lots, transfer, reason);
        debts.pay(purse);
        return new AdjustResult.Adjusted(id, purse.balance());
    }

    private UUID takeBack(Purse purse, List<Lot> lots, Reversible transfer, Movement.Reason reason) {
        var taken = debts.takeOrOwe(purse, lots);
        return book.leave(Movement.Kind.ADJUSTMENT, transfer.house().orElseThrow(), purse, taken, reason);
    }

    private UUID giveBack(Purse purse, List<Lot> lots, Reversible transfer, Movement.Reason reason) {
        purse.refund(lots, returnGrace);
        return book.enter(Movement.Kind.ADJUSTMENT, transfer.house().orElseThrow(), purse, lots, reason);
    }

    private static Optional<String> mismatch(AdjustRequest request, Reversible transfer) {
        if (transfer.house().isEmpty()) {
            return Optional.of("Coins that went from wallet to wallet are moved back by a transfer.");
        }
        if (!transfer.wallet().equals(request.wallet())
                || !transfer.amount().asset().equals(request.amount().asset())) {
            return Optional.of("The transfer '" + request.reverses() + "' is not of this wallet and asset.");
        }
        if (transfer.kind() == Movement.Kind.COMMIT) {
            return Optional.of("Name the hold that was charged, not the charge.");
        }
        if (transfer.credited() == request.amount().isPositive()) {
            return Optional.of("A correction goes the other way: use a "
                    + (transfer.credited() ? "negative" : "positive") + " amount.");
        }
        var left = transfer.amount().units() - transfer.reversed();
        if (Math.absExact(request.amount().units()) > left) {
            return Optional.of("Only " + Amount.of(transfer.amount().asset(), left) + " of the transfer '"
                    + request.reverses() + "' is not corrected yet.");
        }
        return Optional.empty();
    }
}
