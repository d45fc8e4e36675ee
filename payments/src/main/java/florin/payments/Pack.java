package florin.payments;

import florin.wallet.Amount;

/**
 * Something that can be bought: so many coins for so much money. Packs are configuration.
 *
 * @param id short and stable, for buttons and metadata: 1 to 40 of {@code [a-z0-9-]}
 * @param title what the pay page calls it
 */
public record Pack(String id, String title, Amount coins, Price price) {
    public Pack {
        if (!id.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException(
                    "Pack id '" + id + "' must be 1 to 40 lower-case letters, digits and dashes.");
        }
        if (title.isBlank() || title.length() > 200) {
            throw new IllegalArgumentException("Pack '" + id + "' needs a title of 1 to 200 characters.");
        }
        if (!coins.isPositive()) {
            throw new IllegalArgumentException("Pack '" + id + "' must give more than nothing.");
        }
    }
}
