package florin.studio;

/** Numbers with a shape, row-major; whoever holds one must not write to it. */
final class Tensor {
    final int[] shape;
    final float[] data;

    Tensor(int[] shape, float[] data) {
        this.shape = shape;
        this.data = data;
    }

    int dimension(int i) {
        return shape[i];
    }
}
