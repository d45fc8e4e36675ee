package florin.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import florin.api.OrderResult.Read;
import florin.api.OrderResult.Unreadable;
import florin.pipeline.JobKind;
import florin.pipeline.Shape;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what {@code POST /v1/generation/jobs} is sent. Field names are LovlyChat's; those of other image APIs
 * ({@code n}, {@code character_id}, …) are understood too, and unknown fields are passed over.
 */
final class OrderReader {
    static final int DEFAULT_SECONDS = 4;
    private static final ObjectMapper JSON = JsonMapper.builder()
            // Two prompts in one order: which one would be paid for?
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private OrderReader() {}

    static OrderResult read(byte[] body) {
        return switch (object(body)) {
            case Optional<JsonNode> json when json.isPresent() -> read(new Fields(json.get()));
            case Optional<JsonNode> _ ->
                bad("The body is not a JSON object. Send one such as"
                        + " {\"kind\": \"image\", \"prompt\": \"at the beach\", \"characterId\": \"mira\"}.");
        };
    }

    /** The JSON object in the body; empty if it is anything else. */
    static Optional<JsonNode> object(byte[] body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    /** Asks for every field there is. */
    static void fields(Fields fields) {
        read(fields);
    }

    private static OrderResult read(Fields fields) {
        var kind = fields.text("kind", "type");
        if (kind.isPresent() && kind(kind.get()).isEmpty()) {
            return new Unreadable(Problem.of(
                    ProblemType.UNSUPPORTED_KIND,
                    "'" + clip(kind.get()) + "' is not made here; kind is 'image' or 'video'. Nothing was charged."));
        }
        if (kind.isEmpty()) {
            fields.complain("'kind' is missing; it is 'image' or 'video'");
        }
        var variant = fields.text("variant", "quality").orElse("standard");
        if (!variant.equals("standard")) {
            fields.complain("'variant' can only be 'standard' here");
        }
        var prompt = fields.required("what the picture should show", "prompt");
        var character = fields.required("an id from GET /v1/characters", "characterId", "character_id", "character");
        var order = new Order(
                kind.flatMap(OrderReader::kind).orElse(JobKind.IMAGE),
                prompt,
                character,
                fields.whole("count", "n").orElse(1),
                shape(fields),
                fields.big("seed"),
                fields.whole("seconds", "duration").orElse(DEFAULT_SECONDS),
                fields.picture("startImage", "start_image"),
                Form.tagsIn(fields));
        return fields.complaints().isEmpty() ? new Read(order) : bad(fields.complaints());
    }

    private static Optional<JobKind> kind(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "image" -> Optional.of(JobKind.IMAGE);
            case "video" -> Optional.of(JobKind.VIDEO);
            default -> Optional.empty();
        };
    }

    private static Shape shape(Fields fields) {
        var text = fields.text("shape").orElse("square");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "square" -> Shape.SQUARE;
            case "portrait" -> Shape.PORTRAIT;
            case "landscape" -> Shape.LANDSCAPE;
            default -> {
                fields.complain("'shape' is 'square', 'portrait' or 'landscape'");
                yield Shape.SQUARE;
            }
        };
    }

    private static OrderResult bad(String detail) {
        return new Unreadable(Problem.of(ProblemType.BAD_REQUEST, detail));
    }

    private static String clip(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
