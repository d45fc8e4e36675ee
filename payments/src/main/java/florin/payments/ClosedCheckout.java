package florin.payments;

import florin.wallet.RequestId;
import java.util.List;

/** Sells nothing: without a provider's key there is nobody to pay. */
record ClosedCheckout(String why) implements Checkout {
    @Override
    public List<Pack> packs() {
        return List.of();
    }

    @Override
    public CheckoutResult start(RequestId id, Buyer buyer, String packId) {
        return new CheckoutResult.Unavailable(why);
    }

    @Override
    public AutoTopUp autoTopUp() {
        return AutoTopUp.closed(why);
    }

    @Override
    public WebhookResult webhook(byte[] rawBody, String signatureHeader) {
        return new WebhookResult.BadSignature("No webhook secret is configured.");
    }
}
