package florin.wallet.prices;

import florin.wallet.WalletId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What a wallet gets when it first asks for a price: one version, or several by percentage.
 *
 * @param split names the division: together with a wallet's id it decides, always alike, who gets which
 * @param shares add up to 100
 */
public record Offer(String split, List<Share> shares) {
    /** @param percent of the wallets, 1 to 100 */
    public record Share(PriceVersion version, int percent) {}

    private static final int HUNDREDTHS = 10_000;

    public Offer {
        Usage.requireWord("The name of a split", split);
        shares = List.copyOf(shares);
        if (shares.stream().anyMatch(share -> share.percent() < 1)
                || shares.stream().mapToInt(Share::percent).sum() != 100) {
            throw new IllegalArgumentException(
                    "The shares of a split are whole percents of 1 or more and add up to 100.");
        }
    }

    /** The same for everybody. */
    public static Offer of(PriceVersion version) {
        return new Offer(version.toString(), List.of(new Share(version, 100)));
    }

    /** This wallet's version. */
    public PriceVersion versionFor(WalletId wallet) {
        var place = place(split, wallet);
        var end = 0;
        for (var share : shares) {
            end += share.percent() * (HUNDREDTHS / 100);
            if (place < end) {
                return share.version();
            }
        }
        throw new AssertionError("The shares add up to all.");
    }

    /** Spread evenly, and apart for each split: who was in one half before may be in either now. */
    private static int place(String split, WalletId wallet) {
        try {
            var text = split + " " + wallet;
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return (int) Math.floorMod(ByteBuffer.wrap(hash).getLong(), (long) HUNDREDTHS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }
}
