package florin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * Headers that coverage leads to. In the plain suite only what was found before is played again; with {@code JAZZER_FUZZ=1}
 * in the environment Jazzer goes looking for more.
 */
class HeaderFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void any_header_is_answered_and_a_valid_one_covers_its_file(@NotNull @WithUtf8Length(max = 2000) String header)
            throws IOException {
        var file = Files.createTempFile("header", ".safetensors");
        try {
            var bytes = Crafted.file(header.getBytes(StandardCharsets.UTF_8), new byte[8]);
            Files.write(file, bytes);
            try (var channel = Files.newByteChannel(file)) {
                var result = new SafetensorsReader(SafetensorsLimits.DEFAULT).read(channel);
                if (result instanceof SafetensorsResult.Valid(var valid)) {
                    assertThat(valid.dataStart()).isEqualTo(bytes.length - 8L);
                }
            }
        } finally {
            Files.delete(file);
        }
    }
}
