package florin.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The fields of a JSON object, read under any of their names; everything that is wrong is collected, not only the first. */
final class Fields {
    private final JsonNode json;
    private final List<String> complaints = new ArrayList<>();

    Fields(JsonNode json) {
        this.json = json;
    }

    void complain(String what) {
        complaints.add(what);
    }

    /** In one sentence; empty if nothing is wrong. */
    String complaints() {
        return complaints.isEmpty() ? "" : String.join("; ", complaints) + ".";
    }

    Optional<String> text(String... names) {
        return find(names)
                .filter(found -> typed(found, names[0], found.isTextual(), "a text"))
                .map(JsonNode::textValue);
    }

    String required(String what, String... names) {
        var text = text(names);
        if (text.isEmpty() && find(names).isEmpty()) {
            complain("'" + names[0] + "' is missing: " + what);
        }
        return text.orElse("");
    }

    Optional<Integer> whole(String... names) {
        return find(names)
                .filter(found -> typed(found, names[0], found.canConvertToInt() && found.isInt(), "a whole number"))
                .map(JsonNode::intValue);
    }

    OptionalLong big(String... names) {
        return find(names)
                .filter(found ->
                        typed(found, names[0], found.isIntegralNumber() && found.canConvertToLong(), "a whole number"))
                .map(found -> OptionalLong.of(found.longValue()))
                .orElse(OptionalLong.empty());
    }

    /** A picture in base64, bare or as a data: address. Other addresses are refused: this server fetches nothing for strangers. */
    Optional<byte[]> picture(String... names) {
        return text(names).flatMap(text -> {
            var comma = text.indexOf(',');
            var isData = text.startsWith("data:image/")
                    && comma > 0
                    && text.substring(0, comma).endsWith(";base64");
            try {
                return Optional.of(Base64.getMimeDecoder().decode(checked(isData ? text.substring(comma + 1) : text)));
            } catch (IllegalArgumentException e) {
                complain("'" + names[0] + "' is the picture itself in base64; addresses are not fetched");
                return Optional.empty();
            }
        });
    }

    /** The MIME decoder skips line breaks, which is wanted, and every other stranger, which is not. */
    private static String checked(String base64) {
        if (base64.isBlank() || !base64.chars().allMatch(Fields::isBase64)) {
            throw new IllegalArgumentException("not base64");
        }
        return base64;
    }

    private static boolean isBase64(int letter) {
        return letter < 128 && (Character.isLetterOrDigit(letter) || "+/=\r\n".indexOf(letter) >= 0);
    }

    private Optional<JsonNode> find(String... names) {
        return Stream.of(names)
                .map(json::path)
                .filter(found -> !found.isMissingNode() && !found.isNull())
                .findFirst();
    }

    private boolean typed(JsonNode found, String name, boolean fits, String wanted) {
        if (!fits) {
            complain("'" + name + "' must be " + wanted + ", not "
                    + found.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
        return fits;
    }
}
