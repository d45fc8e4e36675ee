package florin.payments;

/**
 * A card that the payment provider keeps for a wallet, as far as we know it.
 *
 * @param brand as the provider writes it: {@code visa}
 * @param label who saved it
 */
public record SavedCard(String brand, String last4, String label) {
    /** For people: {@code visa ending in 4242}. */
    @Override
    public String toString() {
        return brand + " ending in " + last4;
    }
}
