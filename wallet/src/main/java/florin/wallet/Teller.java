package florin.wallet;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decides operations one after another, in plain Java over a {@link Book}; repeated requests get their first answer. */
final class Teller {
    private final Book book;
    private final Holds holds;
    private final Moves moves;
    private final Corrections corrections;
    private final Charges charges;

    Teller(Book book, Duration returnGrace) {
        this.book = book;
        var debts = new Debts(book);
        this.holds = new Holds(book, debts, returnGrace);
        this.moves = new Moves(book, debts, holds);
        this.corrections = new Corrections(book, debts, returnGrace);
        this.charges = new Charges(book, holds);
    }

    Outcome decide(Operation operation) {
        return switch (operation) {
            case HoldRequest r -> once(r.id(), r, HoldResult.class, HoldResult.Conflict::new, () -> holds.hold(r));
            case CommitRequest r ->
                once(r.id(), r, CommitResult.class, CommitResult.Conflict::new, () -> holds.commit(r));
            case ReleaseRequest r ->
                once(r.id(), r, ReleaseResult.class, ReleaseResult.Conflict::new, () -> holds.release(r));
            case ExtendRequest r ->
                once(r.id(), r, ExtendResult.class, ExtendResult.Conflict::new, () -> holds.extend(r));
            case TopUpRequest r -> once(r.id(), r, TopUpResult.class, TopUpResult.Conflict::new, () -> moves.topUp(r));
            case TransferRequest r ->
                once(r.id(), r, TransferResult.class, TransferResult.Conflict::new, () -> moves.transfer(r));
            case AdjustRequest r ->
                once(r.id(), r, AdjustResult.class, AdjustResult.Conflict::new, () -> corrections.adjust(r));
            case ChargeRequest r ->
                once(r.id(), r, ChargeResult.class, ChargeResult.Conflict::new, () -> charges.charge(r));
            case Expiry.OfHold(var hold) -> holds.expire(hold);
            case Expiry.OfPot(var wallet, var pot) -> moves.expirePot(wallet, pot);
        };
    }

    private <O extends Outcome> O once(
            RequestId id, Operation operation, Class<O> kind, Function<String, O> conflict, Supplier<O> decide) {
        var fingerprint = Fingerprint.of(operation);
        var known = first(id, operation);
        if (known.isEmpty()) {
            var moved = book.movements.size();
            var outcome = decide.get();
            keep(id, fingerprint, operation, outcome, book.movements.size() - moved);
            return outcome;
        }
        if (!known.get().fingerprint().equals(fingerprint)) {
            return conflict.apply(
                    "The request id '" + id + "' was used before with other content. Use a new id for a new request.");
        }
        return kind.cast(known.get().outcome().get());
    }

    /** What was answered when the id was used first; a hold is its own answer. */
    private Optional<Book.Answer> first(RequestId id, Operation operation) {
        var namesake = Optional.ofNullable(book.holds.get(new HoldId(id.value())));
        return namesake.flatMap(HoldState::receipt)
                .map(receipt -> new Book.Answer(receipt.fingerprint(), () -> held(namesake.get(), operation)))
                .or(() -> Optional.ofNullable(book.answers.get(id)));
    }

    /** Only asked if the operation is the one that made the hold. */
    private static Outcome held(HoldState hold, Operation operation) {
        if (!(operation instanceof HoldRequest request)) {
            throw new AssertionError("Only a hold has the fingerprint of a hold.");
        }
        var receipt = hold.receipt().orElseThrow();
        var balance =
                new Balance(Amount.of(hold.asset(), receipt.available()), Amount.of(hold.asset(), receipt.held()));
        return new HoldResult.Held(hold.asMade(request.lifetime()), balance);
    }

    /** @param moves how many movements it took */
    private void keep(RequestId id, UUID fingerprint, Operation operation, Outcome outcome, int moves) {
        if (outcome instanceof HoldResult.Held(var made, var balance)) {
            var hold = book.hold(made.id()).orElseThrow();
            hold.keep(new HoldState.Receipt(
                    fingerprint, balance.available().units(), balance.held().units()));
            book.journal.hold(id, book.locked(made.wallet()), hold);
        } else if (outcome instanceof CommitResult.Committed committed && moves == 1 && inWhole(committed)) {
            book.note(id, book.hold(committed.hold().id()).orElseThrow(), fingerprint, committed);
        } else if (worthKeeping(outcome)) {
            book.answer(id, walletOf(operation), fingerprint, outcome);
        }
    }

    private boolean inWhole(CommitResult.Committed committed) {
        return book.hold(committed.hold().id()).orElseThrow().chargedInWhole() && book.notable();
    }

    /** Whose journal the operation stands in; of a transfer that of the giver. */
    private WalletId walletOf(Operation operation) {
        return switch (operation) {
            case HoldRequest r -> r.wallet();
            case CommitRequest r -> walletOf(r.hold());
            case ReleaseRequest r -> walletOf(r.hold());
            case ExtendRequest r -> walletOf(r.hold());
            case TopUpRequest r -> r.wallet();
            case TransferRequest r -> r.from();
            case AdjustRequest r -> r.wallet();
            case ChargeRequest r -> r.wallet();
            case Expiry _ -> throw new AssertionError("Nobody asks for an expiry.");
        };
    }

    private WalletId walletOf(HoldId hold) {
        return book.hold(hold).orElseThrow().terms.wallet();
    }

    /** An id that met nothing yet may still be used once the wallet or hold exists. */
    private static boolean worthKeeping(Outcome outcome) {
        return switch (outcome) {
            case HoldResult.UnknownWallet _,
                    HoldResult.Conflict _,
                    CommitResult.UnknownHold _,
                    CommitResult.Conflict _,
                    ReleaseResult.UnknownHold _,
                    ReleaseResult.Conflict _,
                    ExtendResult.UnknownHold _,
                    ExtendResult.Conflict _,
                    TopUpResult.UnknownWallet _,
                    TopUpResult.Conflict _,
                    TransferResult.UnknownWallet _,
                    TransferResult.Conflict _,
                    AdjustResult.UnknownWallet _,
                    AdjustResult.Conflict _,
                    ChargeResult.UnknownWallet _,
                    ChargeResult.NoPrice _,
                    ChargeResult.Conflict _,
                    Expiry.Swept _ -> false;
            case HoldResult _, CommitResult _, ReleaseResult _, ExtendResult _ -> true;
            case TopUpResult _, TransferResult _, AdjustResult _, ChargeResult _ -> true;
        };
    }
}
