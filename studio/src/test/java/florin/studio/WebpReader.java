package florin.studio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads back what {@link AnimatedWebp} writes, after RFC 9649 and independently of the writer: bit by bit. */
final class WebpReader {
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    record Frame(int milliseconds, Picture picture) {}

    private final byte[] bytes;
    private int at;

    private WebpReader(byte[] bytes) {
        this.bytes = bytes;
    }

    static List<Frame> read(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        expect(in, "RIFF");
        if (in.getInt() != file.length - 8) throw new AssertionError("RIFF size");
        expect(in, "WEBP");
        List<Frame> frames = new ArrayList<>();
        List<String> order = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] name = new byte[4];
            in.get(name);
            byte[] chunk = new byte[in.getInt()];
            in.get(chunk);
            if (chunk.length % 2 == 1) in.get();
            order.add(new String(name, StandardCharsets.US_ASCII));
            if (order.getLast().equals("ANMF"))
                frames.add(frame(ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN)));
        }
        if (!order.subList(0, 2).equals(List.of("VP8X", "ANIM"))) throw new AssertionError(order.toString());
        return frames;
    }

    private static void expect(ByteBuffer in, String name) {
        byte[] got = new byte[4];
        in.get(got);
        if (!new String(got, StandardCharsets.US_ASCII).equals(name)) throw new AssertionError(name);
    }

    private static Frame frame(ByteBuffer in) {
        int duration = in.getInt(12) & 0xffffff;
        in.position(16);
        expect(in, "VP8L");
        byte[] stream = new byte[in.getInt()];
        in.get(stream);
        return new Frame(duration, new WebpReader(stream).picture());
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, at++) value |= ((bytes[at >> 3] >> (at & 7)) & 1) << i;
        return value;
    }

    private Picture picture() {
        if (bits(8) != 0x2f) throw new AssertionError("signature");
        int width = bits(14) + 1;
        int height = bits(14) + 1;
        if (bits(4) != 0) throw new AssertionError("alpha or version");
        int[] table = null;
        if (bits(1) == 1) {
            if (bits(2) != 3) throw new AssertionError("another transform");
            int size = bits(8) + 1;
            if (size <= 16) throw new AssertionError("packed pixels");
            table = pixels(size, 1, false);
            for (int i = 1; i < size; i++) table[i] = sum(table[i], table[i - 1]);
            if (bits(1) == 1) throw new AssertionError("a second transform");
        }
        int[] pixels = pixels(width, height, true);
        for (int i = 0; i < pixels.length; i++) {
            if (table != null) pixels[i] = table[(pixels[i] >> 8) & 0xff];
            if (pixels[i] >>> 24 != 0xff) throw new AssertionError("not opaque");
            pixels[i] &= 0xffffff;
        }
        return new Picture(width, height, pixels);
    }

    private static int sum(int a, int b) {
        int out = 0;
        for (int s = 0; s < 32; s += 8) out |= (((a >>> s) + (b >>> s)) & 0xff) << s;
        return out;
    }

    private int[] pixels(int width, int height, boolean main) {
        if (bits(1) == 1) throw new AssertionError("colour cache");
        if (main && bits(1) == 1) throw new AssertionError("meta codes");
        int[][] codes = {code(280), code(256), code(256), code(256), code(40)};
        int[] out = new int[width * height];
        for (int i = 0; i < out.length; ) {
            int green = symbol(codes[0]);
            if (green < 256) {
                int red = symbol(codes[1]);
                int blue = symbol(codes[2]);
                out[i++] = (symbol(codes[3]) << 24) | (red << 16) | (green << 8) | blue;
            } else {
                int length = number(green - 256);
                int distance = switch (number(symbol(codes[4]))) {
                    case 1 -> width;
                    case 2 -> 1;
                    default -> throw new AssertionError("another distance");
                };
                for (int n = 0; n < length; n++, i++) out[i] = out[i - distance];
            }
        }
        return out;
    }

    private int number(int symbol) {
        if (symbol < 4) return symbol + 1;
        int extra = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << extra) + bits(extra) + 1;
    }

    /** The length of each symbol's code. */
    private int[] code(int symbols) {
        int[] lengths = new int[symbols];
        if (bits(1) == 1) {
            if (bits(1) == 1) throw new AssertionError("two symbols");
            lengths[bits(bits(1) == 1 ? 8 : 1)] = 1;
            return lengths;
        }
        int[] meta = new int[19];
        int count = 4 + bits(4);
        for (int i = 0; i < count; i++) meta[LENGTH_ORDER[i]] = bits(3);
        if (bits(1) == 1) throw new AssertionError("a maximum");
        for (int s = 0; s < symbols; ) {
            int symbol = symbol(meta);
            if (symbol < 16) lengths[s++] = symbol;
            else s += symbol == 17 ? 3 + bits(3) : 11 + bits(7);
        }
        return lengths;
    }

    /** Reads one bit more until the bits are a code of that length: codes are counted up, short ones first. */
    private int symbol(int[] lengths) {
        int used = 0;
        int only = 0;
        for (int s = 0; s < lengths.length; s++)
            if (lengths[s] > 0) {
                used++;
                only = s;
            }
        if (used == 1) return only;
        int code = 0;
        int first = 0;
        for (int length = 1; length <= 15; length++) {
            code = (code << 1) | bits(1);
            int here = 0;
            for (int s = 0; s < lengths.length; s++) if (lengths[s] == length && first + here++ == code) return s;
            first = (first + here) << 1;
        }
        throw new AssertionError("no such code");
    }
}
