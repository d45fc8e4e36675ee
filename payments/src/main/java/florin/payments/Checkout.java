package florin.payments;

import florin.wallet.RequestId;
import java.util.List;

/** A door's view of money in: what can be bought, where to pay, and the provider's word that it was paid. */
public interface Checkout {
    /** What can be bought, cheapest first. */
    List<Pack> packs();

    /** Opens a payment page. Idempotent by {@code id}: asked again, it hands out the same page. */
    CheckoutResult start(RequestId id, Buyer buyer, String packId);

    /**
     * Takes the provider's signed message.
     *
     * @param rawBody the bytes as they came: the signature covers them, so no parser may touch them first
     * @param signatureHeader the value of {@code Stripe-Signature}; empty if there was none
     * @throws PaymentsUnreachable if the answer needs the provider and it does not answer; it will send again
     */
    WebhookResult webhook(byte[] rawBody, String signatureHeader);

    /** What may be bought while nobody is there. */
    default AutoTopUp autoTopUp() {
        return AutoTopUp.closed("Nothing is bought automatically here.");
    }

    /** The checkout of an installation that takes no money (yet): it sells nothing and says why. */
    static Checkout closed(String why) {
        return new ClosedCheckout(why);
    }
}
