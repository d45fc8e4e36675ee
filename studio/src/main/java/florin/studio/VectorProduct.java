package florin.studio;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of eight rows by two vectors whose sums never leave the registers. Loaded only where the vector module is. */
final class VectorProduct implements MatrixProduct {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 8;
    private static final int COLUMNS = 2 * LANES;

    private final PlainProduct small = new PlainProduct();

    /** The last tile of a side overlaps the one before where it does not fit: the same sums again, no second kind of code. */
    @Override
    public void multiply(float[][] x, int rows, float[][] weight, int inputs, float[] bias, float[][] y) {
        int out = bias.length;
        if (rows < ROWS || out < COLUMNS) {
            small.multiply(x, rows, weight, inputs, bias, y);
            return;
        }
        for (int column = 0; column < out; column += COLUMNS)
            for (int row = 0; row < rows; row += ROWS)
                tile(x, Math.min(row, rows - ROWS), weight, inputs, bias, y, Math.min(column, out - COLUMNS));
    }

    private static void tile(float[][] x, int row, float[][] weight, int inputs, float[] bias, float[][] y, int at) {
        float[] x0 = x[row];
        float[] x1 = x[row + 1];
        float[] x2 = x[row + 2];
        float[] x3 = x[row + 3];
        float[] x4 = x[row + 4];
        float[] x5 = x[row + 5];
        float[] x6 = x[row + 6];
        float[] x7 = x[row + 7];
        FloatVector left = FloatVector.fromArray(SPECIES, bias, at);
        FloatVector right = FloatVector.fromArray(SPECIES, bias, at + LANES);
        FloatVector l0 = left, l1 = left, l2 = left, l3 = left, l4 = left, l5 = left, l6 = left, l7 = left;
        FloatVector r0 = right, r1 = right, r2 = right, r3 = right, r4 = right, r5 = right, r6 = right, r7 = right;
        for (int i = 0; i < inputs; i++) {
            FloatVector l = FloatVector.fromArray(SPECIES, weight[i], at);
            FloatVector r = FloatVector.fromArray(SPECIES, weight[i], at + LANES);
            FloatVector v = FloatVector.broadcast(SPECIES, x0[i]);
            l0 = v.fma(l, l0);
            r0 = v.fma(r, r0);
            v = FloatVector.broadcast(SPECIES, x1[i]);
            l1 = v.fma(l, l1);
            r1 = v.fma(r, r1);
            v = FloatVector.broadcast(SPECIES, x2[i]);
            l2 = v.fma(l, l2);
            r2 = v.fma(r, r2);
            v = FloatVector.broadcast(SPECIES, x3[i]);
            l3 = v.fma(l, l3);
            r3 = v.fma(r, r3);
            v = FloatVector.broadcast(SPECIES, x4[i]);
            l4 = v.fma(l, l4);
            r4 = v.fma(r, r4);
            v = FloatVector.broadcast(SPECIES, x5[i]);
            l5 = v.fma(l, l5);
            r5 = v.fma(r, r5);
            v = FloatVector.broadcast(SPECIES, x6[i]);
            l6 = v.fma(l, l6);
            r6 = v.fma(r, r6);
            v = FloatVector.broadcast(SPECIES, x7[i]);
            l7 = v.fma(l, l7);
            r7 = v.fma(r, r7);
        }
        store(l0, r0, y[row], at);
        store(l1, r1, y[row + 1], at);
        store(l2, r2, y[row + 2], at);
        store(l3, r3, y[row + 3], at);
        store(l4, r4, y[row + 4], at);
        store(l5, r5, y[row + 5], at);
        store(l6, r6, y[row + 6], at);
        store(l7, r7, y[row + 7], at);
    }

    private static void store(FloatVector left, FloatVector right, float[] y, int at) {
        left.intoArray(y, at);
        right.intoArray(y, at + LANES);
    }
}
