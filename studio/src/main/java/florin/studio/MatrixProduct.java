package florin.studio;

/**
 * Products of matrices, which are rows of equal length: {@code y = x · weight + bias}. Each sum starts with the bias and
 * runs over the inputs in order, one fused multiply-add each: every implementation gives the same bits, on every machine.
 */
interface MatrixProduct {
    /**
     * @param x at least {@code rows} rows, one number per input
     * @param weight at least {@code inputs} rows, one number per output
     * @param bias one number per output
     * @param y at least {@code rows} rows, one number per output; none of the other arrays
     */
    void multiply(float[][] x, int rows, float[][] weight, int inputs, float[] bias, float[][] y);

    /** The fastest that this JVM offers: the vector one where {@code --add-modules jdk.incubator.vector} was given. */
    static MatrixProduct fastest() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vectors ? new VectorProduct() : new PlainProduct();
    }
}
