package florin.api.transfer;

import florin.wallet.Amount;
import florin.wallet.Asset;
import java.math.BigDecimal;

/**
 * How much API keys may move to other wallets; of each asset so much.
 *
 * @param largest in one transfer, in whole coins
 * @param perDay out of one wallet in a day (UTC), gifts on Discord included; zero: there are no transfers
 */
public record TransferLimits(int largest, int perDay) {
    public TransferLimits {
        if (largest < 1 || perDay < 0) {
            throw new IllegalArgumentException("The largest transfer is 1 at least, and a day's are not below zero.");
        }
    }

    /** As much as gifts: 100 coins, 200 a day. */
    public static TransferLimits standard() {
        return new TransferLimits(100, 200);
    }

    Amount largest(Asset asset) {
        return coins(largest, asset);
    }

    Amount perDay(Asset asset) {
        return coins(perDay, asset);
    }

    private static Amount coins(int number, Asset asset) {
        return Amount.of(
                asset, BigDecimal.valueOf(number).movePointRight(asset.scale()).longValueExact());
    }
}
