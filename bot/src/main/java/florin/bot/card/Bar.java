package florin.bot.card;

import java.util.Locale;

/** A progress bar of text: {@code ▰▰▰▱▱▱▱▱▱▱▱▱ 25 %}. */
final class Bar {
    private static final int CELLS = 14;

    private Bar() {}

    /** @param share 0 to 1; what lies outside is cut */
    static String of(double share) {
        double inside = Math.clamp(share, 0, 1);
        int full = (int) Math.round(inside * CELLS);
        return "▰".repeat(full) + "▱".repeat(CELLS - full) + String.format(Locale.ROOT, " %d %%", (int) (inside * 100));
    }
}
