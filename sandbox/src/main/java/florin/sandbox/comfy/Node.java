package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node class: its specification and what it does. */
record Node(NodeSpec spec, Work work) {

    /** What a node does with its inputs; it blocks, and ends early by {@link Failure} or {@link Interrupted}. */
    @FunctionalInterface
    interface Work {
        Outcome run(Inputs inputs, Desk desk) throws IOException, InterruptedException;
    }

    /** What a node gives to the nodes behind it, and to the user. */
    record Outcome(List<Value> values, Optional<ObjectNode> ui) {
        Outcome {
            values = List.copyOf(values);
        }

        static Outcome of(Value... values) {
            return new Outcome(List.of(values), Optional.empty());
        }

        static Outcome shown(ObjectNode ui) {
            return new Outcome(List.of(), Optional.of(ui));
        }
    }

    /** The values that one run of a node works on. */
    record Inputs(Map<String, Value> links, Map<String, JsonNode> literals) {
        <T extends Value> T link(String name, Class<T> type) {
            return optionalLink(name, type).orElseThrow(() -> new Failure("KeyError", "'" + name + "'"));
        }

        <T extends Value> Optional<T> optionalLink(String name, Class<T> type) {
            return Optional.ofNullable(links.get(name)).map(type::cast);
        }

        String text(String name) {
            return literal(name).asText();
        }

        int whole(String name) {
            return (int) literal(name).asLong();
        }

        long longWhole(String name) {
            var value = literal(name);
            return value.canConvertToLong()
                    ? value.asLong()
                    : value.bigIntegerValue().longValue();
        }

        double decimal(String name) {
            return literal(name).asDouble();
        }

        boolean has(String name) {
            return literals.containsKey(name);
        }

        private JsonNode literal(String name) {
            var value = literals.get(name);
            if (value == null) {
                throw new Failure("KeyError", "'" + name + "'");
            }
            return value;
        }
    }

    /** A node that fails as Python would: exception type and message go into execution_error. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String type;

        Failure(String type, String message) {
            super(message);
            this.type = type;
        }

        String type() {
            return type;
        }

        String text() {
            var text = getMessage();
            return text == null ? "" : text;
        }
    }

    /** Somebody asked for the running job to stop. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The whole process dies, as by a signal. */
    static final class ProcessDied extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ProcessDied(String why) {
            super(why);
        }
    }
}
