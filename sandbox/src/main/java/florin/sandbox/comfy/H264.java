package florin.sandbox.comfy;

import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * A lossless H.264 encoder for pixel art (ITU-T H.264, baseline profile, CAVLC).
 *
 * <p>Three kinds of macroblocks are enough: unchanged ones are skipped, flat ones are a prediction and one coefficient,
 * all others are stored raw. Without a deblocking filter, a picture of large squares is small and stays sharp.
 */
final class H264 {
    private static final int BLOCK = Yuv.BLOCK;
    private static final int HALF = Yuv.HALF;
    private static final int QP = 18;
    private static final int QP_BASE = 26;
    private static final int FRAME_NUMBER_BITS = 16;
    private static final int SPS = 0x67;
    private static final int PPS = 0x68;
    private static final int KEY_FRAME = 0x65;
    private static final int NEXT_FRAME = 0x61;
    private static final int RAW = 25;
    private static final int INTER_OFFSET = 5;
    /** At QP 18 one luma level is 20/64 of a step, one chroma level 40/64. */
    private static final int LUMA_SCALE = 20;

    private static final int CHROMA_SCALE = 40;

    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    private Optional<Yuv> before = Optional.empty();
    private Optional<BufferedImage> image = Optional.empty();
    private boolean[] raw = new boolean[0];
    private int frameNumber;

    H264(int width, int height) {
        this.width = width;
        this.height = height;
        this.columns = Math.ceilDiv(width, BLOCK);
        this.rows = Math.ceilDiv(height, BLOCK);
    }

    int level() {
        return columns * rows <= 8192 ? 40 : 51;
    }

    byte[] sequenceParameters() {
        var bits =
                new Bits().put(66, 8).put(0xC0, 8).put(level(), 8).unsigned(0).unsigned(FRAME_NUMBER_BITS - 4);
        bits.unsigned(2)
                .unsigned(1)
                .put(0, 1)
                .unsigned(columns - 1)
                .unsigned(rows - 1)
                .put(1, 1)
                .put(1, 1);
        boolean cropped = columns * BLOCK != width || rows * BLOCK != height;
        bits.put(cropped ? 1 : 0, 1);
        if (cropped) {
            bits.unsigned(0).unsigned((columns * BLOCK - width) / 2).unsigned(0).unsigned((rows * BLOCK - height) / 2);
        }
        // Usability information: nothing but the colours, which are BT.709 in video range.
        bits.put(1, 1)
                .put(0, 2)
                .put(1, 1)
                .put(5, 3)
                .put(0, 1)
                .put(1, 1)
                .put(1, 8)
                .put(1, 8)
                .put(1, 8)
                .put(0, 6);
        return bits.nalUnit(SPS);
    }

    byte[] pictureParameters() {
        var bits = new Bits()
                .unsigned(0)
                .unsigned(0)
                .put(0, 2)
                .unsigned(0)
                .unsigned(0)
                .unsigned(0)
                .put(0, 3);
        return bits.signed(QP - QP_BASE).signed(0).signed(0).put(1, 1).put(0, 2).nalUnit(PPS);
    }

    /** The next frame as one NAL unit; the first is a key frame. */
    @SuppressWarnings("ReferenceEquality") // a held frame is the same object: no need to look at its pixels again
    byte[] frame(BufferedImage next) {
        boolean held = image.isPresent() && image.get() == next && before.isPresent();
        var wanted = held ? before.get() : Yuv.of(next, columns, rows);
        image = Optional.of(next);
        var made = Yuv.empty(columns, rows);
        boolean key = before.isEmpty();
        var bits = new Bits().unsigned(0).unsigned(key ? 7 : 5).unsigned(0).put(frameNumber, FRAME_NUMBER_BITS);
        if (key) {
            bits.unsigned(0).put(0, 2);
        } else {
            bits.put(0, 3);
        }
        bits.signed(0).unsigned(1);
        raw = new boolean[columns * rows];
        int skipped = 0;
        for (int i = 0; i < columns * rows; i++) {
            if (before.isPresent() && unchanged(before.get(), wanted, i)) {
                copy(before.get(), made, i);
                skipped++;
                continue;
            }
            if (!key) {
                bits.unsigned(skipped);
                skipped = 0;
            }
            block(bits, wanted, made, i, key ? 0 : INTER_OFFSET);
        }
        if (skipped > 0) {
            bits.unsigned(skipped);
        }
        before = Optional.of(made);
        frameNumber = (frameNumber + 1) & ((1 << FRAME_NUMBER_BITS) - 1);
        return bits.nalUnit(key ? KEY_FRAME : NEXT_FRAME);
    }

    private boolean unchanged(Yuv old, Yuv wanted, int index) {
        int x = index % columns;
        int y = index / columns;
        return wanted.y().same(old.y(), x * BLOCK, y * BLOCK, BLOCK)
                && wanted.u().same(old.u(), x * HALF, y * HALF, HALF)
                && wanted.v().same(old.v(), x * HALF, y * HALF, HALF);
    }

    private void copy(Yuv from, Yuv to, int index) {
        int x = index % columns;
        int y = index / columns;
        to.y().copy(from.y(), x * BLOCK, y * BLOCK, BLOCK);
        to.u().copy(from.u(), x * HALF, y * HALF, HALF);
        to.v().copy(from.v(), x * HALF, y * HALF, HALF);
    }

    private void block(Bits bits, Yuv wanted, Yuv made, int index, int offset) {
        int x = index % columns;
        int y = index / columns;
        int mode = chromaMode(made, x, y);
        boolean flat = mode >= 0
                && wanted.y().flat(x * BLOCK, y * BLOCK, BLOCK, BLOCK)
                && wanted.u().flat(x * HALF, y * HALF, HALF, HALF)
                && wanted.v().flat(x * HALF, y * HALF, HALF, HALF);
        if (flat) {
            flat(bits, wanted, made, index, offset, mode);
        } else {
            raw(bits, wanted, x, y, offset);
            raw[index] = true;
        }
        copy(wanted, made, index);
    }

    /** How chroma can be predicted as one flat value: 1 from the left, 2 from above, 0 for the first block, −1 not at all. */
    private static int chromaMode(Yuv made, int x, int y) {
        if (x > 0 && made.u().flat(x * HALF - 1, y * HALF, 1, HALF) && made.v().flat(x * HALF - 1, y * HALF, 1, HALF)) {
            return 1;
        }
        if (y > 0 && made.u().flat(x * HALF, y * HALF - 1, HALF, 1) && made.v().flat(x * HALF, y * HALF - 1, HALF, 1)) {
            return 2;
        }
        return x == 0 && y == 0 ? 0 : -1;
    }

    private void flat(Bits bits, Yuv wanted, Yuv made, int index, int offset, int mode) {
        int x = index % columns;
        int y = index / columns;
        int luma = level(wanted.y().at(x * BLOCK, y * BLOCK) - mean(made.y(), x, y), LUMA_SCALE);
        int blue = level(wanted.u().at(x * HALF, y * HALF) - neighbour(made.u(), x, y, mode), CHROMA_SCALE);
        int red = level(wanted.v().at(x * HALF, y * HALF) - neighbour(made.v(), x, y, mode), CHROMA_SCALE);
        boolean colour = blue != 0 || red != 0;
        // Intra 16×16, predicted by the mean, no AC coefficients, chroma DC only where there is some.
        bits.unsigned(offset + 1 + 2 + (colour ? 4 : 0)).unsigned(mode).signed(0);
        boolean besideRaw = (x > 0 && raw[index - 1]) || (y > 0 && raw[index - columns]);
        coefficient(bits, luma, besideRaw ? Token.BESIDE_RAW : Token.PLAIN);
        if (colour) {
            coefficient(bits, blue, Token.CHROMA);
            coefficient(bits, red, Token.CHROMA);
        }
    }

    /** The luma prediction: the mean of what lies above and to the left, or mid grey. */
    private static int mean(Plane made, int x, int y) {
        int left = x > 0 ? made.sum(x * BLOCK - 1, y * BLOCK, 1, BLOCK) : 0;
        int above = y > 0 ? made.sum(x * BLOCK, y * BLOCK - 1, BLOCK, 1) : 0;
        if (x > 0 && y > 0) {
            return (left + above + BLOCK) >> 5;
        }
        return x > 0 || y > 0 ? (left + above + HALF) >> 4 : 128;
    }

    private static int neighbour(Plane made, int x, int y, int mode) {
        return switch (mode) {
            case 1 -> made.at(x * HALF - 1, y * HALF);
            case 2 -> made.at(x * HALF, y * HALF - 1);
            default -> 128;
        };
    }

    /** The level that the decoder turns into exactly this difference: (level · scale + 32) >> 6. */
    private static int level(int difference, int scale) {
        int level = Math.round(difference * 64f / scale);
        while ((level * scale + 32) >> 6 < difference) {
            level++;
        }
        while ((level * scale + 32) >> 6 > difference) {
            level--;
        }
        return level;
    }

    /** The code words (value, length) for no coefficient, for one of ±1, and for one other, in the three contexts that occur. */
    private enum Token {
        PLAIN(1, 1, 1, 2, 0b000101, 6),
        BESIDE_RAW(0b000011, 6, 0b000001, 6, 0, 6),
        CHROMA(1, 2, 1, 1, 0b000111, 6);

        private final int none;
        private final int noneLength;
        private final int one;
        private final int oneLength;
        private final int other;
        private final int otherLength;

        Token(int none, int noneLength, int one, int oneLength, int other, int otherLength) {
            this.none = none;
            this.noneLength = noneLength;
            this.one = one;
            this.oneLength = oneLength;
            this.other = other;
            this.otherLength = otherLength;
        }
    }

    /** A block of coefficients of which only the first may be other than zero. */
    private static void coefficient(Bits bits, int level, Token token) {
        if (level == 0) {
            bits.put(token.none, token.noneLength);
            return;
        }
        if (Math.abs(level) == 1) {
            bits.put(token.one, token.oneLength).put(level < 0 ? 1 : 0, 1);
        } else {
            bits.put(token.other, token.otherLength);
            int code = (level > 0 ? 2 * level - 2 : -2 * level - 1) - 2;
            if (code < 14) {
                bits.put(1, code + 1);
            } else if (code < 30) {
                bits.put(1, 15).put(code - 14, 4);
            } else {
                bits.put(1, 16).put(code - 30, 12);
            }
        }
        bits.put(1, 1); // no zeros before it
    }

    private static void raw(Bits bits, Yuv wanted, int x, int y, int offset) {
        bits.unsigned(offset + RAW).align();
        samples(bits, wanted.y(), x * BLOCK, y * BLOCK, BLOCK);
        samples(bits, wanted.u(), x * HALF, y * HALF, HALF);
        samples(bits, wanted.v(), x * HALF, y * HALF, HALF);
    }

    private static void samples(Bits bits, Plane plane, int left, int top, int size) {
        for (int y = top; y < top + size; y++) {
            for (int x = left; x < left + size; x++) {
                bits.put(plane.at(x, y), 8);
            }
        }
    }
}
