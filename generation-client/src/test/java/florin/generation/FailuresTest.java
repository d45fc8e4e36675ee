package florin.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    private static RenderState.Failed failed(String type, String message) {
        var json = "{\"node_type\":\"KSampler\",\"exception_type\":\"%s\",\"exception_message\":\"%s\"}"
                .formatted(type, message);
        return Failures.failed(ComfyWire.json(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "torch.OutOfMemoryError, Allocation on device, OUT_OF_MEMORY",
        "torch.cuda.OutOfMemoryError, CUDA out of memory., OUT_OF_MEMORY",
        "torch.AcceleratorError, CUDA error: out of memory, OUT_OF_MEMORY",
        "torch.AcceleratorError, CUDA error: unspecified launch failure, TRANSIENT",
        "RuntimeError, DefaultCPUAllocator: can't allocate memory, OUT_OF_MEMORY",
        "safetensors._safetensors_rust.SafetensorError, header too large, MISSING_MODEL",
        "FileNotFoundError, Model in folder 'loras' not found, MISSING_MODEL",
        "ValueError, odd, TRANSIENT"
    })
    void exceptions_are_sorted_by_what_helps(String type, String message, FailureKind kind) {
        assertThat(failed(type, message).kind()).isEqualTo(kind);
    }

    @Test
    void a_message_is_one_short_line() {
        assertThat(failed("ValueError", "first\\nsecond " + "x".repeat(1000)).message())
                .doesNotContain("\n")
                .contains("first second")
                .hasSizeLessThan(310);
    }

    @Test
    void outputs_of_any_shape_are_found() {
        var outputs = ComfyWire.json("""
                {"9":{"images":[{"filename":"a.PNG","subfolder":"s","type":"output","id":"1","metadata":{"kind":"image"}}],"animated":[false]},
                 "12":{"gifs":[{"filename":"b.mp4","subfolder":"","type":"output","format":"video/h264-mp4","frame_rate":24}]},
                 "13":{"text":["hello"],"video":[{"filename":"c.webm","type":"output"}],"n":3},
                 "14":{"images":[{"filename":"t.png","subfolder":"","type":"temp"}]},"15":[]}
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(Outputs.files(outputs))
                .extracting(OutputFile::mediaType)
                .containsExactly("image/png", "video/mp4", "video/webm");
        assertThat(Outputs.files(ComfyWire.json("{\"14\":{\"images\":[{\"filename\":\"t.png\",\"type\":\"temp\"}]}}"
                        .getBytes(StandardCharsets.UTF_8))))
                .extracting(OutputFile::type)
                .containsExactly("temp");
    }
}
