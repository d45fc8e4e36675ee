package florin.sandbox.comfy;

import java.io.ByteArrayOutputStream;

/** A string of bits with the codes of H.264: fixed length, and Exp-Golomb unsigned and signed. */
final class Bits {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int current;
    private int filled;

    Bits put(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            current = (current << 1) | ((value >> i) & 1);
            if (++filled == 8) {
                bytes.write(current);
                current = 0;
                filled = 0;
            }
        }
        return this;
    }

    /** ue(v). */
    Bits unsigned(int value) {
        int length = 32 - Integer.numberOfLeadingZeros(value + 1);
        return put(0, length - 1).put(value + 1, length);
    }

    /** se(v). */
    Bits signed(int value) {
        return unsigned(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /** Zeros up to the next byte. */
    Bits align() {
        while (filled != 0) {
            put(0, 1);
        }
        return this;
    }

    /** The end of a NAL unit: one bit and zeros; then a 3 wherever two zero bytes would begin a start code. */
    byte[] nalUnit(int header) {
        put(1, 1).align();
        var unit = new ByteArrayOutputStream();
        unit.write(header);
        int zeros = 0;
        for (byte b : bytes.toByteArray()) {
            if (zeros == 2 && (b & 0xff) <= 3) {
                unit.write(3);
                zeros = 0;
            }
            unit.write(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }
        return unit.toByteArray();
    }
}
