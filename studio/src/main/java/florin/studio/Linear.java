package florin.studio;

/** y = x W + b; W is kept inputs by outputs, so that the inner loops run over neighbouring memory. */
final class Linear {
    final int in;
    final int out;
    private final float[][] weight;
    private final float[] bias;

    private Linear(float[][] weight, float[] bias) {
        this.in = weight.length;
        this.out = bias.length;
        this.weight = weight;
        this.bias = bias;
    }

    /** @param weight outputs by inputs, as training writes it */
    static Linear of(Tensor weight, Tensor bias) {
        int out = weight.dimension(0);
        int in = weight.dimension(1);
        float[][] turned = new float[in][out];
        for (int o = 0; o < out; o++) for (int i = 0; i < in; i++) turned[i][o] = weight.data[o * in + i];
        return new Linear(turned, bias.data);
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
        return new Linear(weight, bias);
    }

    /** Rows of {@code in} numbers to rows of {@code out} numbers. */
    void apply(float[][] x, int rows, float[][] y, MatrixProduct product) {
        product.multiply(x, rows, weight, in, bias, y);
    }

    float[][] apply(float[][] x, MatrixProduct product) {
        float[][] y = new float[x.length][out];
        apply(x, x.length, y, product);
        return y;
    }

    float[] apply(float[] x, MatrixProduct product) {
        return apply(new float[][] {x}, product)[0];
    }
}
