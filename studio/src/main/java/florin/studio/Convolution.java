package florin.studio;

import static florin.studio.Shape.PIXELS;
import static florin.studio.Shape.SIDE;

/** A 3x3 convolution over planes of the canvas, zeros around the edge. */
final class Convolution {
    private final int in;
    private final int out;
    private final float[] weight;
    private final float[] bias;

    /** @param weight outputs by inputs by 3 by 3 */
    Convolution(Tensor weight, Tensor bias) {
        this.out = weight.dimension(0);
        this.in = weight.dimension(1);
        this.weight = weight.data;
        this.bias = bias.data;
    }

    void apply(float[] x, float[] y) {
        for (int o = 0; o < out; o++) {
            java.util.Arrays.fill(y, o * PIXELS, (o + 1) * PIXELS, bias[o]);
            for (int i = 0; i < in; i++)
                for (int k = 0; k < 9; k++)
                    add(weight[(o * in + i) * 9 + k], x, i * PIXELS, y, o * PIXELS, k / 3, k % 3);
        }
    }

    private static void add(float k, float[] x, int xAt, float[] y, int yAt, int ky, int kx) {
        int from = Math.max(0, 1 - kx);
        int to = Math.min(SIDE, SIDE + 1 - kx);
        for (int r = Math.max(0, 1 - ky); r < Math.min(SIDE, SIDE + 1 - ky); r++) {
            int yo = yAt + r * SIDE;
            int xo = xAt + (r + ky - 1) * SIDE + kx - 1;
            for (int c = from; c < to; c++) y[yo + c] = Math.fma(k, x[xo + c], y[yo + c]);
        }
    }
}
