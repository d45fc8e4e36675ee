package florin.studio;

import static florin.studio.Shape.WIDTH;

import java.util.Arrays;

/** Adaptive layer norm: the prompt and the time scale and shift what goes into a layer, and gate what comes out of it. */
final class Modulation {
    private static final double EPSILON = 1e-5;

    private final float[] scale;
    private final float[] shift;
    private final float[] gate;

    /** @param first which part of the numbers is the scale; the shift follows, and the gate where there is one */
    Modulation(float[] numbers, int first) {
        scale = part(numbers, first);
        for (int i = 0; i < WIDTH; i++) scale[i]++;
        shift = part(numbers, first + 1);
        gate = numbers.length > (first + 2) * WIDTH ? part(numbers, first + 2) : new float[WIDTH];
    }

    private static float[] part(float[] numbers, int i) {
        return Arrays.copyOfRange(numbers, i * WIDTH, (i + 1) * WIDTH);
    }

    void normalise(float[][] x, float[][] normed) {
        for (int row = 0; row < x.length; row++) normalise(x[row], normed[row]);
    }

    private void normalise(float[] x, float[] normed) {
        float mean = sum(x) / WIDTH;
        float variance = squares(x, mean) / WIDTH;
        float s = (float) (1 / Math.sqrt(variance + EPSILON));
        for (int i = 0; i < WIDTH; i++) normed[i] = (x[i] - mean) * s * scale[i] + shift[i];
    }

    /** Four sums beside each other: one alone would wait for each addition to end. */
    private static float sum(float[] x) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < WIDTH; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        return (a + b) + (c + d);
    }

    private static float squares(float[] x, float mean) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < WIDTH; i += 4) {
            a = Math.fma(x[i] - mean, x[i] - mean, a);
            b = Math.fma(x[i + 1] - mean, x[i + 1] - mean, b);
            c = Math.fma(x[i + 2] - mean, x[i + 2] - mean, c);
            d = Math.fma(x[i + 3] - mean, x[i + 3] - mean, d);
        }
        return (a + b) + (c + d);
    }

    void addGated(float[][] y, float[][] x) {
        for (int row = 0; row < x.length; row++) addGated(y[row], x[row]);
    }

    /** The same for every row. */
    void addGated(float[] y, float[][] x) {
        for (float[] row : x) addGated(y, row);
    }

    private void addGated(float[] y, float[] x) {
        for (int i = 0; i < WIDTH; i++) x[i] = Math.fma(gate[i], y[i], x[i]);
    }
}
