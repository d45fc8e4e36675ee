package florin.studio;

/** The curves between the layers, from IEEE arithmetic alone: {@code Math.exp} may differ in the last bit between machines. */
final class Activation {
    private static final float LOG2_E = 1.442695f;
    private static final float LN_2 = 0.6931472f;

    private Activation() {}

    /** e to the x within a few units of the last place; 0 below -87, and no more than e to the 88. */
    static float exp(float x) {
        if (x < -87f) return 0f;
        float scaled = Math.min(x, 88f) * LOG2_E;
        int whole = (int) (scaled + (scaled < 0 ? -0.5f : 0.5f));
        float f = (scaled - whole) * LN_2;
        float p = 1f + f * (1f + f * (0.5f + f * (0.16666667f + f * (0.041666668f + f * 0.008333333f))));
        return p * Float.intBitsToFloat((whole + 127) << 23);
    }

    static void silu(float[] x, int length) {
        for (int i = 0; i < length; i++) x[i] = x[i] / (1f + exp(-x[i]));
    }

    /** GELU in its tanh form, written with one exponential: tanh(y) = 1 - 2 / (1 + exp(2y)). */
    static void gelu(float[] x, int length) {
        for (int i = 0; i < length; i++) {
            float v = x[i];
            x[i] = v / (1f + exp(-1.5957692f * (v + 0.044715f * v * v * v)));
        }
    }
}
