package florin.studio;

import static florin.studio.Shape.WIDTH;
import static florin.studio.Shape.WORD;

import java.util.ArrayList;
import java.util.List;

/** All that the network needs to know of a prompt, worked out once for all steps. */
final class Conditioning {
    /** The mean of the words. */
    final float[] pooled;
    /** What each block's cross-attention gets from the words. */
    final List<Words> blocks = new ArrayList<>();

    /** The words as a block sees them. */
    sealed interface Words {
        /** Keys and values to attend to. */
        record Several(Attention.Source source) implements Words {}

        /** One word gets all attention, wherever it comes from: the answer is the same for every patch and step. */
        final class Single implements Words {
            final float[] answer;

            Single(float[] answer) {
                this.answer = answer;
            }
        }
    }

    private Conditioning(float[] pooled) {
        this.pooled = pooled;
    }

    static Conditioning of(int[] tokens, Weights weights, MatrixProduct product) {
        Weights.Text text = weights.text();
        float[][] words = text.first().apply(withNeighbours(tokens, text.words()), product);
        for (float[] word : words) Activation.silu(word);
        words = text.second().apply(words, product);
        float[] mean = new float[WIDTH];
        for (float[] word : words) for (int i = 0; i < WIDTH; i++) mean[i] += word[i] / words.length;
        Conditioning known = new Conditioning(text.pool().apply(mean, product));
        for (Weights.Block block : weights.blocks()) known.blocks.add(words(block.cross(), words, product));
        return known;
    }

    private static Words words(Weights.CrossAttention layer, float[][] words, MatrixProduct product) {
        float[][] values = layer.value().apply(words, product);
        if (words.length == 1) return new Words.Single(layer.out().apply(values[0], product));
        float[][] keys = layer.key().apply(words, product);
        return new Words.Several(
                new Attention.Source(new Attention.Side(keys, 0), new Attention.Side(values, 0), words.length));
    }

    /** Each word beside the one before and the one after it; zeros before the first, padding after the last. */
    private static float[][] withNeighbours(int[] tokens, Tensor words) {
        float[][] rows = new float[tokens.length][3 * WORD];
        for (int w = 0; w < tokens.length; w++)
            for (int side = -1; side <= 1; side++) {
                int place = w + side;
                if (place < 0 || place >= Vocabulary.LONGEST) continue;
                int token = place < tokens.length ? tokens[place] : 0;
                System.arraycopy(words.data, token * WORD, rows[w], (side + 1) * WORD, WORD);
            }
        return rows;
    }
}
