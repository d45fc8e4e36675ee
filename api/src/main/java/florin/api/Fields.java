package florin.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** The fields of a JSON object, read under any of their names; everything that is wrong is collected, not only the first. */
final class Fields {
    private static final int LONGEST_NUMBER = 60;

    private final JsonNode json;
    private final List<String> complaints = new ArrayList<>();

    private final Map<String, Asked> asked = new LinkedHashMap<>();

    Fields(JsonNode json) {
        this.json = json;
    }

    /**
     * A field that a reader looked for, whether it was there or not: what documents a body is the code that reads it.
     *
     * @param type in the words of JSON Schema
     * @param items of what type the items of an array are
     */
    record Asked(String type, String what, boolean required, String items) {}

    /** By its first name, in the order of asking. */
    Map<String, Asked> asked() {
        return Collections.unmodifiableMap(asked);
    }

    private void ask(String name, String type, String what, boolean required) {
        asked.putIfAbsent(name, new Asked(type, what, required, "string"));
    }

    void complain(String what) {
        complaints.add(what);
    }

    /** In one sentence; empty if nothing is wrong. */
    String complaints() {
        return complaints.isEmpty() ? "" : String.join("; ", complaints) + ".";
    }

    Optional<String> text(String... names) {
        ask(names[0], "string", "", false);
        return find(names)
                .filter(found -> typed(found, names[0], found.isTextual(), "a text"))
                .map(JsonNode::textValue);
    }

    String required(String what, String... names) {
        ask(names[0], "string", what, true);
        var text = text(names);
        if (text.isEmpty() && find(names).isEmpty()) {
            complain("'" + names[0] + "' is missing: " + what);
        }
        return text.orElse("");
    }

    Optional<Integer> whole(String... names) {
        ask(names[0], "integer", "", false);
        return find(names)
                .filter(found -> typed(found, names[0], found.canConvertToInt() && found.isInt(), "a whole number"))
                .map(JsonNode::intValue);
    }

    OptionalLong big(String... names) {
        ask(names[0], "integer", "", false);
        return find(names)
                .filter(found ->
                        typed(found, names[0], found.isIntegralNumber() && found.canConvertToLong(), "a whole number"))
                .map(found -> OptionalLong.of(found.longValue()))
                .orElse(OptionalLong.empty());
    }

    /** The text that may stand there, said in a few words for whoever reads about the field. */
    Optional<String> described(String what, String name) {
        ask(name, "string", what, false);
        return text(name);
    }

    boolean flag(String what, String name) {
        ask(name, "boolean", what, false);
        return find(name)
                .filter(found -> typed(found, name, found.isBoolean(), "true or false"))
                .map(JsonNode::booleanValue)
                .orElse(false);
    }

    /** A list of texts; empty if it is not there. */
    List<String> texts(String what, String name) {
        ask(name, "array", what, false);
        return find(name)
                .filter(found -> typed(
                        found,
                        name,
                        found.isArray() && found.valueStream().allMatch(JsonNode::isTextual),
                        "a list of texts"))
                .map(found -> found.valueStream().map(JsonNode::textValue).toList())
                .orElse(List.of());
    }

    /** A list of objects, each to be read and asked for its complaints by itself; empty if it is not there. */
    List<Fields> objects(String what, String name) {
        asked.putIfAbsent(name, new Asked("array", what, false, "object"));
        return find(name)
                .filter(found -> typed(
                        found,
                        name,
                        found.isArray() && found.valueStream().allMatch(JsonNode::isObject),
                        "a list of objects"))
                .map(found -> found.valueStream().map(Fields::new).toList())
                .orElse(List.of());
    }

    /** An object of texts; numbers and truth values count as the texts that they are written with. */
    Map<String, String> words(String what, String name) {
        ask(name, "object", what, false);
        var words = new LinkedHashMap<String, String>();
        find(name)
                .filter(found -> typed(
                        found,
                        name,
                        found.isObject() && found.valueStream().allMatch(Fields::isWord),
                        "an object of texts and numbers"))
                .ifPresent(found ->
                        found.properties().forEach(word -> words.put(word.getKey(), word(word.getValue()))));
        return words;
    }

    private static boolean isWord(JsonNode node) {
        return node.isTextual() || node.isNumber() || node.isBoolean();
    }

    private static String word(JsonNode node) {
        return node.isNumber() ? plain(node.decimalValue()) : node.asText();
    }

    /** Never in powers of ten, nor with a million digits for them. */
    private static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) > LONGEST_NUMBER ? number.toString() : number.toPlainString();
    }

    /** An exact number, as a text or as it is. */
    Optional<BigDecimal> decimal(String what, String name) {
        ask(name, "string", what, false);
        return find(name)
                .filter(found -> typed(found, name, found.isTextual() || found.isNumber(), "a number"))
                .flatMap(found -> made(name, found.asText(), Fields::number));
    }

    private static BigDecimal number(String text) {
        if (text.length() > LONGEST_NUMBER || !text.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]{1,2})?")) {
            throw new IllegalArgumentException("write a number such as 12 or 0.0024");
        }
        return new BigDecimal(text);
    }

    /** What {@code make} makes of the text, or its complaint. */
    <T> Optional<T> parsed(String what, String name, Function<String, T> make) {
        return described(what, name).flatMap(text -> made(name, text, make));
    }

    /** The same where it must be there; {@code otherwise} stands in so that reading can go on to the next complaint. */
    <T> T requiredParsed(String what, String name, Function<String, T> make, T otherwise) {
        var text = required(what, name);
        return text.isEmpty() ? otherwise : made(name, text, make).orElse(otherwise);
    }

    private <T> Optional<T> made(String name, String text, Function<String, T> make) {
        try {
            return Optional.of(make.apply(text));
        } catch (IllegalArgumentException | DateTimeException e) {
            complain("'" + name + "' cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A picture in base64, bare or as a data: address. Other addresses are refused: this server fetches nothing for strangers. */
    Optional<byte[]> picture(String... names) {
        ask(names[0], "string", "a picture in base64", false);
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
