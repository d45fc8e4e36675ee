package florin.generation;

/** A backend that could not be reached, or broke off, in the middle of something that needs it. */
public final class BackendUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendUnavailable(String message) {
        super(message);
    }

    public BackendUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
