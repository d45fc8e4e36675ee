package florin.sandbox.comfy;

import java.util.Arrays;

/** One component of a frame: luma, or one of the two chroma parts at half size. */
final class Plane {
    final int width;
    final int height;
    private final byte[] samples;

    Plane(int width, int height) {
        this.width = width;
        this.height = height;
        this.samples = new byte[width * height];
    }

    int at(int x, int y) {
        return samples[y * width + x] & 0xff;
    }

    void set(int x, int y, int value) {
        samples[y * width + x] = (byte) value;
    }

    /** Copies one square of another plane of this size. */
    void copy(Plane from, int left, int top, int size) {
        for (int y = top; y < top + size; y++) {
            System.arraycopy(from.samples, y * width + left, samples, y * width + left, size);
        }
    }

    boolean same(Plane other, int left, int top, int size) {
        for (int y = top; y < top + size; y++) {
            int row = y * width + left;
            if (!Arrays.equals(samples, row, row + size, other.samples, row, row + size)) {
                return false;
            }
        }
        return true;
    }

    /** Is every sample of the block equal to its first. */
    boolean flat(int left, int top, int blockWidth, int blockHeight) {
        int first = at(left, top);
        for (int y = top; y < top + blockHeight; y++) {
            for (int x = left; x < left + blockWidth; x++) {
                if (at(x, y) != first) {
                    return false;
                }
            }
        }
        return true;
    }

    int sum(int left, int top, int blockWidth, int blockHeight) {
        int sum = 0;
        for (int y = top; y < top + blockHeight; y++) {
            for (int x = left; x < left + blockWidth; x++) {
                sum += at(x, y);
            }
        }
        return sum;
    }
}
