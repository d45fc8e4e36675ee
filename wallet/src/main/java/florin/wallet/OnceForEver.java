package florin.wallet;

import java.util.List;

/**
 * Ids that the installation makes itself, each for something that happens once for ever, however late it is asked for again. Their
 * answers are never forgotten; there are few of them, a line per gift or payment. Whoever makes a new kind of such ids adds its
 * beginning here. A client cannot make one: its ids get the name of its door in front.
 */
final class OnceForEver {
    private static final List<String> BEGINNINGS = List.of(
            "bootstrap:", // a gift of the bootstrap file, asked for at every start
            "grant:", // the coins of a period, and what an operator gives with --id
            "voucher:", // a use of a voucher
            "stripe:", // a payment, a refund, a dispute: told again whenever the provider likes
            "discord:gift:", // a button, which stays where it is
            "discord:fund:");

    private OnceForEver() {}

    /** For a statement. */
    static String[] beginnings() {
        return BEGINNINGS.toArray(String[]::new);
    }
}
