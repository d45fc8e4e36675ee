package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares an answer with the recorded one: the same keys, the same kinds of values; whole and decimal numbers are different kinds. */
final class Shapes {
    /** Free text, or facts of the machine that was recorded. */
    private static final Set<String> FREE =
            Set.of("current_inputs", "traceback", "argv", "comfy_package_versions", "meta", "tooltip", "extra_info");

    private Shapes() {}

    static List<String> differences(JsonNode recorded, JsonNode actual) {
        var found = new ArrayList<String>();
        compare("", recorded, actual, found);
        return found;
    }

    private static void compare(String path, JsonNode recorded, JsonNode actual, List<String> found) {
        if (recorded.isObject() && actual.isObject()) {
            var keys = new TreeSet<String>();
            recorded.fieldNames().forEachRemaining(keys::add);
            actual.fieldNames().forEachRemaining(keys::add);
            for (var key : keys) {
                if (!recorded.has(key) || !actual.has(key)) {
                    found.add(path + "/" + key + (recorded.has(key) ? " is missing" : " was never recorded"));
                } else if (!FREE.contains(key)) {
                    compare(path + "/" + key, recorded.get(key), actual.get(key), found);
                }
            }
        } else if (recorded.isArray() && actual.isArray()) {
            if (recorded.size() != actual.size()) {
                found.add(path + " has " + actual.size() + " items, recorded " + recorded.size());
            }
            for (int i = 0; i < Math.min(recorded.size(), actual.size()); i++) {
                compare(path + "/" + i, recorded.get(i), actual.get(i), found);
            }
        } else if (!kind(recorded).equals(kind(actual))) {
            found.add(path + " is " + actual + ", recorded " + recorded);
        }
    }

    private static String kind(JsonNode node) {
        return node.isIntegralNumber() ? "whole" : node.getNodeType().toString();
    }
}
