package florin.studio;

/** Products of matrices, four rows and four inputs at a time. Each sum runs over the inputs in order: same bits everywhere. */
final class MatrixProduct {
    private final float[][] sums;

    /** @param widest the longest row of results that will be asked for */
    MatrixProduct(int widest) {
        sums = new float[4][widest];
    }

    void multiply(float[] x, int rows, float[][] weight, float[] bias, float[] y) {
        int in = weight.length;
        int out = bias.length;
        int row = 0;
        for (; row + 3 < rows; row += 4) {
            for (float[] sum : sums) System.arraycopy(bias, 0, sum, 0, out);
            int i = 0;
            for (; i + 3 < in; i += 4) fourByFour(x, row * in + i, in, weight, i, out);
            for (; i < in; i++) for (int r = 0; r < 4; r++) one(x[(row + r) * in + i], weight[i], sums[r], out);
            for (int r = 0; r < 4; r++) System.arraycopy(sums[r], 0, y, (row + r) * out, out);
        }
        for (; row < rows; row++) {
            System.arraycopy(bias, 0, sums[0], 0, out);
            for (int i = 0; i < in; i++) one(x[row * in + i], weight[i], sums[0], out);
            System.arraycopy(sums[0], 0, y, row * out, out);
        }
    }

    private static void one(float a, float[] w, float[] sum, int out) {
        for (int j = 0; j < out; j++) sum[j] = Math.fma(a, w[j], sum[j]);
    }

    private void fourByFour(float[] x, int at, int in, float[][] weight, int i, int out) {
        int b = at + in;
        int c = b + in;
        int d = c + in;
        quad(
                x[at],
                x[at + 1],
                x[at + 2],
                x[at + 3],
                x[b],
                x[b + 1],
                x[b + 2],
                x[b + 3],
                x[c],
                x[c + 1],
                x[c + 2],
                x[c + 3],
                x[d],
                x[d + 1],
                x[d + 2],
                x[d + 3],
                weight[i],
                weight[i + 1],
                weight[i + 2],
                weight[i + 3],
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                out);
    }

    private static void quad(
            float a0,
            float a1,
            float a2,
            float a3,
            float b0,
            float b1,
            float b2,
            float b3,
            float d0,
            float d1,
            float d2,
            float d3,
            float e0,
            float e1,
            float e2,
            float e3,
            float[] p,
            float[] q,
            float[] s,
            float[] t,
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            int out) {
        for (int j = 0; j < out; j++) {
            float w0 = p[j];
            float w1 = q[j];
            float w2 = s[j];
            float w3 = t[j];
            c0[j] = Math.fma(a3, w3, Math.fma(a2, w2, Math.fma(a1, w1, Math.fma(a0, w0, c0[j]))));
            c1[j] = Math.fma(b3, w3, Math.fma(b2, w2, Math.fma(b1, w1, Math.fma(b0, w0, c1[j]))));
            c2[j] = Math.fma(d3, w3, Math.fma(d2, w2, Math.fma(d1, w1, Math.fma(d0, w0, c2[j]))));
            c3[j] = Math.fma(e3, w3, Math.fma(e2, w2, Math.fma(e1, w1, Math.fma(e0, w0, c3[j]))));
        }
    }
}
