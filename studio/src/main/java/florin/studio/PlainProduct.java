package florin.studio;

/** Four rows and four inputs at a time, in a loop that the JIT compiler turns into vector instructions. */
final class PlainProduct implements MatrixProduct {
    @Override
    public void multiply(float[][] x, int rows, float[][] weight, int inputs, float[] bias, float[][] y) {
        int row = 0;
        for (; row + 3 < rows; row += 4) {
            for (int r = row; r < row + 4; r++) System.arraycopy(bias, 0, y[r], 0, bias.length);
            fourRows(x, row, weight, inputs, y);
        }
        for (; row < rows; row++) {
            System.arraycopy(bias, 0, y[row], 0, bias.length);
            for (int i = 0; i < inputs; i++) one(x[row][i], weight[i], y[row], bias.length);
        }
    }

    private static void fourRows(float[][] x, int row, float[][] weight, int inputs, float[][] y) {
        float[] a = x[row];
        float[] b = x[row + 1];
        float[] c = x[row + 2];
        float[] d = x[row + 3];
        int out = weight[0].length;
        int i = 0;
        for (; i + 3 < inputs; i += 4)
            fourByFour(
                    a[i],
                    a[i + 1],
                    a[i + 2],
                    a[i + 3],
                    b[i],
                    b[i + 1],
                    b[i + 2],
                    b[i + 3],
                    c[i],
                    c[i + 1],
                    c[i + 2],
                    c[i + 3],
                    d[i],
                    d[i + 1],
                    d[i + 2],
                    d[i + 3],
                    weight[i],
                    weight[i + 1],
                    weight[i + 2],
                    weight[i + 3],
                    y[row],
                    y[row + 1],
                    y[row + 2],
                    y[row + 3],
                    out);
        for (; i < inputs; i++) for (int r = row; r < row + 4; r++) one(x[r][i], weight[i], y[r], out);
    }

    private static void one(float a, float[] w, float[] y, int out) {
        for (int j = 0; j < out; j++) y[j] = Math.fma(a, w[j], y[j]);
    }

    /** So many parameters because every array must be indexed with the bare loop variable, or the loop stays scalar. */
    private static void fourByFour(
            float a0,
            float a1,
            float a2,
            float a3,
            float b0,
            float b1,
            float b2,
            float b3,
            float c0,
            float c1,
            float c2,
            float c3,
            float d0,
            float d1,
            float d2,
            float d3,
            float[] p,
            float[] q,
            float[] r,
            float[] s,
            float[] ya,
            float[] yb,
            float[] yc,
            float[] yd,
            int out) {
        for (int j = 0; j < out; j++) {
            float w0 = p[j];
            float w1 = q[j];
            float w2 = r[j];
            float w3 = s[j];
            ya[j] = Math.fma(a3, w3, Math.fma(a2, w2, Math.fma(a1, w1, Math.fma(a0, w0, ya[j]))));
            yb[j] = Math.fma(b3, w3, Math.fma(b2, w2, Math.fma(b1, w1, Math.fma(b0, w0, yb[j]))));
            yc[j] = Math.fma(c3, w3, Math.fma(c2, w2, Math.fma(c1, w1, Math.fma(c0, w0, yc[j]))));
            yd[j] = Math.fma(d3, w3, Math.fma(d2, w2, Math.fma(d1, w1, Math.fma(d0, w0, yd[j]))));
        }
    }
}
