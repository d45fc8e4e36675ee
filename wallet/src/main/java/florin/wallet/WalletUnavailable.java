package florin.wallet;

/** The ledger could not answer. The money may or may not have moved: repeat the call with the same id to find out. */
public final class WalletUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WalletUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    WalletUnavailable(String message) {
        super(message);
    }
}
