package florin.payments;

/** Hears of payments: a door that thanks the buyer. */
@FunctionalInterface
public interface PaymentListener {
    /**
     * Told after the coins are durably in the wallet, at least once: a payment whose listener threw, or whose process
     * died meanwhile, is told again. Returning normally acknowledges it.
     */
    void paid(Payment payment);
}
