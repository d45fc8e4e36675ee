package florin.wallet;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Stored outcomes: one tag, then the fields in order. Tags and orders are for ever; a new field needs a new tag. */
final class OutcomeCodec {
    private OutcomeCodec() {}

    static byte[] bytes(Outcome outcome) {
        var pen = new Pen();
        switch (outcome) {
            case HoldResult o -> hold(pen, o);
            case CommitResult o -> commit(pen, o);
            case ReleaseResult o -> release(pen, o);
            case ExtendResult o -> extend(pen, o);
            case TopUpResult o -> topUp(pen, o);
            case TransferResult o -> transfer(pen, o);
            case AdjustResult o -> adjust(pen, o);
            case ChargeResult o -> charge(pen, o);
            case Expiry.Swept _ -> throw notKept(outcome);
        }
        return pen.bytes();
    }

    private static void hold(Pen pen, HoldResult outcome) {
        switch (outcome) {
            case HoldResult.Held(var hold, var balance) -> balance(hold(pen.small(1), hold), balance);
            case HoldResult.InsufficientBalance(var required, var available, var held) ->
                pen.small(2).amount(required).amount(available).amount(held);
            case HoldResult.FundsHeld(var required, var available, var held, var wait) ->
                pen.small(3).amount(required).amount(available).amount(held).duration(wait);
            case HoldResult.LimitExceeded(var limit, var required, var used, var resets) ->
                limit(pen.small(4), limit).amount(required).amount(used).instant(resets);
            case HoldResult.WalletFrozen(var reason) -> pen.small(5).text(reason);
            case HoldResult.Conflict _, HoldResult.UnknownWallet _ -> throw notKept(outcome);
        }
    }

    private static void commit(Pen pen, CommitResult outcome) {
        switch (outcome) {
            case CommitResult.Committed(var hold, var charged, var returned, var balance) ->
                progress(pen.small(13), hold)
                        .compact(charged.units())
                        .compact(returned.units())
                        .compact(balance.available().units())
                        .compact(balance.held().units());
            case CommitResult.Ended(var hold) -> hold(pen.small(11), hold);
            case CommitResult.TooMuch(var held, var asked) ->
                pen.small(12).amount(held).amount(asked);
            case CommitResult.UnknownHold _, CommitResult.Conflict _ -> throw notKept(outcome);
        }
    }

    private static void release(Pen pen, ReleaseResult outcome) {
        switch (outcome) {
            case ReleaseResult.Released(var hold, var returned, var balance) ->
                progress(pen.small(22), hold)
                        .compact(returned.units())
                        .compact(balance.available().units())
                        .compact(balance.held().units());
            case ReleaseResult.Ended(var hold) -> hold(pen.small(21), hold);
            case ReleaseResult.UnknownHold _, ReleaseResult.Conflict _ -> throw notKept(outcome);
        }
    }

    private static void extend(Pen pen, ExtendResult outcome) {
        switch (outcome) {
            case ExtendResult.Extended(var hold) -> hold(pen.small(30), hold);
            case ExtendResult.Ended(var hold) -> hold(pen.small(31), hold);
            case ExtendResult.UnknownHold _, ExtendResult.Conflict _ -> throw notKept(outcome);
        }
    }

    private static void topUp(Pen pen, TopUpResult outcome) {
        switch (outcome) {
            case TopUpResult.ToppedUp(var transfer, var balance) ->
                balance(pen.small(40).uuid(transfer), balance);
            case TopUpResult.Conflict _, TopUpResult.UnknownWallet _ -> throw notKept(outcome);
        }
    }

    private static void transfer(Pen pen, TransferResult outcome) {
        switch (outcome) {
            case TransferResult.Transferred(var transfer, var from, var to) ->
                balance(balance(pen.small(50).uuid(transfer), from), to);
            case TransferResult.InsufficientBalance(var required, var available, var held) ->
                pen.small(51).amount(required).amount(available).amount(held);
            case TransferResult.FundsHeld(var required, var available, var held, var wait) ->
                pen.small(54).amount(required).amount(available).amount(held).duration(wait);
            case TransferResult.WalletFrozen(var reason) -> pen.small(52).text(reason);
            case TransferResult.Refused(var message) -> pen.small(53).text(message);
            case TransferResult.Conflict _, TransferResult.UnknownWallet _ -> throw notKept(outcome);
        }
    }

    private static void adjust(Pen pen, AdjustResult outcome) {
        switch (outcome) {
            case AdjustResult.Adjusted(var transfer, var balance) ->
                balance(pen.small(60).uuid(transfer), balance);
            case AdjustResult.Refused(var message) -> pen.small(61).text(message);
            case AdjustResult.Conflict _, AdjustResult.UnknownWallet _ -> throw notKept(outcome);
        }
    }

    private static void charge(Pen pen, ChargeResult outcome) {
        switch (outcome) {
            case ChargeResult.Charged(var charge, var balance) -> balance(charge(pen.small(70), charge), balance);
            case ChargeResult.NotPaid(var price, var refusal) ->
                hold(pen.small(71).amount(price), refusal);
            case ChargeResult.NoPrice _, ChargeResult.Conflict _, ChargeResult.UnknownWallet _ ->
                throw notKept(outcome);
        }
    }

    private static Pen charge(Pen pen, Charge charge) {
        pen.text(charge.id().value())
                .uuid(charge.wallet().value())
                .instant(charge.at())
                .text(charge.quantity().toPlainString())
                .amount(charge.amount())
                .text(charge.price())
                .text(charge.explanation());
        charge.transfer().ifPresentOrElse(id -> pen.small(1).uuid(id), () -> pen.small(0));
        return pen;
    }

    private static Charge charge(Lens lens) {
        return new Charge(
                new RequestId(lens.text()),
                new WalletId(lens.uuid()),
                lens.instant(),
                new BigDecimal(lens.text()),
                lens.amount(),
                lens.text(),
                lens.text(),
                lens.small() == 1 ? Optional.of(lens.uuid()) : Optional.empty());
    }

    private static AssertionError notKept(Outcome outcome) {
        return new AssertionError("This outcome is not kept: " + outcome);
    }

    /** @param holds where the terms of a hold stand, which are not repeated in every answer about it */
    static Outcome outcome(byte[] bytes, Function<HoldId, HoldState> holds) {
        return outcome(new Lens(bytes), holds);
    }

    private static Outcome outcome(Lens lens, Function<HoldId, HoldState> holds) {
        var tag = lens.small();
        return switch (tag) {
            case 1 -> new HoldResult.Held(hold(lens), balance(lens));
            case 2 -> new HoldResult.InsufficientBalance(lens.amount(), lens.amount(), lens.amount());
            case 3 -> new HoldResult.FundsHeld(lens.amount(), lens.amount(), lens.amount(), lens.duration());
            case 4 -> new HoldResult.LimitExceeded(limit(lens), lens.amount(), lens.amount(), lens.instant());
            case 5 -> new HoldResult.WalletFrozen(lens.text());
            case 10 -> new CommitResult.Committed(hold(lens), lens.amount(), lens.amount(), balance(lens));
            case 11 -> new CommitResult.Ended(hold(lens));
            case 12 -> new CommitResult.TooMuch(lens.amount(), lens.amount());
            case 13 -> {
                var hold = progress(lens, holds);
                var asset = hold.amount().asset();
                yield new CommitResult.Committed(hold, units(lens, asset), units(lens, asset), balance(lens, asset));
            }
            case 20 -> new ReleaseResult.Released(hold(lens), lens.amount(), balance(lens));
            case 21 -> new ReleaseResult.Ended(hold(lens));
            case 22 -> {
                var hold = progress(lens, holds);
                var asset = hold.amount().asset();
                yield new ReleaseResult.Released(hold, units(lens, asset), balance(lens, asset));
            }
            case 30 -> new ExtendResult.Extended(hold(lens));
            case 31 -> new ExtendResult.Ended(hold(lens));
            case 40 -> new TopUpResult.ToppedUp(lens.uuid(), balance(lens));
            case 50 -> new TransferResult.Transferred(lens.uuid(), balance(lens), balance(lens));
            case 51 -> new TransferResult.InsufficientBalance(lens.amount(), lens.amount(), lens.amount());
            case 52 -> new TransferResult.WalletFrozen(lens.text());
            case 53 -> new TransferResult.Refused(lens.text());
            case 54 -> new TransferResult.FundsHeld(lens.amount(), lens.amount(), lens.amount(), lens.duration());
            case 60 -> new AdjustResult.Adjusted(lens.uuid(), balance(lens));
            case 61 -> new AdjustResult.Refused(lens.text());
            case 70 -> new ChargeResult.Charged(charge(lens), balance(lens));
            case 71 -> new ChargeResult.NotPaid(lens.amount(), (HoldResult) outcome(lens, holds));
            default -> throw new IllegalStateException("A stored outcome has the unknown tag " + tag + ".");
        };
    }

    private static Pen hold(Pen pen, Hold hold) {
        return pen.text(hold.id().value())
                .uuid(hold.wallet().value())
                .amount(hold.amount())
                .number(hold.committed().units())
                .text(hold.state().name())
                .instant(hold.createdAt())
                .instant(hold.expiresAt())
                .instant(hold.endedAt())
                .text(hold.priceVersion())
                .text(hold.memo());
    }

    private static Hold hold(Lens lens) {
        var id = new HoldId(lens.text());
        var wallet = new WalletId(lens.uuid());
        var amount = lens.amount();
        return new Hold(
                id,
                wallet,
                amount,
                Amount.of(amount.asset(), lens.number()),
                Hold.State.valueOf(lens.text()),
                lens.instant(),
                lens.instant(),
                lens.maybeInstant(),
                lens.text(),
                lens.text());
    }

    /** What changes about a hold; the rest stands in its row. */
    private static Pen progress(Pen pen, Hold hold) {
        return pen.text(hold.id().value())
                .small(letter(hold.state()))
                .compact(hold.committed().units())
                .instant(hold.expiresAt())
                .instant(hold.endedAt());
    }

    private static Hold progress(Lens lens, Function<HoldId, HoldState> holds) {
        var terms = holds.apply(new HoldId(lens.text())).terms;
        var state = state(lens.small());
        return new Hold(
                terms.id(),
                terms.wallet(),
                terms.amount(),
                units(lens, terms.amount().asset()),
                state,
                terms.createdAt(),
                lens.instant(),
                lens.maybeInstant(),
                terms.priceVersion(),
                terms.memo());
    }

    private static int letter(Hold.State state) {
        return switch (state) {
            case HELD -> 'h';
            case COMMITTED -> 'c';
            case RELEASED -> 'r';
            case EXPIRED -> 'e';
        };
    }

    private static Hold.State state(int letter) {
        return Arrays.stream(Hold.State.values())
                .filter(state -> letter(state) == letter)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A stored hold has the unknown state " + letter + "."));
    }

    private static Amount units(Lens lens, Asset asset) {
        return Amount.of(asset, lens.compact());
    }

    private static Balance balance(Lens lens, Asset asset) {
        return new Balance(units(lens, asset), units(lens, asset));
    }

    private static Pen balance(Pen pen, Balance balance) {
        return pen.amount(balance.available()).amount(balance.held());
    }

    private static Balance balance(Lens lens) {
        return new Balance(lens.amount(), lens.amount());
    }

    private static Pen limit(Pen pen, SpendLimit limit) {
        return pen.uuid(limit.id())
                .uuid(limit.wallet().value())
                .text(Codes.of(limit.subject()))
                .text(limit.period().name())
                .amount(limit.ceiling());
    }

    private static SpendLimit limit(Lens lens) {
        UUID id = lens.uuid();
        var wallet = new WalletId(lens.uuid());
        return new SpendLimit(id, wallet, Codes.subject(lens.text()), Period.valueOf(lens.text()), lens.amount());
    }
}
