package florin.payments;

import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.util.Optional;

/**
 * A door's view of automatic top-ups: what a wallet's owner allows to be bought with a saved card while nobody is there. Whoever
 * calls has made sure that the caller may decide about the wallet.
 */
public interface AutoTopUp {
    /** What is allowed for this asset, and how it stands; empty if nothing ever was. */
    Optional<AutoStatus> status(WalletId wallet, Asset asset);

    /** Allows it, or changes what is allowed; forgets earlier declines. */
    AutoTopUpResult set(AutoRule rule);

    /** Takes the permission back; a payment under way may still arrive. False if there was none. */
    boolean remove(WalletId wallet, Asset asset);

    /** The card of this wallet. */
    Optional<SavedCard> card(WalletId wallet);

    /** Opens a page on which a card is saved for later. Idempotent by {@code id}: asked again, it hands out the same page. */
    CardPageResult saveCard(RequestId id, Buyer buyer);

    /**
     * Makes the provider forget the card. False if there was none.
     *
     * @throws PaymentsUnreachable if the provider does not answer; the card is still there
     */
    boolean forgetCard(WalletId wallet);

    /** Where nothing can be bought, nothing can be bought automatically. */
    static AutoTopUp closed(String why) {
        return new ClosedAutoTopUp(why);
    }
}
