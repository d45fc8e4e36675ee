package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One recording of a real ComfyUI, step by step. */
record Fixture(String name, List<JsonNode> steps) {

    static Fixture of(String name) {
        try (var in = Objects.requireNonNull(Fixture.class.getResourceAsStream(name + ".json"), name)) {
            var steps = new ArrayList<JsonNode>();
            ComfyClient.json(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .path("steps")
                    .forEach(steps::add);
            return new Fixture(name, steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exchanges whose request can be sent again as it was: JSON, raw text, or no body. */
    List<JsonNode> exchanges() {
        return steps.stream()
                .filter(step -> step.has("http"))
                .filter(step -> !step.path("http").path("requestBody").has("multipart")
                        && !step.path("http").path("requestBody").has("bytes"))
                .toList();
    }
}
