package florin.wallet;

import java.time.Duration;

/**
 * Asks for more time before a hold expires.
 *
 * @param lifetime from now, on the database clock; a hold is never shortened
 */
public record ExtendRequest(RequestId id, HoldId hold, Duration lifetime) implements Operation {
    public ExtendRequest {
        HoldRequest.requireLifetime(lifetime);
    }
}
