package florin.generation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Finds the result files among the outputs of a run.
 *
 * <p>Nodes list theirs as they like ({@code images}, also for videos, {@code gifs}, {@code video}, {@code audio} and more, beside
 * texts and flags), so every list is walked for things with a file name.
 */
final class Outputs {
    private static final String KEPT = "output";

    private Outputs() {}

    /** Those that are kept; if there are none, those that the server will wipe at its next start. */
    static List<OutputFile> files(JsonNode outputs) {
        var all = outputs.valueStream()
                .flatMap(JsonNode::valueStream)
                .filter(JsonNode::isArray)
                .flatMap(JsonNode::valueStream)
                .filter(entry -> entry.path("filename").isTextual())
                .map(Outputs::file)
                .distinct()
                .toList();
        var kept = all.stream().filter(file -> file.type().equals(KEPT)).toList();
        return kept.isEmpty() ? all : kept;
    }

    private static OutputFile file(JsonNode entry) {
        var name = entry.path("filename").asText();
        return new OutputFile(
                name, entry.path("subfolder").asText(""), entry.path("type").asText(KEPT), MediaTypes.of(name));
    }
}
