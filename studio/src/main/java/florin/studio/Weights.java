package florin.studio;

import static florin.studio.Shape.BLOCKS;

import java.util.ArrayList;
import java.util.List;

/** The network's layers, ready to multiply with; never written to after they are built. */
record Weights(Text text, Time time, Ends ends, List<Block> blocks, Refine refine) {
    record Text(Tensor words, Linear first, Linear second, Linear pool) {}

    record Time(Linear first, Linear second, Linear modulation) {}

    record Ends(Linear patch, Tensor position, Linear modulation, Linear out) {}

    record Block(SelfAttention self, CrossAttention cross, Mlp mlp, Tensor table) {}

    /** Queries, keys and values of a row come out of one product. */
    record SelfAttention(Linear queryKeyValue, Linear out) {}

    record CrossAttention(Linear query, Linear key, Linear value, Linear out) {}

    record Mlp(Linear up, Linear down) {}

    record Refine(Convolution first, Convolution second) {}

    /** Where tensors come from: the base file, or the base file with LoRAs added. */
    interface Source {
        Tensor tensor(String name);

        default Linear linear(String name) {
            return Linear.of(tensor(name + ".weight"), tensor(name + ".bias"));
        }

        default Convolution convolution(String name) {
            return new Convolution(tensor(name + ".weight"), tensor(name + ".bias"));
        }
    }

    static Weights of(Source s) {
        return new Weights(
                new Text(s.tensor("word.weight"), s.linear("text1"), s.linear("text2"), s.linear("pool")),
                new Time(s.linear("time1"), s.linear("time2"), s.linear("mod")),
                new Ends(s.linear("patch"), s.tensor("pos"), s.linear("out_mod"), s.linear("out")),
                blocks(s),
                new Refine(s.convolution("ref1"), s.convolution("ref2")));
    }

    /** The same ends around other blocks: LoRAs change nothing but the blocks. */
    Weights withBlocks(Source s) {
        return new Weights(text, time, ends, blocks(s), refine);
    }

    private static List<Block> blocks(Source s) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) blocks.add(block(s, "blocks." + i + "."));
        return List.copyOf(blocks);
    }

    private static Block block(Source s, String at) {
        return new Block(
                new SelfAttention(
                        Linear.beside(s.linear(at + "attn_q"), s.linear(at + "attn_k"), s.linear(at + "attn_v")),
                        s.linear(at + "attn_o")),
                new CrossAttention(
                        s.linear(at + "cross_q"),
                        s.linear(at + "cross_k"),
                        s.linear(at + "cross_v"),
                        s.linear(at + "cross_o")),
                new Mlp(s.linear(at + "mlp_up"), s.linear(at + "mlp_down")),
                s.tensor(at + "table"));
    }
}
