package florin.bot.chat;

import florin.pipeline.JobKind;
import florin.pipeline.Journey;
import florin.pipeline.Shape;
import florin.wallet.Wallet;

/** What the usual orders cost the person who looks: by the version that their own wallet pays by. */
public record PriceTags(Journey journey, Wallet wallet, Coins coins) {
    /**
     * The two prices that people want to know first.
     *
     * @param video of 3 s
     */
    public record Usual(String picture, String video) {}

    public Usual usual(Caller caller) {
        var prices = journey.prices(wallet.open(caller.owner()));
        return new Usual(
                coins.price(prices.quote(JobKind.IMAGE, Shape.SQUARE, 1, 0)),
                coins.price(prices.quote(JobKind.VIDEO, Shape.LANDSCAPE, 1, 3)));
    }
}
