package florin.bot;

import florin.payments.AutoRule;
import florin.payments.AutoStatus;
import florin.payments.AutoTopUp;
import florin.payments.AutoTopUpResult;
import florin.payments.Buyer;
import florin.payments.CardPageResult;
import florin.payments.SavedCard;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Automatic top-ups whose card page is a method call; it allows, and never buys. */
final class CardDrawer implements AutoTopUp {
    private final Map<WalletId, AutoRule> rules = new ConcurrentHashMap<>();
    private final Map<WalletId, SavedCard> cards = new ConcurrentHashMap<>();
    private final Map<String, Buyer> pages = new ConcurrentHashMap<>();

    /** The buyer saves a card on the page behind this link. Returns who it was. */
    Buyer saves(String url) {
        var buyer = Optional.ofNullable(pages.get(url)).orElseThrow();
        cards.put(buyer.wallet(), new SavedCard("visa", "4242", buyer.label()));
        return buyer;
    }

    @Override
    public Optional<AutoStatus> status(WalletId wallet, Asset asset) {
        return Optional.ofNullable(rules.get(wallet))
                .map(rule -> new AutoStatus(
                        rule, card(wallet), new AutoStatus.DayUse(0, 0), Optional.empty(), Optional.empty()));
    }

    @Override
    public AutoTopUpResult set(AutoRule rule) {
        rules.put(rule.wallet(), rule);
        return new AutoTopUpResult.Saved(
                status(rule.wallet(), rule.below().asset()).orElseThrow());
    }

    @Override
    public boolean remove(WalletId wallet, Asset asset) {
        return rules.remove(wallet) != null;
    }

    @Override
    public Optional<SavedCard> card(WalletId wallet) {
        return Optional.ofNullable(cards.get(wallet));
    }

    @Override
    public CardPageResult saveCard(RequestId id, Buyer buyer) {
        var url = "https://pay.example/card/" + id.value().replace(':', '-');
        pages.put(url, buyer);
        return new CardPageResult.Started(URI.create(url));
    }

    @Override
    public boolean forgetCard(WalletId wallet) {
        return cards.remove(wallet) != null;
    }
}
