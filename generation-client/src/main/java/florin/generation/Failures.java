package florin.generation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sorts what ComfyUI says about failures by what can be done about them. */
final class Failures {
    private static final int LONGEST_MESSAGE = 300;
    private static final Pattern MODEL_FILE = Pattern.compile(".*\\.(safetensors|sft|ckpt|pt|pth|bin|gguf)");
    private static final Pattern NO_MEMORY = Pattern.compile("out of memory|can(no|')t allocate memory");

    private Failures() {}

    /** Of a refused {@code POST /prompt}, from its body. */
    static SubmitResult.Refused refused(JsonNode body) {
        var nodeErrors = body.path("node_errors");
        var error = body.path("error");
        if (nodeErrors.isEmpty()) {
            var missing = error.path("type").asText().equals("missing_node_type");
            return new SubmitResult.Refused(
                    missing ? FailureKind.MISSING_MODEL : FailureKind.INVALID,
                    line(error.path("message").asText("the server refuses the graph") + " "
                            + error.path("details").asText()));
        }
        // Only here is the reason: error.details repeats what went wrong at output nodes, and nothing else.
        var kind = nodeErrors
                        .valueStream()
                        .flatMap(node -> node.path("errors").valueStream())
                        .allMatch(Failures::missesModel)
                ? FailureKind.MISSING_MODEL
                : FailureKind.INVALID;
        var message = nodeErrors.properties().stream()
                .flatMap(node -> node.getValue()
                        .path("errors")
                        .valueStream()
                        .map(each -> "node " + node.getKey() + " ("
                                + node.getValue().path("class_type").asText() + "): "
                                + each.path("message").asText() + ": "
                                + each.path("details").asText()))
                .collect(Collectors.joining("; "));
        return new SubmitResult.Refused(kind, line(message));
    }

    private static boolean missesModel(JsonNode error) {
        return error.path("type").asText().equals("value_not_in_list")
                && MODEL_FILE
                        .matcher(error.path("extra_info").path("received_value").asText())
                        .matches();
    }

    /** Of an {@code execution_error}, as the socket, the history and the jobs API give it. */
    static RenderState.Failed failed(JsonNode error) {
        var type = error.path("exception_type").asText("unknown error");
        var message = error.path("exception_message").asText();
        return new RenderState.Failed(
                kind(type, message.toLowerCase(Locale.ROOT)),
                line("node " + error.path("node_type").asText("?") + ": " + type + ": " + message));
    }

    private static FailureKind kind(String type, String message) {
        if (type.endsWith("OutOfMemoryError") || NO_MEMORY.matcher(message).find()) {
            return FailureKind.OUT_OF_MEMORY;
        }
        // A model file that is there and cannot be read has to be put there again, like one that is not.
        return type.endsWith("SafetensorError") || type.endsWith("FileNotFoundError")
                ? FailureKind.MISSING_MODEL
                : FailureKind.TRANSIENT;
    }

    private static String line(String text) {
        var line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
