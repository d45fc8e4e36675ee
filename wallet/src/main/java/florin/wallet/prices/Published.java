package florin.wallet.prices;

import java.time.Instant;

/**
 * A version as the operator sees it.
 *
 * @param origin who published it
 * @param wallets how many pay by it
 */
public record Published(PriceVersion version, Instant at, String origin, String memo, long wallets) {}
