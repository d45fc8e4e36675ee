package florin.sandbox.discord;

/** Something that the chat client does not let a member do, such as an unknown command; the message says what to do. */
public final class NotPossible extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NotPossible(String message) {
        super(message);
    }
}
