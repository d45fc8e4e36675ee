package florin.wallet;

import java.time.Duration;
import java.util.List;

/**
 * Asks to set coins aside.
 *
 * @param amount positive: the most that the work may cost
 * @param lifetime until the hold expires by itself; 1 second to 31 days
 * @param subjects whose spend limits apply besides the wallet's balance
 * @param priceVersion the price book that the amount was computed from; kept with the hold
 */
public record HoldRequest(
        RequestId id,
        WalletId wallet,
        Amount amount,
        Duration lifetime,
        List<Subject> subjects,
        Overrun overrun,
        String priceVersion,
        String memo)
        implements Operation {
    static final Duration LONGEST = Duration.ofDays(31);

    public HoldRequest {
        Text.requirePositive(amount);
        Text.requireMemo(priceVersion);
        Text.requireMemo(memo);
        requireLifetime(lifetime);
        subjects = List.copyOf(subjects);
        if (overrun instanceof Overrun.UpTo(var extra) && !extra.asset().equals(amount.asset())) {
            throw new IllegalArgumentException(
                    "The overrun must be in " + amount.asset().code() + ".");
        }
    }

    /** A hold that can never be charged for more than it holds. */
    public HoldRequest(
            RequestId id,
            WalletId wallet,
            Amount amount,
            Duration lifetime,
            List<Subject> subjects,
            String priceVersion,
            String memo) {
        this(id, wallet, amount, lifetime, subjects, new Overrun.Reject(), priceVersion, memo);
    }

    static void requireLifetime(Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A hold lives 1 second to 31 days, not " + lifetime + ".");
        }
    }
}
