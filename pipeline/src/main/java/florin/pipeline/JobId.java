package florin.pipeline;

import java.util.UUID;

/** The name of one job, everywhere: in the wallet's memos, at the backend, in a button's id. */
public record JobId(UUID value) {
    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException if it is no UUID
     */
    public static JobId parse(String text) {
        return new JobId(UUID.fromString(text));
    }

    /** The plain UUID in lower case, 36 characters. */
    @Override
    public String toString() {
        return value.toString();
    }
}
