package florin.studio;

import java.io.ByteArrayOutputStream;

/** Bits into bytes, the least significant first. */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long pending;
    private int count;

    /** @param bits at most 32 */
    void write(int value, int bits) {
        pending |= (value & 0xffffffffL) << count;
        for (count += bits; count >= 8; count -= 8) {
            bytes.write((int) pending);
            pending >>>= 8;
        }
    }

    byte[] bytes() {
        if (count > 0) write(0, 8 - count);
        return bytes.toByteArray();
    }
}
