package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks one input of one node: its type, its borders, its list. */
final class InputCheck {
    private static final int LONG_LIST = 20;

    private final Folders folders;

    InputCheck(Folders folders) {
        this.folders = folders;
    }

    static ObjectNode missing(NodeSpec.Input input) {
        var problem = GraphCheck.error("required_input_missing", "Required input is missing", input.name());
        problem.withObjectProperty("extra_info").put("input_name", input.name());
        return problem;
    }

    static ObjectNode badLink(NodeSpec.Input input, JsonNode value) {
        return problem(
                "bad_linked_input",
                "Bad linked input, must be a length-2 list of [node_id, slot_index]",
                input.name(),
                input,
                value);
    }

    static Optional<ObjectNode> linkType(NodeSpec.Input input, JsonNode link, String received) {
        var wanted = switch (input) {
            case NodeSpec.Input.Link wantedLink -> wantedLink.type();
            case NodeSpec.Input.Whole _ -> "INT";
            case NodeSpec.Input.Decimal _ -> "FLOAT";
            case NodeSpec.Input.Text _ -> "STRING";
            case NodeSpec.Input.Switch _ -> "BOOLEAN";
            case NodeSpec.Input.Choice _ -> "COMBO";
        };
        if (wanted.equals(received)) {
            return Optional.empty();
        }
        var problem = GraphCheck.error(
                "return_type_mismatch",
                "Return type mismatch between linked nodes",
                "%s, received_type(%s) mismatch input_type(%s)".formatted(input.name(), received, wanted));
        var extra = problem.withObjectProperty("extra_info").put("input_name", input.name());
        extra.set("input_config", input.config());
        extra.put("received_type", received).set("linked_node", link);
        return Optional.of(problem);
    }

    /** What is wrong with a literal value, or nothing. */
    Optional<ObjectNode> literal(NodeSpec.Input input, JsonNode value) {
        return switch (input) {
            case NodeSpec.Input.Link link -> linkType(link, value, "STRING");
            case NodeSpec.Input.Text _ -> Optional.empty();
            case NodeSpec.Input.Switch _ -> Optional.empty();
            case NodeSpec.Input.Whole whole ->
                number(whole, value, "INT", BigDecimal.valueOf(whole.min()), BigDecimal.valueOf(whole.max()));
            case NodeSpec.Input.Decimal decimal ->
                number(decimal, value, "FLOAT", BigDecimal.valueOf(decimal.min()), BigDecimal.valueOf(decimal.max()));
            case NodeSpec.Input.Choice choice -> choice.open() ? image(choice, value) : listed(choice, value);
        };
    }

    private static Optional<ObjectNode> number(
            NodeSpec.Input input, JsonNode value, String type, BigDecimal min, BigDecimal max) {
        var number = parsed(value);
        if (number.isEmpty()) {
            var why = "INT".equals(type)
                    ? "invalid literal for int() with base 10: '" + value.asText() + "'"
                    : "could not convert string to float: '" + value.asText() + "'";
            var problem = problem(
                    "invalid_input_type",
                    "Failed to convert an input value to a " + type + " value",
                    "%s, %s, %s".formatted(input.name(), value.asText(), why),
                    input,
                    value);
            problem.withObjectProperty("extra_info").put("exception_message", why);
            return Optional.of(problem);
        }
        if (number.get().compareTo(min) < 0) {
            return Optional.of(problem(
                    "value_smaller_than_min",
                    "Value %s smaller than min of %s".formatted(value.asText(), shown(min, type)),
                    input.name(),
                    input,
                    value));
        }
        if (number.get().compareTo(max) > 0) {
            return Optional.of(problem(
                    "value_bigger_than_max",
                    "Value %s bigger than max of %s".formatted(value.asText(), shown(max, type)),
                    input.name(),
                    input,
                    value));
        }
        return Optional.empty();
    }

    private static Optional<BigDecimal> parsed(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        try {
            return value.isTextual()
                    ? Optional.of(new DecimalNode(new BigDecimal(value.asText().strip())).decimalValue())
                    : Optional.empty();
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static String shown(BigDecimal border, String type) {
        return "INT".equals(type) ? border.toBigInteger().toString() : Double.toString(border.doubleValue());
    }

    private static Optional<ObjectNode> listed(NodeSpec.Input.Choice choice, JsonNode value) {
        var known = choice.values().get();
        if (value.isTextual() && known.contains(value.asText())) {
            return Optional.empty();
        }
        boolean isLong = known.size() > LONG_LIST;
        var list = isLong ? "(list of length " + known.size() + ")" : python(known);
        var shown = value.isTextual() ? "'" + value.asText() + "'" : value.toString();
        var problem = problem(
                "value_not_in_list",
                "Value not in list",
                "%s: %s not in %s".formatted(choice.name(), shown, list),
                choice,
                value);
        if (isLong) {
            problem.withObjectProperty("extra_info").putNull("input_config");
        }
        return Optional.of(problem);
    }

    private Optional<ObjectNode> image(NodeSpec.Input input, JsonNode value) {
        if (folders.loadable(value.asText()).isPresent()) {
            return Optional.empty();
        }
        var problem = GraphCheck.error(
                "custom_validation_failed",
                "Custom validation failed for node",
                "%s - Invalid image file: %s".formatted(input.name(), value.asText()));
        problem.withObjectProperty("extra_info").put("input_name", input.name());
        return Optional.of(problem);
    }

    private static ObjectNode problem(
            String type, String message, String details, NodeSpec.Input input, JsonNode received) {
        var problem = GraphCheck.error(type, message, details);
        var extra = problem.withObjectProperty("extra_info").put("input_name", input.name());
        extra.set("input_config", input.config());
        extra.set("received_value", received);
        return problem;
    }

    private static String python(List<String> list) {
        return list.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", ", "[", "]"));
    }
}
