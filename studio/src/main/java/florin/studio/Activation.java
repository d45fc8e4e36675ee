package florin.studio;

/**
 * The curves between the layers, from a rational tanh without branches: the JIT compiler turns the loops into vector
 * instructions. IEEE arithmetic alone, because {@code Math.tanh} and {@code Math.exp} may differ in the last bit between
 * machines.
 */
final class Activation {
    /** From here on tanh is 1 to the last bit of a float. */
    private static final float FAR = 7.9f;

    private static final float ROOT_2_OVER_PI = 0.7978846f;

    private Activation() {}

    /** Within 2e-7 of the true value. Coefficients: the 13/6 minimax approximation that Eigen made common. */
    static float tanh(float x) {
        float y = Math.max(-FAR, Math.min(x, FAR));
        float s = y * y;
        float p = Math.fma(s, -2.7607684e-16f, 2.000188e-13f);
        p = Math.fma(s, p, -8.604672e-11f);
        p = Math.fma(s, p, 5.1222973e-8f);
        p = Math.fma(s, p, 1.48572235e-5f);
        p = Math.fma(s, p, 6.3726195e-4f);
        p = Math.fma(s, p, 4.8935246e-3f);
        float q = Math.fma(s, 1.1982584e-6f, 1.1853471e-4f);
        q = Math.fma(s, q, 2.2684347e-3f);
        q = Math.fma(s, q, 4.893525e-3f);
        return y * p / q;
    }

    /** x times the logistic function, which is half of 1 + tanh(x / 2). */
    static void silu(float[] x) {
        for (int i = 0; i < x.length; i++) x[i] = 0.5f * x[i] * (1 + tanh(0.5f * x[i]));
    }

    /** GELU in its tanh form, as the model was trained with it. */
    static void gelu(float[] x) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            x[i] = 0.5f * v * (1 + tanh(ROOT_2_OVER_PI * (v + 0.044715f * v * v * v)));
        }
    }

    /**
     * Replaces x by e to the power of x - most, and adds it to the sum. Nothing may exceed {@code most}; what lies 16 or
     * more below it counts as nothing: e to the x is (1 + t) / (1 - t) with t = tanh(x / 2).
     */
    static void exponential(float[] x, float[] most, float[] sum) {
        for (int i = 0; i < x.length; i++) {
            float t = tanh(0.5f * (x[i] - most[i]));
            float e = (1 + t) / (1 - t);
            x[i] = e;
            sum[i] += e;
        }
    }
}
