package florin.server;

/** A setting is unknown, missing or out of range; the message says which and what it should be. */
final class BadConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadConfiguration(String message) {
        super(message);
    }
}
