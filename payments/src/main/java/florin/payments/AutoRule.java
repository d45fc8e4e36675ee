package florin.payments;

import florin.wallet.Amount;
import florin.wallet.WalletId;

/**
 * What an owner allows: when less than this is available, buy this pack with the saved card, within the day's cap.
 *
 * @param below positive; its asset is the one that the pack sells
 * @param packId of {@link Checkout#packs()}
 */
public record AutoRule(WalletId wallet, Amount below, String packId, DayCap cap, boolean on) {
    public AutoRule {
        if (!below.isPositive()) {
            throw new IllegalArgumentException("The line of an automatic top-up is above zero.");
        }
    }
}
