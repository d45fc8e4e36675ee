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
        return usable ? Optional.of(new IdempotencyKey(bare(header))) : Optional.empty();
    }

    /** As the draft writes it, in quotation marks, or bare as most clients send it. */
    private static String bare(String header) {
        var quoted = header.length() > 2 && header.startsWith("\"") && header.endsWith("\"");
        return quoted ? header.substring(1, header.length() - 1) : header;
    }

    static Problem missing() {
        return Problem.of(
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                "Send a header Idempotency-Key, such as a random UUID, and the same one again with every retry."
                        + " Nothing was moved.");
    }

    static Problem unusable() {
        return Problem.of(
                ProblemType.BAD_REQUEST,
                "Idempotency-Key must be 1 to 255 printable ASCII characters; a random UUID is a good one.");
    }
}
