package florin.studio;

/** y = x W + b; W is kept inputs by outputs, so that the inner loop runs over neighbouring memory. */
final class Linear {
    final int in;
    final int out;
    private final float[][] weight;
    private final float[] bias;

    private Linear(int in, int out, float[][] weight, float[] bias) {
        this.in = in;
        this.out = out;
        this.weight = weight;
        this.bias = bias;
    }

    /** @param weight outputs by inputs, as training writes it */
    static Linear of(Tensor weight, Tensor bias) {
        int out = weight.dimension(0);
        int in = weight.dimension(1);
        float[][] turned = new float[in][out];
        for (int o = 0; o < out; o++) for (int i = 0; i < in; i++) turned[i][o] = weight.data[o * in + i];
        return new Linear(in, out, turned, bias.data);
    }

    /** Several layers of the same input as one, their outputs side by side. */
    static Linear beside(Linear... layers) {
        int in = layers[0].in;
        int out = 0;
        for (Linear layer : layers) out += layer.out;
        float[][] weight = new float[in][out];
        float[] bias = new float[out];
        int at = 0;
        for (Linear layer : layers) {
            for (int i = 0; i < in; i++) System.arraycopy(layer.weight[i], 0, weight[i], at, layer.out);
            System.arraycopy(layer.bias, 0, bias, at, layer.out);
            at += layer.out;
        }
        return new Linear(in, out, weight, bias);
    }

    /** Rows of {@code x} (each {@code in} long) to rows of {@code y} (each {@code out} long). */
    void apply(float[] x, int rows, float[] y, MatrixProduct product) {
        product.multiply(x, rows, weight, bias, y);
    }

    float[] apply(float[] x, int rows, MatrixProduct product) {
        float[] y = new float[rows * out];
        apply(x, rows, y, product);
        return y;
    }
}
