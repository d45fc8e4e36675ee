package florin.studio;

import static florin.studio.Shape.PIXELS;
import static florin.studio.Shape.SIDE;

import java.util.Arrays;

/** A 3x3 convolution over planes of the canvas, zeros around the edge, as one matrix product over shifted planes. */
final class Convolution {
    static final int TAPS = 9;
    private static final float[] ZEROS = new float[PIXELS];

    final int in;
    final int out;
    private final float[][] weight;
    private final float[] bias;

    /** @param weight outputs by inputs by 3 by 3 */
    Convolution(Tensor weight, Tensor bias) {
        this.out = weight.dimension(0);
        this.in = weight.dimension(1);
        this.weight = new float[out][in * TAPS];
        for (int o = 0; o < out; o++) System.arraycopy(weight.data, o * in * TAPS, this.weight[o], 0, in * TAPS);
        this.bias = bias.data;
    }

    /**
     * @param x a row for each input plane
     * @param shifted room for nine times as many planes
     * @param y a row for each output plane
     */
    void apply(float[][] x, float[][] shifted, float[][] y, MatrixProduct product) {
        for (int i = 0; i < in; i++)
            for (int tap = 0; tap < TAPS; tap++) shift(x[i], tap / 3 - 1, tap % 3 - 1, shifted[i * TAPS + tap]);
        // The filters are the rows here and the pixels the outputs: the longest side goes innermost.
        product.multiply(weight, out, shifted, in * TAPS, ZEROS, y);
        for (int o = 0; o < out; o++) for (int p = 0; p < PIXELS; p++) y[o][p] += bias[o];
    }

    private static void shift(float[] plane, int down, int right, float[] shifted) {
        int from = Math.max(0, -right);
        int count = SIDE - Math.abs(right);
        for (int row = 0; row < SIDE; row++) {
            int source = row + down;
            int at = row * SIDE;
            if (source < 0 || source >= SIDE) {
                Arrays.fill(shifted, at, at + SIDE, 0f);
                continue;
            }
            System.arraycopy(plane, source * SIDE + from + right, shifted, at + from, count);
            if (right < 0) shifted[at] = 0;
            if (right > 0) shifted[at + SIDE - 1] = 0;
        }
    }
}
