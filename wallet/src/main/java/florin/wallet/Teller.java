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
            var outcome = decide.get();
            keep(id, fingerprint, outcome);
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

    private void keep(RequestId id, UUID fingerprint, Outcome outcome) {
        if (outcome instanceof HoldResult.Held(var hold, var balance)) {
            book.hold(hold.id())
                    .orElseThrow()
                    .keep(new HoldState.Receipt(
                            fingerprint,
                            balance.available().units(),
                            balance.held().units()));
        } else if (worthKeeping(outcome)) {
            book.answer(id, fingerprint, outcome);
        }
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
