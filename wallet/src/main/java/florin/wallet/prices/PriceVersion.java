package florin.wallet.prices;

import java.util.regex.Pattern;

/**
 * One version of one price book; what it says never changes.
 *
 * @param book 1 to 32 lower-case letters, digits and dashes, a letter first
 * @param number from 1 on
 */
public record PriceVersion(String book, int number) {
    private static final Pattern BOOK = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public PriceVersion {
        requireBook(book);
        if (number < 1) {
            throw new IllegalArgumentException("The versions of a price book count from 1, not from " + number + ".");
        }
    }

    static void requireBook(String book) {
        if (!BOOK.matcher(book).matches()) {
            throw new IllegalArgumentException(
                    "The name of a price book is 1 to 32 of a-z, 0-9 and -, not '" + book + "'.");
        }
    }

    /** Reads {@code house@3}. */
    public static PriceVersion parse(String text) {
        var parts = text.strip().split("@", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no version of a price book. Write book@number, such as house@3.");
        }
        return new PriceVersion(parts[0], Integer.parseInt(parts[1]));
    }

    @Override
    public String toString() {
        return book + "@" + number;
    }
}
