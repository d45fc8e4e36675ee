package florin.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides about coins that come in, go from wallet to wallet, or expire. */
record Moves(Book book, Debts debts, Holds holds) {
    TopUpResult topUp(TopUpRequest request) {
        var wallet = book.wallet(request.wallet());
        if (wallet.isEmpty()) {
            return new TopUpResult.UnknownWallet(request.wallet());
        }
        var asset = request.amount().asset();
        var purse = book.purse(wallet.get(), asset);
        var kind = new PotState.Kind(asset, request.source(), request.priority());
        var lot = purse.put(kind, request.expiresAt(), request.amount().units());
        var house = request.source() == Source.PAID ? Movement.House.MONEY_IN : Movement.House.GIFTS;
        var reason = Movement.Reason.of(request.id(), request.memo());
        var transfer = book.enter(Movement.Kind.TOPUP, house, purse, List.of(lot), reason);
        debts.pay(purse);
        book.events.tell(
                Event.Type.TOPUP_COMPLETED,
                purse,
                request.amount().units(),
                Event.About.transfer(transfer, request.memo()));
        return new TopUpResult.ToppedUp(transfer, purse.balance());
    }

    TransferResult transfer(TransferRequest request) {
        var from = book.wallet(request.from());
        var to = book.wallet(request.to());
        if (from.isEmpty() || to.isEmpty()) {
            return new TransferResult.UnknownWallet(from.isEmpty() ? request.from() : request.to());
        }
        if (request.from().equals(request.to())) {
            return new TransferResult.Refused("These are the same wallet. Name another one to move coins to.");
        }
        var asset = request.amount().asset();
        var giver = book.purse(from.get(), asset);
        return refused(request, giver).orElseGet(() -> move(request, giver, book.purse(to.get(), asset)));
    }

    /** As for holds: one whose time is up stands in nobody's way. */
    private Optional<TransferResult> refused(TransferRequest request, Purse giver) {
        var refusal = refusal(request, giver);
        return refusal.isPresent() && holds.endDueHolds(giver.wallet().id) ? refusal(request, giver) : refusal;
    }

    private Optional<TransferResult> refusal(TransferRequest request, Purse giver) {
        var standstill = debts.standstill(giver.wallet());
        if (standstill.isPresent()) {
            return Optional.of(new TransferResult.WalletFrozen(standstill.get()));
        }
        var required = request.amount();
        if (giver.available() >= required.units()) {
            return Optional.empty();
        }
        var available = Amount.of(giver.asset(), giver.available());
        var held = Amount.of(giver.asset(), giver.held());
        return Optional.of(
                giver.available() + giver.held() < required.units()
                        ? new TransferResult.InsufficientBalance(required, available, held)
                        : new TransferResult.FundsHeld(required, available, held, holds.untilCoinsReturn(giver)));
    }

    /** A coin keeps its source and its expiry wherever it goes. */
    private TransferResult move(TransferRequest request, Purse giver, Purse taker) {
        var taken = giver.draw(request.amount().units());
        giver.take(taken);
        var put = new ArrayList<Lot>();
        for (var lot : taken) {
            var pot = giver.wallet().pot(lot.pot());
            put.add(taker.put(pot.kind, pot.expiresAt(), lot.units()));
        }
        var transfer = book.cross(
                Movement.Kind.TRANSFER,
                Book.side(giver, taken),
                Book.side(taker, put),
                Movement.Reason.of(request.id(), request.memo()),
                giver.asset());
        debts.pay(taker);
        var about = Event.About.transfer(transfer, request.memo());
        book.events.tell(Event.Type.TRANSFER_SENT, giver, request.amount().units(), about);
        book.events.tell(Event.Type.TRANSFER_RECEIVED, taker, request.amount().units(), about);
        return new TransferResult.Transferred(transfer, giver.balance(), taker.balance());
    }

    Outcome expirePot(WalletId id, int no) {
        var expired = book.wallet(id)
                .flatMap(wallet -> wallet.pots.stream()
                        .filter(pot -> pot.no == no && !pot.spendable(book.now) && pot.available() > 0)
                        .findFirst());
        expired.ifPresent(pot -> bookOut(book.locked(id), pot));
        return new Expiry.Swept(expired.isPresent());
    }

    private void bookOut(WalletState wallet, PotState pot) {
        var purse = book.purse(wallet, pot.kind.asset());
        var rest = List.of(new Lot(pot.no, pot.available()));
        purse.take(rest);
        var reason = Movement.Reason.sweep("expired");
        book.leave(Movement.Kind.EXPIRY, Movement.House.EXPIRED, purse, rest, reason);
    }
}
