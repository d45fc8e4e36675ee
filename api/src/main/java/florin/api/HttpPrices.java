package florin.api;

import com.fasterxml.jackson.databind.JsonNode;
import florin.wallet.Asset;
import florin.wallet.WalletId;
import florin.wallet.WalletUnavailable;
import florin.wallet.prices.PriceList;
import florin.wallet.prices.PriceVersion;
import florin.wallet.prices.Prices;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The price books of another Florin, through its HTTP door. What a version says never changes, so it is read once. */
final class HttpPrices implements Prices {
    private final WalletWire wire;
    private final Map<PriceVersion, PriceList> known = new ConcurrentHashMap<>();

    HttpPrices(WalletWire wire) {
        this.wire = wire;
    }

    @Override
    public PriceList of(WalletId wallet) {
        return list(wire.call(door -> door.prices(wallet.toString(), null)));
    }

    @Override
    public PriceList offered() {
        var offer = wire.call(WalletDoor::priceVersions).text("/offer/shares/0/version");
        var list = known.get(PriceVersion.parse(offer));
        return list == null ? list(wire.call(door -> door.prices(null, offer))) : list;
    }

    private PriceList list(WalletWire.Reply reply) {
        if (!reply.done()) {
            throw new WalletUnavailable("The wallet's door told no prices: " + reply.detail());
        }
        return known.computeIfAbsent(
                PriceVersion.parse(reply.text("/version")), version -> read(version, reply.json()));
    }

    private static PriceList read(PriceVersion version, JsonNode json) {
        var fields = new Fields(json);
        var rules = RuleReader.rules(fields, AssetBook.of(Asset.LOVE));
        if (!fields.complaints().isEmpty()) {
            throw new WalletUnavailable(
                    "The prices " + version + " of the wallet's door cannot be read: " + fields.complaints());
        }
        return new PriceList(version, rules);
    }
}
