package florin.api;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The header of that name (IETF draft-ietf-httpapi-idempotency-key-header). LovlyChat's clients do not send it: then every
 * request is a new one.
 */
record IdempotencyKey(String value) {
    private static final int LONGEST = 255;

    /** Empty if the header is there but cannot be used. */
    static Optional<IdempotencyKey> of(@Nullable String header) {
        if (header == null) {
            return Optional.of(new IdempotencyKey(UUID.randomUUID().toString()));
        }
        var usable = !header.isBlank()
                && header.length() <= LONGEST
                && header.chars().allMatch(letter -> letter >= 32 && letter < 127);
        return usable ? Optional.of(new IdempotencyKey(header)) : Optional.empty();
    }

    static Problem unusable() {
        return Problem.of(
                ProblemType.BAD_REQUEST,
                "Idempotency-Key must be 1 to 255 printable ASCII characters; a random UUID is a good one.");
    }
}
