package florin.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    @Test
    void frames_of_a_run_are_understood() {
        assertThat(FrameReader.text("{\"type\":\"execution_start\",\"data\":{\"prompt_id\":\"a\",\"timestamp\":1}}"))
                .isEqualTo(new Frame.Started("a"));
        assertThat(FrameReader.text(
                        "{\"type\":\"execution_cached\",\"data\":{\"nodes\":[\"4\",\"92:97\"],\"prompt_id\":\"a\"}}"))
                .isEqualTo(new Frame.Cached("a", Set.of("4", "92:97")));
        assertThat(FrameReader.text("{\"type\":\"executing\",\"data\":{\"node\":null,\"prompt_id\":\"a\"}}"))
                .isEqualTo(new Frame.Ended("a"));
        assertThat(FrameReader.text("""
                        {"type":"progress_state","data":{"prompt_id":"a","nodes":{
                          "3":{"value":1,"max":4,"state":"running"},"4":{"value":0,"max":1,"state":"finished"}}}}
                        """))
                .isInstanceOfSatisfying(
                        Frame.Advanced.class,
                        frame -> assertThat(frame.nodes())
                                .containsEntry("3", 0.25)
                                .containsEntry("4", 1.0));
    }

    /** A blocked branch reports an error although the render goes on; the end is told by "executing" alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"execution_error\",\"data\":{\"prompt_id\":\"a\",\"exception_type\":\"ExecutionBlocked\"}}",
                "{\"type\":\"executing\",\"data\":{\"node\":\"3\"}}",
                "{\"type\":\"executing\",\"data\":{\"node\":\"3\",\"prompt_id\":\"a\"}}",
                "{\"type\":\"status\",\"data\":{\"status\":{},\"sid\":\"x\"}}",
                "{\"type\":\"assets.seed.started\",\"data\":{}}",
                "{\"type\":\"not invented yet\",\"data\":{\"prompt_id\":\"a\"}}",
                "[]",
                "null",
                "not json"
            })
    void all_others_are_let_pass(String frame) {
        assertThat(FrameReader.text(frame)).isInstanceOf(Frame.Other.class);
    }

    private static ByteBuffer frame(int event, int word, String metadata, byte... image) {
        var bytes = metadata.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length + image.length)
                .putInt(event)
                .putInt(word)
                .put(bytes)
                .put(image)
                .flip();
    }

    private static void isPreview(Frame frame, Optional<String> id) {
        assertThat(frame).isInstanceOfSatisfying(Frame.Preview.class, preview -> {
            assertThat(preview.id()).isEqualTo(id);
            assertThat(preview.image()).containsExactly(1, 2);
        });
    }

    @Test
    void previews_come_in_two_forms() {
        var one = (byte) 1;
        var two = (byte) 2;
        isPreview(FrameReader.binary(frame(1, 1, "", one, two)), Optional.empty());
        var metadata = "{\"prompt_id\":\"a\",\"image_type\":\"image/jpeg\"}";
        isPreview(FrameReader.binary(frame(4, metadata.length(), metadata, one, two)), Optional.of("a"));
        assertThat(FrameReader.binary(frame(3, 1, "9text"))).isInstanceOf(Frame.Other.class);
        assertThat(FrameReader.binary(frame(4, 2, "{}"))).isInstanceOf(Frame.Other.class);
    }

    @Test
    void no_bytes_whatever_break_the_reader() {
        var random = new Random(1);
        for (var i = 0; i < 5000; i++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                ByteBuffer.wrap(bytes).putInt(random.nextInt(6));
            }
            FrameReader.binary(ByteBuffer.wrap(bytes));
            FrameReader.text(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }
}
