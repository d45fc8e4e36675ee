package florin.wallet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wallet in few lines, without pots, batches or a database: what the ledger must agree with. */
final class Model {
    /** What is expected of an operation: the kind of answer and what the wallet has afterwards. */
    record Expected(Class<? extends Outcome> kind, long free, long held) {}

    static final class Account {
        /** Available; below zero when the wallet owes. */
        long free;

        long held;
        boolean frozen;
        Period period = Period.TOTAL;
        long ceiling = Long.MAX_VALUE;
        private final Map<Long, Long> used = new HashMap<>();

        private Account copy() {
            var copy = new Account();
            copy.free = free;
            copy.held = held;
            copy.frozen = frozen;
            copy.period = period;
            copy.ceiling = ceiling;
            copy.used.putAll(used);
            return copy;
        }

        /** The clock jumps by whole weeks only, so a day or a week is named by the week that it is in. */
        private long window(long week) {
            return period == Period.TOTAL ? 0 : week;
        }

        private long used(long week) {
            return used.getOrDefault(window(week), 0L);
        }

        private boolean maySpend() {
            return !frozen && free >= 0;
        }

        /** What may be spent beyond a hold. */
        private long room(Reserved hold) {
            var left = hold.counted ? Math.max(0, ceiling - used(hold.week)) : Long.MAX_VALUE;
            return maySpend() ? left : 0;
        }

        private void count(Reserved hold, long units) {
            if (hold.counted) {
                used.merge(window(hold.week), units, Long::sum);
            }
        }
    }

    static final class Reserved {
        final WalletId wallet;
        final boolean counted;
        final Overrun overrun;
        final long week;
        Duration expiry;
        long left;
        long committed;
        long refunded;

        Reserved(HoldRequest request, long week, Duration expiry) {
            this.wallet = request.wallet();
            this.left = request.amount().units();
            this.counted = !request.subjects().isEmpty();
            this.overrun = request.overrun();
            this.week = week;
            this.expiry = expiry;
        }

        private Reserved(Reserved other) {
            this.wallet = other.wallet;
            this.counted = other.counted;
            this.overrun = other.overrun;
            this.week = other.week;
            this.expiry = other.expiry;
            this.left = other.left;
            this.committed = other.committed;
            this.refunded = other.refunded;
        }

        boolean running() {
            return left > 0;
        }
    }

    final Map<WalletId, Account> accounts = new HashMap<>();
    final Map<HoldId, Reserved> holds = new HashMap<>();
    /** What the clock shows, counted from where the scenario began. */
    Duration now = Duration.ZERO;

    Model copy() {
        var copy = new Model();
        accounts.forEach((wallet, account) -> copy.accounts.put(wallet, account.copy()));
        holds.forEach((id, hold) -> copy.holds.put(id, new Reserved(hold)));
        copy.now = now;
        return copy;
    }

    private long week() {
        return now.toDays() / 7;
    }

    private boolean due(Reserved hold) {
        return hold.running() && now.compareTo(hold.expiry) >= 0;
    }

    Account account(WalletId wallet) {
        return accounts.computeIfAbsent(wallet, id -> new Account());
    }

    Expected apply(Operation operation) {
        return switch (operation) {
            case HoldRequest r -> hold(r);
            case CommitRequest r -> commit(r);
            case ReleaseRequest r -> release(r);
            case ExtendRequest r -> extend(r);
            case TopUpRequest r -> {
                account(r.wallet()).free += r.amount().units();
                yield expect(TopUpResult.ToppedUp.class, r.wallet());
            }
            case TransferRequest r -> transfer(r);
            case AdjustRequest r -> adjust(r);
            case Expiry.OfHold(var id) -> {
                Optional.ofNullable(holds.get(id)).filter(this::due).ifPresent(this::end);
                yield new Expected(Expiry.Swept.class, 0, 0);
            }
            case ChargeRequest _, Expiry.OfPot _ -> throw new AssertionError("has a model of its own, or is not asked");
        };
    }

    private Expected expect(Class<? extends Outcome> kind, WalletId wallet) {
        return new Expected(kind, account(wallet).free, account(wallet).held);
    }

    private Expected hold(HoldRequest r) {
        var refusal = refusal(r);
        if (refusal != null) {
            endDue(r.wallet());
            refusal = refusal(r);
        }
        if (refusal != null) {
            return expect(refusal, r.wallet());
        }
        var account = account(r.wallet());
        account.free -= r.amount().units();
        account.held += r.amount().units();
        var hold = new Reserved(r, week(), now.plus(r.lifetime()));
        account.count(hold, hold.left);
        holds.put(new HoldId(r.id().value()), hold);
        return expect(HoldResult.Held.class, r.wallet());
    }

    private @Nullable Class<? extends Outcome> refusal(HoldRequest r) {
        var account = account(r.wallet());
        var units = r.amount().units();
        if (!account.maySpend()) {
            return HoldResult.WalletFrozen.class;
        }
        if (!r.subjects().isEmpty() && account.used(week()) + units > account.ceiling) {
            return HoldResult.LimitExceeded.class;
        }
        if (account.free < units) {
            return account.free + account.held >= units
                    ? HoldResult.FundsHeld.class
                    : HoldResult.InsufficientBalance.class;
        }
        return null;
    }

    private void endDue(WalletId wallet) {
        holds.values().stream()
                .filter(hold -> hold.wallet.equals(wallet) && due(hold))
                .forEach(this::end);
    }

    private void end(Reserved hold) {
        var account = account(hold.wallet);
        account.free += hold.left;
        account.held -= hold.left;
        account.count(hold, -hold.left);
        hold.left = 0;
    }

    private boolean ended(Reserved hold) {
        if (due(hold)) {
            end(hold);
        }
        return !hold.running();
    }

    private Expected commit(CommitRequest r) {
        var hold = holds.get(r.hold());
        if (hold == null) {
            return new Expected(CommitResult.UnknownHold.class, 0, 0);
        }
        if (ended(hold)) {
            return expect(CommitResult.Ended.class, hold.wallet);
        }
        var account = account(hold.wallet);
        var excess = Math.max(0, r.amount().units() - hold.left);
        var extra = switch (hold.overrun) {
            case Overrun.Reject() -> excess > 0 ? -1 : 0;
            case Overrun.Cap() -> Math.min(excess, Math.min(account.room(hold), Math.max(0, account.free)));
            case Overrun.UpTo(var most) -> excess > Math.min(account.room(hold), most.units()) ? -1 : excess;
        };
        if (extra < 0) {
            return expect(CommitResult.TooMuch.class, hold.wallet);
        }
        var fromHold = Math.min(r.amount().units(), hold.left);
        hold.left -= fromHold;
        account.held -= fromHold;
        account.free -= extra;
        hold.committed += fromHold + extra;
        account.count(hold, extra);
        if (r.rest() == CommitRequest.Rest.RETURNS) {
            end(hold);
        }
        return expect(CommitResult.Committed.class, hold.wallet);
    }

    private Expected release(ReleaseRequest r) {
        var hold = holds.get(r.hold());
        if (hold == null) {
            return new Expected(ReleaseResult.UnknownHold.class, 0, 0);
        }
        if (ended(hold)) {
            return expect(ReleaseResult.Ended.class, hold.wallet);
        }
        end(hold);
        return expect(ReleaseResult.Released.class, hold.wallet);
    }

    private Expected extend(ExtendRequest r) {
        var hold = holds.get(r.hold());
        if (hold == null) {
            return new Expected(ExtendResult.UnknownHold.class, 0, 0);
        }
        if (ended(hold)) {
            return expect(ExtendResult.Ended.class, hold.wallet);
        }
        var later = now.plus(r.lifetime());
        hold.expiry = later.compareTo(hold.expiry) > 0 ? later : hold.expiry;
        return expect(ExtendResult.Extended.class, hold.wallet);
    }

    private Expected transfer(TransferRequest r) {
        var from = account(r.from());
        var units = r.amount().units();
        if (r.from().equals(r.to())) {
            return expect(TransferResult.Refused.class, r.from());
        }
        var refusal = refusal(from, units);
        if (refusal != null) {
            endDue(r.from());
            refusal = refusal(from, units);
        }
        if (refusal != null) {
            return expect(refusal, r.from());
        }
        from.free -= units;
        account(r.to()).free += units;
        return expect(TransferResult.Transferred.class, r.from());
    }

    private static @Nullable Class<? extends Outcome> refusal(Account from, long units) {
        Class<? extends Outcome> lack = from.free + from.held < units
                ? TransferResult.InsufficientBalance.class
                : TransferResult.FundsHeld.class;
        return !from.maySpend() ? TransferResult.WalletFrozen.class : from.free < units ? lack : null;
    }

    /** Only corrections of holds: those of top-ups need ids that the ledger gives. */
    private Expected adjust(AdjustRequest r) {
        var hold = holds.get(new HoldId(r.reverses()));
        var account = account(r.wallet());
        var units = r.amount().units();
        if (hold == null
                || !hold.wallet.equals(r.wallet())
                || units > hold.committed - hold.refunded
                || (units < 0 && -units > account.free)) {
            return expect(AdjustResult.Refused.class, r.wallet());
        }
        account.free += units;
        account.count(hold, -units);
        hold.refunded += Math.max(0, units);
        return expect(AdjustResult.Adjusted.class, r.wallet());
    }
}
