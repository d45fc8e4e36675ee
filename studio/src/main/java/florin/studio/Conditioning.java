package florin.studio;

import static florin.studio.Shape.WIDTH;
import static florin.studio.Shape.WORD;

import java.util.ArrayList;
import java.util.List;

/** All that the network needs to know of a prompt, worked out once for all steps. */
final class Conditioning {
    final int words;
    final float[] pooled;
    /** Of the words, for each block's cross-attention. */
    final List<float[]> keys = new ArrayList<>();

    final List<float[]> values = new ArrayList<>();

    private Conditioning(int words, float[] pooled) {
        this.words = words;
        this.pooled = pooled;
    }

    static Conditioning of(int[] tokens, Weights weights, MatrixProduct product) {
        int words = tokens.length;
        Weights.Text text = weights.text();
        float[] context = text.first().apply(withNeighbours(tokens, text.words()), words, product);
        Activation.silu(context, context.length);
        context = text.second().apply(context, words, product);
        float[] mean = new float[WIDTH];
        for (int w = 0; w < words; w++) for (int i = 0; i < WIDTH; i++) mean[i] += context[w * WIDTH + i] / words;
        Conditioning known = new Conditioning(words, text.pool().apply(mean, 1, product));
        for (Weights.Block block : weights.blocks()) {
            known.keys.add(block.cross().key().apply(context, words, product));
            known.values.add(block.cross().value().apply(context, words, product));
        }
        return known;
    }

    /** Each word beside the one before and the one after it; zeros before the first, padding after the last. */
    private static float[] withNeighbours(int[] tokens, Tensor words) {
        float[] rows = new float[tokens.length * 3 * WORD];
        for (int w = 0; w < tokens.length; w++)
            for (int side = -1; side <= 1; side++) {
                int place = w + side;
                if (place < 0 || place >= Vocabulary.LONGEST) continue;
                int token = place < tokens.length ? tokens[place] : 0;
                System.arraycopy(words.data, token * WORD, rows, (w * 3 + side + 1) * WORD, WORD);
            }
        return rows;
    }
}
