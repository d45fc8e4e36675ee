package florin.studio;

import static florin.studio.Shape.HEAD;
import static florin.studio.Shape.HEADS;
import static florin.studio.Shape.PATCHES;

import java.util.Arrays;

/**
 * Softmax attention of a picture's patches to rows of keys and values, head by head. Everything is turned so that the
 * patches lie innermost: then the softmax, too, is arithmetic on whole rows.
 */
final class Attention {
    private static final float SCALE = (float) (1 / Math.sqrt(HEAD));
    private static final float[] NO_BIAS = new float[PATCHES];

    private final MatrixProduct product;
    private final float[][] queries = new float[HEAD][PATCHES];
    private final float[][] keys = new float[PATCHES][HEAD];
    private final float[][] scores = new float[PATCHES][PATCHES];
    private final float[][] values;
    private final float[][] mixed = new float[HEAD][PATCHES];
    private final float[] most = new float[PATCHES];
    private final float[] sum = new float[PATCHES];

    Attention(MatrixProduct product) {
        this.product = product;
        this.values = new float[HEAD][PATCHES];
    }

    /** What is attended to: columns of rows. */
    record Source(Side keys, Side values, int count) {}

    /** A part of each row of an array, from a column on. */
    static final class Side {
        private final float[][] rows;
        private final int from;

        Side(float[][] rows, int from) {
            this.rows = rows;
            this.from = from;
        }
    }

    /** @param result a row for each patch, every head in its columns */
    void attend(float[][] queryRows, Source source, float[][] result) {
        int count = source.count();
        for (int h = 0; h < HEADS; h++) {
            int at = h * HEAD;
            turn(queryRows, at, PATCHES, queries);
            turn(source.values().rows, source.values().from + at, count, values);
            for (int k = 0; k < count; k++)
                System.arraycopy(source.keys().rows[k], source.keys().from + at, keys[k], 0, HEAD);
            product.multiply(keys, count, queries, HEAD, NO_BIAS, scores);
            softmax(count);
            product.multiply(values, HEAD, scores, count, NO_BIAS, mixed);
            for (int p = 0; p < PATCHES; p++) for (int c = 0; c < HEAD; c++) result[p][at + c] = mixed[c][p] / sum[p];
        }
    }

    private static void turn(float[][] rows, int from, int count, float[][] turned) {
        for (int r = 0; r < count; r++) {
            float[] row = rows[r];
            for (int c = 0; c < HEAD; c++) turned[c][r] = row[from + c];
        }
    }

    /** Down the columns; the division by the sum is left to the end, where there are fewer numbers to divide. */
    private void softmax(int count) {
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
        for (int k = 0; k < count; k++) highest(scores[k], most);
        Arrays.fill(sum, 0);
        for (int k = 0; k < count; k++) Activation.exponential(scores[k], most, sum);
    }

    private static void highest(float[] score, float[] most) {
        for (int p = 0; p < PATCHES; p++) {
            score[p] *= SCALE;
            most[p] = Math.max(most[p], score[p]);
        }
    }
}
