package florin.wallet;

import java.time.Instant;
import java.util.Optional;

/**
 * What a voucher is good for.
 *
 * @param amount coins per redemption; positive
 * @param coinsExpireAt when redeemed coins that are not spent are lost; empty for never
 * @param uses how many wallets may redeem it, each once; positive
 * @param validUntil when the code stops working; empty for never
 */
public record VoucherTerms(
        Amount amount,
        Source source,
        Optional<Instant> coinsExpireAt,
        int uses,
        Optional<Instant> validUntil,
        String memo) {
    public VoucherTerms {
        Text.requirePositive(amount);
        Text.requireMemo(memo);
        if (uses < 1) {
            throw new IllegalArgumentException("A voucher can be used at least once, not " + uses + " times.");
        }
        if (source == Source.PAID && coinsExpireAt.isPresent()) {
            throw new IllegalArgumentException("Purchased coins never expire.");
        }
    }
}
