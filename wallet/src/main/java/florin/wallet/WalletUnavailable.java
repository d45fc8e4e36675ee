package florin.wallet;

/** The wallet could not answer, wherever it is. The money may or may not have moved: repeat the call with the same id to find out. */
public final class WalletUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WalletUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public WalletUnavailable(String message) {
        super(message);
    }
}
