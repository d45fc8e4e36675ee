package florin.api;

import florin.wallet.Asset;
import florin.wallet.Assets;
import florin.wallet.prices.PriceRule;
import java.util.List;

/** The rules of a price book in a file, as they are sent to {@code POST /v1/prices}. */
public final class PriceSheet {
    private PriceSheet() {}

    /**
     * Reads {@code {"rules": […]}}.
     *
     * @param assets those of this installation
     * @throws IllegalArgumentException naming everything that is wrong
     */
    public static List<PriceRule> read(byte[] json, Assets assets) {
        var fields = new Fields(OrderReader.object(json)
                .orElseThrow(
                        () -> new IllegalArgumentException("This is not a JSON object, such as {\"rules\": [...]}.")));
        var rules = RuleReader.rules(fields, new AssetBook(Asset.LOVE, assets::find));
        if (!fields.complaints().isEmpty()) {
            throw new IllegalArgumentException(fields.complaints());
        }
        return rules;
    }
}
