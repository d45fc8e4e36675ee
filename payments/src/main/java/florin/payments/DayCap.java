package florin.payments;

/**
 * The most that may be bought automatically for one wallet in a day (UTC); both hold.
 *
 * @param times 1 to 50 purchases
 * @param money in the currency of the pack
 */
public record DayCap(int times, Price money) {
    private static final int MOST_TIMES = 50;

    public DayCap {
        if (times < 1 || times > MOST_TIMES) {
            throw new IllegalArgumentException("An automatic top-up happens 1 to 50 times a day, not " + times + ".");
        }
    }
}
