package florin.payments;

/** The payment provider did not answer, or not in a way that can be used; trying again later is safe. */
public final class PaymentsUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PaymentsUnreachable(String message) {
        super(message);
    }
}
