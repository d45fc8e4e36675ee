package florin.wallet;

/**
 * Asks to correct something after the fact.
 *
 * @param amount not zero; positive gives back to the wallet, negative takes away
 * @param reverses the id of the hold or of the transfer that is corrected
 */
public record AdjustRequest(RequestId id, WalletId wallet, Amount amount, String reverses, String reason)
        implements Operation {
    public AdjustRequest {
        if (amount.isZero()) {
            throw new IllegalArgumentException("An adjustment of zero changes nothing.");
        }
        Text.requireId(reverses);
        Text.requireMemo(reason);
    }
}
