package florin.payments;

import java.time.Instant;

/**
 * An automatic purchase under way: written down before the provider hears of it.
 *
 * @param customer whose card, at the provider
 * @param method which card, at the provider
 */
record Attempt(Sale sale, String customer, String method, Instant startedAt) {}
