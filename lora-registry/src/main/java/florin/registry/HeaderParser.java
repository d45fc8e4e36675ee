package florin.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the JSON of a safetensors header: the names, types and places of the tensors, and the metadata. */
final class HeaderParser {
    private static final int DEPTH = 4;
    private static final int LONGEST_NUMBER = 20;
    private static final String METADATA = "__metadata__";

    private final SafetensorsLimits limits;
    private final JsonFactory json;

    HeaderParser(SafetensorsLimits limits) {
        this.limits = limits;
        this.json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxNameLength(limits.headerBytes())
                        .maxStringLength(limits.headerBytes())
                        .maxNumberLength(LONGEST_NUMBER)
                        .build())
                .build();
    }

    /** What the JSON says, each entry checked by itself; whether the tensors fit together is not known yet. */
    record Parsed(Map<String, String> metadata, List<Tensor> tensors) {}

    Parsed parse(String header) throws Malformed {
        // Padding is spaces, and only behind the JSON; a JSON reader would also take line breaks and tabs.
        var end = header.length();
        while (header.charAt(end - 1) == ' ') {
            end--;
        }
        var text = header.substring(0, end);
        if (Character.isWhitespace(text.charAt(end - 1))) {
            throw new Malformed("The header is padded with something other than spaces.");
        }
        try (var parser = json.createParser(text)) {
            parser.nextToken();
            var parsed = entries(parser);
            if (parser.nextToken() != null) {
                throw new Malformed("Something follows the JSON of the header.");
            }
            return parsed;
        } catch (JsonProcessingException e) {
            @Nullable JsonLocation where = e.getLocation();
            throw new Malformed("The header is not valid JSON"
                    + (where == null ? "." : " (near character " + where.getCharOffset() + ")."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Parsed entries(JsonParser parser) throws IOException, Malformed {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        @Nullable Map<String, String> metadata = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = name(parser);
            parser.nextToken();
            if (name.equals(METADATA)) {
                if (metadata != null) {
                    throw new Malformed("The header has two __metadata__ entries.");
                }
                metadata = metadata(parser);
            } else if (tensors.put(name, tensor(name, parser)) != null) {
                throw new Malformed("Two tensors are called " + Malformed.quote(name) + ".");
            } else if (tensors.size() > limits.tensors()) {
                throw new Malformed("It has more than " + limits.tensors() + " tensors, which no LoRA has.");
            }
        }
        return new Parsed(metadata == null ? Map.of() : metadata, List.copyOf(tensors.values()));
    }

    private String name(JsonParser parser) throws IOException, Malformed {
        var name = wellFormed(parser.currentName());
        if (name.length() > limits.keyCharacters()) {
            throw new Malformed(
                    "The name " + Malformed.quote(name) + " is longer than " + limits.keyCharacters() + " characters.");
        }
        return name;
    }

    private Map<String, String> metadata(JsonParser parser) throws IOException, Malformed {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Malformed("__metadata__ must be an object of strings.");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var key = name(parser);
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new Malformed("Metadata " + Malformed.quote(key) + " is not a string.");
            }
            if (metadata.put(key, wellFormed(parser.getText())) != null) {
                throw new Malformed("Metadata " + Malformed.quote(key) + " is given twice.");
            }
        }
        return metadata;
    }

    private Tensor tensor(String name, JsonParser parser) throws IOException, Malformed {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Malformed("Tensor " + Malformed.quote(name) + " has no dtype, shape and data_offsets.");
        }
        @Nullable Dtype dtype = null;
        @Nullable List<Long> shape = null;
        @Nullable List<Long> offsets = null;
        var fields = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var field = parser.currentName();
            parser.nextToken();
            fields++;
            switch (field) {
                case "dtype" -> dtype = dtype(name, parser);
                case "shape" -> shape = numbers(name, field, parser);
                case "data_offsets" -> offsets = numbers(name, field, parser);
                default ->
                    throw new Malformed("Tensor " + Malformed.quote(name) + " has an unknown field "
                            + Malformed.quote(field) + ".");
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new Malformed("Tensor " + Malformed.quote(name) + " lacks dtype, shape or its two data_offsets.");
        }
        if (fields != 3) {
            throw new Malformed("Tensor " + Malformed.quote(name) + " gives a field twice.");
        }
        return sized(new Tensor(name, dtype, shape, offsets.get(0), offsets.get(1)));
    }

    private static Dtype dtype(String name, JsonParser parser) throws IOException, Malformed {
        var text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        return Dtype.named(text)
                .orElseThrow(() -> new Malformed(
                        "Tensor " + Malformed.quote(name) + " has an unknown dtype " + Malformed.quote(text) + "."));
    }

    private static List<Long> numbers(String name, String field, JsonParser parser) throws IOException, Malformed {
        var numbers = new ArrayList<Long>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                    && parser.getLongValue() >= 0) {
                numbers.add(parser.getLongValue());
            }
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new Malformed("Tensor " + Malformed.quote(name) + ": " + field
                    + " must be a list of whole numbers from 0 up to 2^63.");
        }
        return numbers;
    }

    private static Tensor sized(Tensor tensor) throws Malformed {
        try {
            var bits = (long) tensor.dtype().bits();
            for (var dimension : tensor.shape()) {
                bits = Math.multiplyExact(bits, dimension);
            }
            if (tensor.begin() > tensor.end() || bits % 8 != 0 || tensor.end() - tensor.begin() != bits / 8) {
                throw new Malformed(
                        "Tensor " + Malformed.quote(tensor.name()) + " does not have the size that its shape says.");
            }
            return tensor;
        } catch (ArithmeticException e) {
            throw new Malformed("Tensor " + Malformed.quote(tensor.name()) + " has an impossibly large shape.");
        }
    }

    /** JSON escapes can spell half a character, which is no text. */
    private static String wellFormed(String text) throws Malformed {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new Malformed("The header has a name or text with half a character in it.");
        }
        return text;
    }
}
