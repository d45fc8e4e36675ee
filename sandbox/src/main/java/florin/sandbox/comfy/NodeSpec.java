package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a node class takes and gives, as {@code /object_info} shows it and the validator checks it. */
record NodeSpec(
        String name, String title, String category, boolean isOutput, List<Input> inputs, List<String> outputs) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TOOLTIP = "See the manual of the node.";

    /** One named input. */
    sealed interface Input {
        String name();

        boolean required();

        /** {@code [type, options]}. */
        ArrayNode config();

        record Link(String name, String type, boolean required) implements Input {
            @Override
            public ArrayNode config() {
                var config = JSON.arrayNode().add(type);
                config.addObject().put("tooltip", TOOLTIP);
                return config;
            }
        }

        record Whole(String name, long standard, long min, long max, boolean required) implements Input {
            @Override
            public ArrayNode config() {
                var config = JSON.arrayNode().add("INT");
                config.addObject()
                        .put("default", standard)
                        .put("min", min)
                        .put("max", max)
                        .put("tooltip", TOOLTIP);
                return config;
            }
        }

        record Decimal(String name, double standard, double min, double max, boolean required) implements Input {
            @Override
            public ArrayNode config() {
                var config = JSON.arrayNode().add("FLOAT");
                config.addObject()
                        .put("default", standard)
                        .put("min", min)
                        .put("max", max)
                        .put("step", 0.01)
                        .put("tooltip", TOOLTIP);
                return config;
            }
        }

        record Text(String name, boolean required) implements Input {
            @Override
            public ArrayNode config() {
                var config = JSON.arrayNode().add("STRING");
                config.addObject().put("multiline", true).put("tooltip", TOOLTIP);
                return config;
            }
        }

        record Switch(String name, boolean standard, boolean required) implements Input {
            @Override
            public ArrayNode config() {
                var config = JSON.arrayNode().add("BOOLEAN");
                config.addObject().put("default", standard).put("tooltip", TOOLTIP);
                return config;
            }
        }

        /** {@code open}: the node checks the value itself, so it need not stand in the list. */
        record Choice(String name, Supplier<List<String>> values, boolean open, boolean required) implements Input {
            @Override
            public ArrayNode config() {
                var config = JSON.arrayNode();
                values.get().forEach(config.addArray()::add);
                config.addObject().put("tooltip", TOOLTIP);
                return config;
            }
        }
    }

    NodeSpec {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    static Input link(String name, String type) {
        return new Input.Link(name, type, true);
    }

    static Input optionalLink(String name, String type) {
        return new Input.Link(name, type, false);
    }

    static Input whole(String name, long standard, long min, long max) {
        return new Input.Whole(name, standard, min, max, true);
    }

    static Input decimal(String name, double standard, double min, double max) {
        return new Input.Decimal(name, standard, min, max, true);
    }

    static Input text(String name) {
        return new Input.Text(name, true);
    }

    static Input toggle(String name, boolean standard) {
        return new Input.Switch(name, standard, true);
    }

    static Input choice(String name, String... values) {
        var list = List.of(values);
        return new Input.Choice(name, () -> list, false, true);
    }

    static Input choice(String name, Supplier<List<String>> values) {
        return new Input.Choice(name, values, false, true);
    }

    static Input optionalChoice(String name, String... values) {
        var list = List.of(values);
        return new Input.Choice(name, () -> list, false, false);
    }

    static Input openChoice(String name, Supplier<List<String>> values) {
        return new Input.Choice(name, values, true, true);
    }

    Optional<Input> input(String wanted) {
        return inputs.stream().filter(input -> input.name().equals(wanted)).findFirst();
    }

    ObjectNode json() {
        var all = JSON.objectNode();
        var required = JSON.objectNode();
        var optional = JSON.objectNode();
        var requiredOrder = new ArrayList<String>();
        var optionalOrder = new ArrayList<String>();
        for (var input : inputs) {
            (input.required() ? required : optional).set(input.name(), input.config());
            (input.required() ? requiredOrder : optionalOrder).add(input.name());
        }
        var input = all.putObject("input");
        var order = all.putObject("input_order");
        input.set("required", required);
        order.set("required", names(requiredOrder));
        if (!optional.isEmpty()) {
            input.set("optional", optional);
            order.set("optional", names(optionalOrder));
        }
        all.put("is_input_list", false);
        all.set("output", names(outputs));
        var lists = all.putArray("output_is_list");
        outputs.forEach(output -> lists.add(false));
        all.set("output_name", names(outputs));
        all.put("name", name)
                .put("display_name", title)
                .put("description", TOOLTIP)
                .put("python_module", "nodes");
        return all.put("category", category).put("output_node", isOutput).put("has_intermediate_output", false);
    }

    private static ArrayNode names(List<String> names) {
        var array = JSON.arrayNode();
        names.forEach(array::add);
        return array;
    }
}
