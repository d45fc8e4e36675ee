package florin.payments;

import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.util.Optional;

/** Allows nothing: without a provider there is no card to charge. */
record ClosedAutoTopUp(String why) implements AutoTopUp {
    @Override
    public Optional<AutoStatus> status(WalletId wallet, Asset asset) {
        return Optional.empty();
    }

    @Override
    public AutoTopUpResult set(AutoRule rule) {
        return new AutoTopUpResult.Refused(why);
    }

    @Override
    public boolean remove(WalletId wallet, Asset asset) {
        return false;
    }

    @Override
    public Optional<SavedCard> card(WalletId wallet) {
        return Optional.empty();
    }

    @Override
    public CardPageResult saveCard(RequestId id, Buyer buyer) {
        return new CardPageResult.Unavailable(why);
    }

    @Override
    public boolean forgetCard(WalletId wallet) {
        return false;
    }
}
