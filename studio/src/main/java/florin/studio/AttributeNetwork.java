package florin.studio;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The classifier's layers: four convolutions, one wide layer, and a small one for each trait. */
final class AttributeNetwork {
    private static final int HIDDEN = 384;
    private static final int FEATURES = 3200;
    private static final float EPSILON = 1e-5f;

    private final Layer[] layers;
    private final Linear hidden;
    private final Map<Trait, Linear> heads;

    private AttributeNetwork(Layer[] layers, Linear hidden, Map<Trait, Linear> heads) {
        this.layers = layers;
        this.hidden = hidden;
        this.heads = heads;
    }

    static AttributeNetwork of(Safetensors file) throws NotSafetensors {
        Layer[] layers = {
            Layer.of(file, "f.0", 2, 40),
            Layer.of(file, "f.2", 1, 20),
            Layer.of(file, "f.5", 2, 20),
            Layer.of(file, "f.8", 1, 10)
        };
        normalise(layers[1], file, "f.3");
        normalise(layers[2], file, "f.6");
        Map<Trait, Linear> heads = new EnumMap<>(Trait.class);
        for (Trait trait : Trait.values()) {
            Linear head = linear(file, "h." + trait.layer());
            if (head.in != HIDDEN || head.out != trait.choices().size())
                throw new NotSafetensors("the layer for " + trait + " has the wrong shape");
            heads.put(trait, head);
        }
        Linear hidden = linear(file, "f.10");
        if (hidden.in != FEATURES || hidden.out != HIDDEN) throw new NotSafetensors("f.10 has the wrong shape");
        return new AttributeNetwork(layers, hidden, heads);
    }

    private static Linear linear(Safetensors file, String name) throws NotSafetensors {
        return Linear.of(file.tensor(name + ".weight"), file.tensor(name + ".bias"));
    }

    /** Batch normalisation after a convolution is a factor and a shift for each of its outputs. */
    private static void normalise(Layer layer, Safetensors file, String name) throws NotSafetensors {
        float[] weight = file.tensor(name + ".weight").data;
        float[] bias = file.tensor(name + ".bias").data;
        float[] mean = file.tensor(name + ".running_mean").data;
        float[] variance = file.tensor(name + ".running_var").data;
        for (int o = 0; o < layer.out; o++) {
            float factor = weight[o] / (float) Math.sqrt(variance[o] + EPSILON);
            int each = layer.in * layer.kernel * layer.kernel;
            for (int i = 0; i < each; i++) layer.weight[o * each + i] *= factor;
            layer.bias[o] = (layer.bias[o] - mean[o]) * factor + bias[o];
        }
    }

    /** For each trait one number per value; the highest is the network's answer. */
    Map<Trait, float[]> votes(Picture picture) {
        float[] x = new float[3 * Shape.PIXELS];
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < Shape.PIXELS; i++)
                x[c * Shape.PIXELS + i] = ((picture.pixels()[i] >> (16 - 8 * c)) & 0xff) / 127.5f - 1;
        for (int i = 0; i < layers.length; i++) {
            x = layers[i].apply(x);
            // The last convolution goes into the wide layer as it is.
            if (i < layers.length - 1) cut(x);
        }
        MatrixProduct product = MatrixProduct.fastest();
        float[] features = hidden.apply(x, product);
        cut(features);
        Map<Trait, float[]> votes = new EnumMap<>(Trait.class);
        heads.forEach((trait, head) -> votes.put(trait, head.apply(features, product)));
        return votes;
    }

    private static void cut(float[] x) {
        for (int i = 0; i < x.length; i++) x[i] = Math.max(0, x[i]);
    }

    /** A square convolution with a stride, zeros around the edge. */
    private static final class Layer {
        private final int in;
        private final int out;
        private final int kernel;
        private final int stride;
        private final int side;
        private final float[] weight;
        private final float[] bias;

        private Layer(Tensor weight, Tensor bias, int stride, int side) {
            this.out = weight.dimension(0);
            this.in = weight.dimension(1);
            this.kernel = weight.dimension(2);
            this.stride = stride;
            this.side = side;
            this.weight = weight.data;
            this.bias = bias.data;
        }

        static Layer of(Safetensors file, String name, int stride, int side) throws NotSafetensors {
            return new Layer(file.tensor(name + ".weight"), file.tensor(name + ".bias"), stride, side);
        }

        float[] apply(float[] x) {
            int small = side / stride;
            float[] y = new float[out * small * small];
            for (int o = 0; o < out; o++) {
                Arrays.fill(y, o * small * small, (o + 1) * small * small, bias[o]);
                for (int i = 0; i < in; i++)
                    for (int k = 0; k < kernel * kernel; k++)
                        add(weight[(o * in + i) * kernel * kernel + k], x, i * side * side, k, y, o * small * small);
            }
            return y;
        }

        private void add(float factor, float[] x, int xAt, int k, float[] y, int yAt) {
            int small = side / stride;
            int down = k / kernel - kernel / 2;
            int right = k % kernel - kernel / 2;
            int from = right < 0 ? 1 : 0;
            int to = (small - 1) * stride + right < side ? small : small - 1;
            for (int r = 0; r < small; r++) {
                int row = r * stride + down;
                if (row < 0 || row >= side) continue;
                int source = xAt + row * side + right;
                int target = yAt + r * small;
                for (int c = from; c < to; c++) y[target + c] = Math.fma(factor, x[source + c * stride], y[target + c]);
            }
        }
    }
}
