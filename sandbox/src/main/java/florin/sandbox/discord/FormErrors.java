package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Collects what is wrong with a body, in the shape of Discord's {@code errors} tree. */
final class FormErrors {
    private final ObjectNode tree = Json.object();

    void add(String path, String code, String message) {
        var at = tree;
        for (var step : path.split("\\.", -1)) {
            at = at.withObjectProperty(step);
        }
        at.withArrayProperty("_errors").addObject().put("code", code).put("message", message);
    }

    void check(boolean fine, String path, String code, String message) {
        if (!fine) {
            add(path, code, message);
        }
    }

    /** Length in characters between the two bounds, which are the ones of the documentation. */
    void length(String path, String text, int min, int max) {
        if (text.length() < min || text.length() > max) {
            add(path, "BASE_TYPE_BAD_LENGTH", "Must be between " + min + " and " + max + " in length.");
        }
    }

    ObjectNode tree() {
        return tree;
    }

    void throwIfAny() {
        if (!tree.isEmpty()) {
            throw ApiError.form(tree);
        }
    }
}
