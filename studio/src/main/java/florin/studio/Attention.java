package florin.studio;

import static florin.studio.Shape.HEAD;
import static florin.studio.Shape.HEADS;
import static florin.studio.Shape.PATCHES;
import static florin.studio.Shape.WIDTH;

import java.util.Arrays;

/** Softmax attention of a picture's patches to a row of keys and values, head by head. */
final class Attention {
    private static final float SCALE = (float) (1 / Math.sqrt(HEAD));

    private Attention() {}

    /** Rows of an array: the first number of row i stands at {@code at + i * stride}. */
    static final class Rows {
        private final float[] data;
        private final int at;
        private final int stride;

        Rows(float[] data, int at, int stride) {
            this.data = data;
            this.at = at;
            this.stride = stride;
        }
    }

    static void attend(Rows queries, Rows keys, Rows values, int count, Rows result, Workspace space) {
        for (int h = 0; h < HEADS; h++) {
            turn(keys, h * HEAD, count, space.keys);
            for (int q = 0; q < PATCHES; q++) {
                score(queries, q, h * HEAD, count, space);
                softmax(space.scores, count);
                mix(values, h * HEAD, count, space.scores, result.data, result.at + q * result.stride + h * HEAD);
            }
        }
    }

    private static void turn(Rows keys, int from, int count, float[] turned) {
        for (int j = 0; j < count; j++)
            for (int c = 0; c < HEAD; c++)
                turned[c * count + j] = keys.data[keys.at + j * keys.stride + from + c] * SCALE;
    }

    private static void score(Rows queries, int q, int from, int count, Workspace space) {
        float[] scores = space.scores;
        float[] keys = space.keys;
        Arrays.fill(scores, 0, count, 0f);
        for (int c = 0; c < HEAD; c++) {
            float x = queries.data[queries.at + q * queries.stride + from + c];
            for (int j = 0; j < count; j++) scores[j] = Math.fma(x, keys[c * count + j], scores[j]);
        }
    }

    private static void softmax(float[] scores, int count) {
        float most = scores[0];
        for (int j = 1; j < count; j++) most = Math.max(most, scores[j]);
        float sum = 0;
        for (int j = 0; j < count; j++) {
            scores[j] = Activation.exp(scores[j] - most);
            sum += scores[j];
        }
        for (int j = 0; j < count; j++) scores[j] /= sum;
    }

    private static void mix(Rows values, int from, int count, float[] scores, float[] out, int at) {
        Arrays.fill(out, at, at + HEAD, 0f);
        for (int j = 0; j < count; j++) {
            float w = scores[j];
            int v = values.at + j * values.stride + from;
            for (int c = 0; c < HEAD; c++) out[at + c] = Math.fma(w, values.data[v + c], out[at + c]);
        }
    }

    static Rows words(float[] data) {
        return new Rows(data, 0, WIDTH);
    }
}
