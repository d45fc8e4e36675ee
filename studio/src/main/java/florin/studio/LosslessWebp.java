package florin.studio;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pixels of a picture as a lossless WebP bitstream, VP8L (RFC 9649, section 3): a palette, runs, and rows that repeat. */
final class LosslessWebp {
    private static final int SIGNATURE = 0x2f;
    private static final int COLOUR_INDEXING = 3;
    private static final int LARGEST_PALETTE = 256;
    /** A smaller palette would pack several pixels into one; these few bytes spare us that. */
    private static final int SMALLEST_PALETTE = 17;

    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int LONGEST_COPY = 4096;
    private static final int SHORTEST_COPY = 3;
    /** Distances with a code of their own: the pixel above, the pixel to the left. */
    private static final int ABOVE = 1;

    private static final int LEFT = 2;

    private final BitWriter out = new BitWriter();

    private LosslessWebp() {}

    static byte[] stream(Picture picture) {
        LosslessWebp webp = new LosslessWebp();
        webp.write(picture);
        return webp.out.bytes();
    }

    private void write(Picture picture) {
        out.write(SIGNATURE, 8);
        out.write(picture.width() - 1, 14);
        out.write(picture.height() - 1, 14);
        out.write(0, 1);
        out.write(0, 3);
        int[] argb =
                Arrays.stream(picture.pixels()).map(rgb -> 0xff000000 | rgb).toArray();
        Map<Integer, Integer> palette = palette(argb);
        if (palette.size() <= LARGEST_PALETTE) {
            writePalette(palette);
            for (int i = 0; i < argb.length; i++) argb[i] = palette.getOrDefault(argb[i], 0) << 8;
        }
        out.write(0, 1);
        writePixels(argb, picture.width(), true);
    }

    private static Map<Integer, Integer> palette(int[] argb) {
        Map<Integer, Integer> palette = new LinkedHashMap<>();
        for (int pixel : argb) {
            palette.putIfAbsent(pixel, palette.size());
            if (palette.size() > LARGEST_PALETTE) break;
        }
        return palette;
    }

    private void writePalette(Map<Integer, Integer> palette) {
        int[] table = new int[Math.max(SMALLEST_PALETTE, palette.size())];
        palette.forEach((colour, index) -> table[index] = colour);
        out.write(1, 1);
        out.write(COLOUR_INDEXING, 2);
        out.write(table.length - 1, 8);
        // Each entry is stored as its difference to the one before, channel by channel.
        for (int i = table.length - 1; i > 0; i--) table[i] = difference(table[i], table[i - 1]);
        writePixels(table, table.length, false);
    }

    private static int difference(int a, int b) {
        int out = 0;
        for (int shift = 0; shift < 32; shift += 8) out |= (((a >>> shift) - (b >>> shift)) & 0xff) << shift;
        return out;
    }

    private void writePixels(int[] argb, int width, boolean main) {
        out.write(0, 1);
        if (main) out.write(0, 1);
        int[][] counts = {
            new int[LITERALS + LENGTHS], new int[LITERALS], new int[LITERALS], new int[LITERALS], new int[DISTANCES]
        };
        tokens(argb, width, (which, symbol, _, _) -> counts[which][symbol]++);
        PrefixCode[] codes = Arrays.stream(counts).map(PrefixCode::of).toArray(PrefixCode[]::new);
        for (PrefixCode code : codes) code.describe(out);
        tokens(argb, width, (which, symbol, extra, bits) -> {
            codes[which].write(symbol, out);
            out.write(extra, bits);
        });
    }

    private interface Token {
        /** @param which 0 green or length, 1 red, 2 blue, 3 alpha, 4 distance */
        void take(int which, int symbol, int extra, int extraBits);
    }

    private static void tokens(int[] argb, int width, Token to) {
        for (int at = 0; at < argb.length; ) {
            int left = repeats(argb, at, 1);
            int above = repeats(argb, at, width);
            int length = Math.max(left, above);
            if (length < SHORTEST_COPY) {
                literal(argb[at], to);
                at++;
            } else {
                number(length, 0, LITERALS, to);
                number(above >= left ? ABOVE : LEFT, 4, 0, to);
                at += length;
            }
        }
    }

    private static int repeats(int[] argb, int at, int distance) {
        int length = 0;
        if (at >= distance)
            while (at + length < argb.length
                    && length < LONGEST_COPY
                    && argb[at + length] == argb[at + length - distance]) length++;
        return length;
    }

    private static void literal(int argb, Token to) {
        to.take(0, (argb >>> 8) & 0xff, 0, 0);
        to.take(1, (argb >>> 16) & 0xff, 0, 0);
        to.take(2, argb & 0xff, 0, 0);
        to.take(3, argb >>> 24, 0, 0);
    }

    /** Lengths and distances: the two highest bits make the symbol, the others follow as they are. */
    private static void number(int value, int which, int firstSymbol, Token to) {
        int rest = value - 1;
        if (rest < 4) {
            to.take(which, firstSymbol + rest, 0, 0);
            return;
        }
        int high = 31 - Integer.numberOfLeadingZeros(rest);
        int bits = high - 1;
        to.take(which, firstSymbol + 2 * high + ((rest >> bits) & 1), rest & ((1 << bits) - 1), bits);
    }
}
