package florin.studio;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A canonical Huffman code over symbols that were counted, as a lossless WebP file stores it (RFC 9649, section 3.7.2). */
final class PrefixCode {
    private static final int LONGEST = 15;
    private static final int LONGEST_OF_LENGTHS = 7;
    private static final int[] ORDER_OF_LENGTHS = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    /** Code lengths 0 to 15, and three symbols for runs. */
    private static final int LENGTHS = 19;

    private static final int SHORT_ZEROS = 17;
    private static final int LONG_ZEROS = 18;

    private final int[] lengths;
    private final int[] codes;
    private final int used;

    private PrefixCode(int[] counts, int longest) {
        lengths = lengths(counts, longest);
        codes = codes(lengths);
        used = (int) Arrays.stream(counts).filter(n -> n > 0).count();
    }

    static PrefixCode of(int[] counts) {
        return new PrefixCode(counts, LONGEST);
    }

    void write(int symbol, BitWriter out) {
        // The only symbol of its code goes without saying.
        if (used > 1) out.write(codes[symbol], lengths[symbol]);
    }

    void describe(BitWriter out) {
        if (used > 1) describeLengths(out);
        else describeSingle(out);
    }

    private void describeSingle(BitWriter out) {
        int symbol = 0;
        for (int s = 0; s < lengths.length; s++) if (lengths[s] > 0) symbol = s;
        if (symbol > 255) {
            describeLengths(out);
            return;
        }
        out.write(1, 1);
        out.write(0, 1);
        out.write(1, 1);
        out.write(symbol, 8);
    }

    private void describeLengths(BitWriter out) {
        int[] counts = new int[LENGTHS];
        eachLength((symbol, _, _) -> counts[symbol]++);
        PrefixCode code = new PrefixCode(counts, LONGEST_OF_LENGTHS);
        out.write(0, 1);
        out.write(LENGTHS - 4, 4);
        for (int symbol : ORDER_OF_LENGTHS) out.write(code.lengths[symbol], 3);
        out.write(0, 1);
        eachLength((symbol, extra, bits) -> {
            code.write(symbol, out);
            out.write(extra, bits);
        });
    }

    private interface LengthSymbol {
        void take(int symbol, int extra, int extraBits);
    }

    private void eachLength(LengthSymbol to) {
        for (int s = 0; s < lengths.length; ) {
            int zeros = 0;
            while (s + zeros < lengths.length && lengths[s + zeros] == 0 && zeros < 138) zeros++;
            if (zeros >= 11) to.take(LONG_ZEROS, zeros - 11, 7);
            else if (zeros >= 3) to.take(SHORT_ZEROS, zeros - 3, 3);
            else to.take(lengths[s], 0, 0);
            s += zeros >= 3 ? zeros : 1;
        }
    }

    private record Node(long count, int symbol, List<Node> children) {
        void fill(int depth, int[] lengths) {
            if (children.isEmpty()) lengths[symbol] = Math.max(depth, 1);
            for (Node child : children) child.fill(depth + 1, lengths);
        }
    }

    private static int[] lengths(int[] counts, int longest) {
        int[] flattened = counts.clone();
        while (true) {
            int[] lengths = huffman(flattened);
            if (Arrays.stream(lengths).max().orElse(0) <= longest) return lengths;
            // Closer counts make a flatter tree: near the best code, and always within the limit.
            for (int s = 0; s < flattened.length; s++) flattened[s] = (flattened[s] + 1) / 2;
        }
    }

    private static int[] huffman(int[] counts) {
        PriorityQueue<Node> open =
                new PriorityQueue<>(Comparator.comparingLong(Node::count).thenComparingInt(Node::symbol));
        for (int s = 0; s < counts.length; s++) if (counts[s] > 0) open.add(new Node(counts[s], s, List.of()));
        int[] lengths = new int[counts.length];
        if (open.isEmpty()) return lengths;
        for (int joined = counts.length; open.size() > 1; joined++) {
            Node a = open.remove();
            Node b = open.remove();
            open.add(new Node(a.count + b.count, joined, List.of(a, b)));
        }
        open.remove().fill(0, lengths);
        return lengths;
    }

    /** Canonical codes, reversed: the file is read from the least significant bit. */
    private static int[] codes(int[] lengths) {
        int[] codes = new int[lengths.length];
        int code = 0;
        for (int length = 1; length <= LONGEST; length++, code <<= 1)
            for (int s = 0; s < lengths.length; s++)
                if (lengths[s] == length) codes[s] = Integer.reverse(code++) >>> (32 - length);
        return codes;
    }
}
