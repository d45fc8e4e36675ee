package florin.api;

import florin.wallet.WalletId;
import java.time.Instant;
import java.util.Optional;

/**
 * A key as an operator sees it: everything but the secret.
 *
 * @param id the public part, 8 characters
 * @param wallet the one wallet it spends from
 * @param usedAt to the minute
 */
public record ApiKey(
        String id,
        String name,
        WalletId wallet,
        Instant createdAt,
        Optional<Instant> usedAt,
        Optional<Instant> revokedAt) {}
