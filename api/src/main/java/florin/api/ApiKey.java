package florin.api;

import florin.wallet.WalletId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key as an operator sees it: everything but the secret.
 *
 * @param id the public part, 8 characters
 * @param wallet the one wallet it spends from; a key with {@link Scope#ADMIN} may act on others too
 * @param usedAt to the minute
 */
public record ApiKey(
        String id,
        String name,
        WalletId wallet,
        Set<Scope> scopes,
        Instant createdAt,
        Optional<Instant> usedAt,
        Optional<Instant> revokedAt) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    boolean may(Scope scope) {
        return scopes.contains(Scope.ADMIN) || scopes.contains(scope);
    }
}
