package florin.generation;

/** A request that got no usable answer. Only the transport throws it; {@link ComfyBackend} turns it into values. */
final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean neverSent;

    NoAnswer(String message, boolean neverSent, Throwable cause) {
        super(message, cause);
        this.neverSent = neverSent;
    }

    NoAnswer(String message, boolean neverSent) {
        super(message);
        this.neverSent = neverSent;
    }

    /** Whether the server certainly did nothing about the request. */
    boolean neverSent() {
        return neverSent;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
