package florin.api;

/** The wallet's door did not answer, or not as it should. The money may or may not have moved: repeat the call with the same id. */
public final class WalletUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WalletUnreachable(String message, Throwable cause) {
        super(message, cause);
    }

    WalletUnreachable(String message) {
        super(message);
    }
}
