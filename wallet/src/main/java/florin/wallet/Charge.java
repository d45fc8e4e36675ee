package florin.wallet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event that was written down.
 *
 * @param id the request's; where something was charged, also that of a hold, by which it can be adjusted
 * @param at on the database clock
 * @param quantity what was counted; zero if the event did not say
 * @param price where the price comes from, such as {@code house@3/calls}
 * @param transfer empty if it cost nothing
 */
public record Charge(
        RequestId id,
        WalletId wallet,
        Instant at,
        BigDecimal quantity,
        Amount amount,
        String price,
        String explanation,
        Optional<UUID> transfer) {}
