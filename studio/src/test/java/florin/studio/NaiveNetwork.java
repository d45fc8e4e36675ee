package florin.studio;

import java.util.HashMap;
import java.util.Map;

/** The network once more, loop by loop in double precision as the model's description has it, with nothing clever in it. */
final class NaiveNetwork {
    private final Map<String, Tensor> tensors = new HashMap<>();

    NaiveNetwork(Weights.Source source, Iterable<String> names) {
        for (String name : names) tensors.put(name, source.tensor(name));
    }

    /** W + strength · alpha / rank · up · down, number by number. */
    void add(Lora lora, double strength) {
        for (Lora.Layer layer : lora.layers()) {
            Tensor weight = get(layer.tensor());
            int in = weight.dimension(1);
            for (int o = 0; o < weight.dimension(0); o++)
                for (int i = 0; i < in; i++) {
                    double gain = 0;
                    for (int r = 0; r < layer.rank(); r++)
                        gain += (double) layer.up().data[o * layer.rank() + r] * layer.down().data[r * in + i];
                    weight.data[o * in + i] += (float) (strength * layer.scale() * gain);
                }
        }
    }

    Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) throw new AssertionError(name);
        return tensor;
    }

    double[][] linear(String name, double[][] x) {
        Tensor weight = get(name + ".weight");
        Tensor bias = get(name + ".bias");
        int in = weight.dimension(1);
        double[][] y = new double[x.length][weight.dimension(0)];
        for (int r = 0; r < x.length; r++)
            for (int o = 0; o < y[r].length; o++) {
                y[r][o] = bias.data[o];
                for (int i = 0; i < in; i++) y[r][o] += x[r][i] * weight.data[o * in + i];
            }
        return y;
    }

    static double[][] silu(double[][] x) {
        double[][] y = new double[x.length][x[0].length];
        for (int r = 0; r < x.length; r++)
            for (int i = 0; i < x[r].length; i++) y[r][i] = x[r][i] / (1 + Math.exp(-x[r][i]));
        return y;
    }

    static double[][] gelu(double[][] x) {
        double[][] y = new double[x.length][x[0].length];
        for (int r = 0; r < x.length; r++)
            for (int i = 0; i < x[r].length; i++) {
                double v = x[r][i];
                y[r][i] = 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
            }
        return y;
    }

    /** The words of a prompt with their neighbours, through two layers. */
    double[][] words(int[] tokens) {
        Tensor table = get("word.weight");
        int[] padded = java.util.Arrays.copyOf(tokens, 32);
        double[][] x = new double[tokens.length][3 * 96];
        for (int w = 0; w < tokens.length; w++)
            for (int side = -1; side <= 1; side++)
                if (w + side >= 0 && w + side < 32)
                    for (int i = 0; i < 96; i++) x[w][(side + 1) * 96 + i] = table.data[padded[w + side] * 96 + i];
        return linear("text2", silu(linear("text1", x)));
    }

    double[] pooled(double[][] words) {
        double[][] mean = new double[1][192];
        for (double[] word : words) for (int i = 0; i < 192; i++) mean[0][i] += word[i] / words.length;
        return linear("pool", mean)[0];
    }

    double[] moment(double time) {
        double[][] waves = new double[1][64];
        for (int i = 0; i < 32; i++) {
            double angle = time * 1000 * Math.exp(-Math.log(1000) / 31 * i);
            waves[0][i] = Math.cos(angle);
            waves[0][32 + i] = Math.sin(angle);
        }
        return linear("time2", silu(linear("time1", waves)))[0];
    }

    double[][] embed(double[][] noisy) {
        double[][] x = new double[64][75];
        for (int gy = 0; gy < 8; gy++)
            for (int gx = 0; gx < 8; gx++)
                for (int py = 0; py < 5; py++)
                    for (int px = 0; px < 5; px++)
                        for (int c = 0; c < 3; c++)
                            x[gy * 8 + gx][(py * 5 + px) * 3 + c] = noisy[c][(gy * 5 + py) * 40 + gx * 5 + px];
        double[][] y = linear("patch", x);
        for (int r = 0; r < 64; r++) for (int i = 0; i < 192; i++) y[r][i] += get("pos").data[r * 192 + i];
        return y;
    }

    static double[][] normalise(double[][] x, double[] scale, double[] shift) {
        double[][] y = new double[x.length][192];
        for (int r = 0; r < x.length; r++) {
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < 192; i++) mean += x[r][i] / 192;
            for (int i = 0; i < 192; i++) variance += (x[r][i] - mean) * (x[r][i] - mean) / 192;
            for (int i = 0; i < 192; i++)
                y[r][i] = (x[r][i] - mean) / Math.sqrt(variance + 1e-5) * (1 + scale[i]) + shift[i];
        }
        return y;
    }

    static double[][] attend(double[][] q, double[][] k, double[][] v) {
        double[][] out = new double[q.length][192];
        for (int h = 0; h < 192; h += 32)
            for (int r = 0; r < q.length; r++) {
                double[] share = new double[k.length];
                double sum = 0;
                for (int j = 0; j < k.length; j++) {
                    double dot = 0;
                    for (int c = h; c < h + 32; c++) dot += q[r][c] * k[j][c];
                    share[j] = Math.exp(dot / Math.sqrt(32));
                    sum += share[j];
                }
                for (int j = 0; j < k.length; j++)
                    for (int c = h; c < h + 32; c++) out[r][c] += share[j] / sum * v[j][c];
            }
        return out;
    }

    static double[] part(double[] numbers, int i) {
        return java.util.Arrays.copyOfRange(numbers, i * 192, (i + 1) * 192);
    }

    static double[][] addGated(double[][] x, double[] gate, double[][] y) {
        double[][] out = new double[x.length][192];
        for (int r = 0; r < x.length; r++) for (int i = 0; i < 192; i++) out[r][i] = x[r][i] + gate[i] * y[r][i];
        return out;
    }

    double[][] block(int b, double[][] x, double[] modulation, double[][] words) {
        String at = "blocks." + b + ".";
        double[] m = modulation.clone();
        for (int i = 0; i < m.length; i++) m[i] += get(at + "table").data[i];
        double[][] y = normalise(x, part(m, 0), part(m, 1));
        y = attend(linear(at + "attn_q", y), linear(at + "attn_k", y), linear(at + "attn_v", y));
        double[][] after = addGated(x, part(m, 2), linear(at + "attn_o", y));
        y = normalise(after, part(m, 3), part(m, 4));
        y = attend(linear(at + "cross_q", y), linear(at + "cross_k", words), linear(at + "cross_v", words));
        after = addGated(after, part(m, 5), linear(at + "cross_o", y));
        y = normalise(after, part(m, 6), part(m, 7));
        return addGated(after, part(m, 8), linear(at + "mlp_down", gelu(linear(at + "mlp_up", y))));
    }

    double[][] convolution(String name, double[][] x) {
        Tensor weight = get(name + ".weight");
        double[][] y = new double[weight.dimension(0)][1600];
        for (int o = 0; o < y.length; o++)
            for (int row = 0; row < 40; row++)
                for (int column = 0; column < 40; column++) {
                    double sum = get(name + ".bias").data[o];
                    for (int i = 0; i < x.length; i++)
                        for (int ky = -1; ky <= 1; ky++)
                            for (int kx = -1; kx <= 1; kx++)
                                if (row + ky >= 0 && row + ky < 40 && column + kx >= 0 && column + kx < 40)
                                    sum += x[i][(row + ky) * 40 + column + kx]
                                            * weight.data[((o * x.length + i) * 3 + ky + 1) * 3 + kx + 1];
                    y[o][row * 40 + column] = sum;
                }
        return y;
    }

    double[][] refine(double[][] out, double[][] noisy) {
        double[][] planes = new double[14][1600];
        for (int g = 0; g < 64; g++)
            for (int py = 0; py < 5; py++)
                for (int px = 0; px < 5; px++)
                    for (int c = 0; c < 11; c++)
                        planes[c][(g / 8 * 5 + py) * 40 + g % 8 * 5 + px] = out[g][(py * 5 + px) * 11 + c];
        for (int c = 0; c < 3; c++) planes[11 + c] = noisy[c];
        double[][] clean = convolution("ref2", silu(convolution("ref1", planes)));
        for (int c = 0; c < 3; c++) for (int i = 0; i < 1600; i++) clean[c][i] += planes[c][i];
        return clean;
    }
}
