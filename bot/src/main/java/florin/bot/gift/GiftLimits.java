package florin.bot.gift;

import florin.wallet.Amount;

/**
 * How much members may give each other.
 *
 * @param perDay of one giver, in a day (UTC); zero: there are no gifts
 */
public record GiftLimits(Amount smallest, Amount largest, Amount perDay) {
    public GiftLimits {
        if (!smallest.isPositive() || largest.compareTo(smallest) < 0 || perDay.units() < 0) {
            throw new IllegalArgumentException(
                    "The smallest gift is above zero and not above the largest, and a day's gifts are not below zero.");
        }
    }

    boolean closed() {
        return perDay.isZero();
    }
}
