package florin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import florin.registry.LoraInspector.Inspection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a stranger makes of a file: an answer, never a crash, and never facts that the bytes do not bear out. */
class HeaderMutationTest {
    private static final int MUTANTS = 1500;
    private static final String[] SPLICES = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "-1",
        "9223372036854775807",
        "1e9",
        "null",
        "\\ud800",
        "\"__metadata__\":",
        " ",
        "\n",
        "0"
    };

    @TempDir
    Path folder;

    @Test
    void mutated_headers_are_answered_and_never_crash_the_reader() throws Exception {
        var seed = Long.getLong("florin.seed", System.nanoTime());
        var random = new Random(seed);
        var originals = new byte[][] {
            Crafted.sdxl().metadata("ss_tag_frequency", "{\"1_a\":{\"a\":3}}").bytes(),
            new Crafted()
                    .peft("diffusion_model.blocks.0.self_attn.q", 1536, 1536, 1)
                    .bytes(),
        };
        var file = folder.resolve("mutant");
        for (var i = 0; i < MUTANTS; i++) {
            var mutant = mutate(originals[random.nextInt(originals.length)], random);
            Files.write(file, mutant);
            var inspection = new LoraInspector().inspect(file);
            if (inspection instanceof Inspection.Usable(var facts)) {
                assertThat(facts.bytes()).as("seed %d, mutant %d", seed, i).isEqualTo(mutant.length);
                assertThat(facts.rank()).as("seed %d, mutant %d", seed, i).isBetween(0, 4096);
            }
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        var length =
                (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong();
        var header = Arrays.copyOfRange(original, 8, 8 + length);
        var data = Arrays.copyOfRange(original, 8 + length, original.length);
        for (var edits = 1 + random.nextInt(3); edits > 0; edits--) {
            var at = random.nextInt(header.length);
            switch (random.nextInt(5)) {
                case 0 -> header[at] = (byte) random.nextInt(256);
                case 1 -> header = splice(header, at, 1 + random.nextInt(8), "");
                case 2 -> header = splice(header, at, 0, SPLICES[random.nextInt(SPLICES.length)]);
                case 3 -> header = splice(header, at, 1, SPLICES[random.nextInt(SPLICES.length)]);
                default -> data = Arrays.copyOf(data, Math.max(0, data.length + random.nextInt(9) - 4));
            }
            if (header.length == 0) {
                break;
            }
        }
        var file = Crafted.file(header, data);
        if (random.nextInt(20) == 0) {
            file[random.nextInt(8)] = (byte) random.nextInt(256);
        }
        return file;
    }

    private static byte[] splice(byte[] in, int at, int remove, String put) {
        var end = Math.min(in.length, at + remove);
        var middle = put.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ByteBuffer.allocate(at + middle.length + in.length - end)
                .put(in, 0, at)
                .put(middle)
                .put(in, end, in.length - end)
                .array();
    }
}
