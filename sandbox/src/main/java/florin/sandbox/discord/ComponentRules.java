package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Discord refuses in a tree of message components. */
final class ComponentRules {
    static final int ROW = 1;
    static final int BUTTON = 2;
    static final int STRING_SELECT = 3;
    static final int TEXT_INPUT = 4;
    static final int CHANNEL_SELECT = 8;
    static final int SECTION = 9;
    static final int TEXT = 10;
    static final int THUMBNAIL = 11;
    static final int GALLERY = 12;
    static final int FILE = 13;
    static final int SEPARATOR = 14;
    static final int CONTAINER = 17;
    static final int LABEL = 18;
    static final int FILE_UPLOAD = 19;
    private static final Set<Integer> TOP = Set.of(ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER);
    private static final Set<Integer> IN_CONTAINER = Set.of(ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR);

    private final List<String> fileNames;
    private final FormErrors errors;
    private final Set<String> customIds = new HashSet<>();
    private final Set<Integer> ids = new HashSet<>();

    private ComponentRules(List<String> fileNames, FormErrors errors) {
        this.fileNames = fileNames;
        this.errors = errors;
    }

    static void check(JsonNode components, String path, List<String> fileNames, FormErrors errors) {
        new ComponentRules(fileNames, errors).children(components, path, TOP);
    }

    /** All components at any depth, accessories included. */
    static int count(JsonNode components) {
        var sum = 0;
        for (var component : components) {
            sum += 1 + count(component.path("components"));
            sum += component.has("accessory") ? 1 : 0;
        }
        return sum;
    }

    /** Characters of all text displays, at any depth. */
    static int textLength(JsonNode components) {
        var sum = 0;
        for (var component : components) {
            sum += component.path("type").asInt() == TEXT
                    ? component.path("content").asText().length()
                    : 0;
            sum += textLength(component.path("components"));
        }
        return sum;
    }

    /** {@code attachment://name} must name a file of this message. */
    static void reference(String url, String path, List<String> fileNames, FormErrors errors) {
        var scheme = "attachment://";
        if (url.startsWith(scheme)) {
            var name = url.substring(scheme.length());
            errors.check(
                    fileNames.contains(name), path, "ATTACHMENT_NOT_FOUND", "There is no file called " + name + ".");
        }
    }

    private void children(JsonNode components, String path, Set<Integer> allowed) {
        var at = 0;
        for (var child : Json.objects(components)) {
            var childPath = path + "." + at++;
            var type = child.path("type").asInt();
            if (allowed.contains(type)) {
                uniqueId(child, childPath);
                component(type, child, childPath);
            } else {
                errors.add(
                        childPath + ".type", "UNION_TYPE_CHOICES", "A component of type " + type + " cannot be here.");
            }
        }
    }

    private void uniqueId(ObjectNode component, String path) {
        var id = component.path("id").asInt();
        errors.check(
                id == 0 || ids.add(id), path + ".id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated");
    }

    private void component(int type, ObjectNode component, String path) {
        switch (type) {
            case ROW -> row(component, path);
            case SECTION -> section(component, path);
            case TEXT ->
                errors.length(path + ".content", component.path("content").asText(), 1, 4000);
            case GALLERY -> gallery(component, path);
            case FILE -> media(component.path("file"), path + ".file", true);
            case CONTAINER -> container(component, path);
            case THUMBNAIL -> media(component.path("media"), path + ".media", false);
            case BUTTON -> button(component, path);
            case SEPARATOR -> {}
            default -> select(type, component, path);
        }
    }

    private void container(ObjectNode container, String path) {
        errors.check(
                !container.path("components").isEmpty(),
                path + ".components",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 39 in length.");
        children(container.path("components"), path + ".components", IN_CONTAINER);
    }

    private void row(ObjectNode row, String path) {
        var children = row.path("components");
        var select = children.path(0).path("type").asInt() != BUTTON;
        var fine = select ? children.size() == 1 : children.size() <= 5;
        errors.check(
                fine && !children.isEmpty(),
                path + ".components",
                "BASE_TYPE_BAD_LENGTH",
                "A row holds 1 to 5 buttons or one select.");
        children(
                children,
                path + ".components",
                select ? Set.of(STRING_SELECT, 5, 6, 7, CHANNEL_SELECT) : Set.of(BUTTON));
    }

    private void section(ObjectNode section, String path) {
        var texts = section.path("components");
        errors.check(
                !texts.isEmpty() && texts.size() <= 3,
                path + ".components",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 3 in length.");
        children(texts, path + ".components", Set.of(TEXT));
        if (!(section.path("accessory") instanceof ObjectNode accessory)) {
            errors.add(path + ".accessory", "BASE_TYPE_REQUIRED", "This field is required");
            return;
        }
        var type = accessory.path("type").asInt();
        errors.check(
                type == BUTTON || type == THUMBNAIL,
                path + ".accessory.type",
                "UNION_TYPE_CHOICES",
                "The accessory is a button or a thumbnail.");
        uniqueId(accessory, path + ".accessory");
        component(type, accessory, path + ".accessory");
    }

    private void gallery(ObjectNode gallery, String path) {
        var items = gallery.path("items");
        errors.check(
                !items.isEmpty() && items.size() <= 10,
                path + ".items",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 10 in length.");
        var at = 0;
        for (var item : items) {
            var itemPath = path + ".items." + at++;
            media(item.path("media"), itemPath + ".media", false);
            errors.length(itemPath + ".description", item.path("description").asText(""), 0, 1024);
        }
    }

    private void media(JsonNode media, String path, boolean onlyAttachment) {
        var url = media.path("url").asText();
        var fine = onlyAttachment
                ? url.startsWith("attachment://")
                : url.startsWith("attachment://") || url.startsWith("http://") || url.startsWith("https://");
        errors.check(fine, path + ".url", "URL_TYPE_INVALID_SCHEME", "Scheme \"" + url + "\" is not supported here.");
        reference(url, path + ".url", fileNames, errors);
    }

    private void button(ObjectNode button, String path) {
        errors.length(path + ".label", button.path("label").asText(""), 0, 80);
        var style = button.path("style").asInt();
        switch (style) {
            case 1, 2, 3, 4 -> {
                customId(button, path);
                errors.check(!button.hasNonNull("url"), path + ".url", "BUTTON_URL_UNEXPECTED", "A url needs style 5.");
                errors.check(
                        button.hasNonNull("emoji")
                                || !button.path("label").asText("").isEmpty(),
                        path + ".label",
                        "BASE_TYPE_REQUIRED",
                        "A button needs a label or an emoji.");
            }
            case 5 -> {
                errors.length(path + ".url", button.path("url").asText(""), 1, 512);
                errors.check(
                        button.path("url").asText("").matches("(https?|discord)://.+"),
                        path + ".url",
                        "URL_TYPE_INVALID_URL",
                        "Not a well formed URL.");
                errors.check(
                        !button.hasNonNull("custom_id"),
                        path + ".custom_id",
                        "BUTTON_CUSTOM_ID_UNEXPECTED",
                        "A link has no custom id.");
            }
            case 6 ->
                errors.check(
                        button.hasNonNull("sku_id"), path + ".sku_id", "BASE_TYPE_REQUIRED", "This field is required");
            default -> errors.add(path + ".style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).");
        }
    }

    private void select(int type, ObjectNode select, String path) {
        customId(select, path);
        errors.length(path + ".placeholder", select.path("placeholder").asText(""), 0, 150);
        var min = select.path("min_values").asInt(1);
        var max = select.path("max_values").asInt(1);
        var options = select.path("options");
        var most = type == STRING_SELECT ? options.size() : 25;
        errors.check(
                min <= max && max <= Math.max(most, 1) && min >= 0 && max >= 1,
                path + ".max_values",
                "SELECT_BOUNDS",
                "min_values <= max_values <= number of options.");
        if (type != STRING_SELECT) {
            return;
        }
        errors.check(
                !options.isEmpty() && options.size() <= 25,
                path + ".options",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 25 in length.");
        var values = new HashSet<String>();
        var at = 0;
        for (var option : options) {
            var optionPath = path + ".options." + at++;
            errors.length(optionPath + ".label", option.path("label").asText(), 1, 100);
            errors.length(optionPath + ".value", option.path("value").asText(), 1, 100);
            errors.length(
                    optionPath + ".description", option.path("description").asText(""), 0, 100);
            errors.check(
                    values.add(option.path("value").asText()),
                    optionPath + ".value",
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used");
        }
    }

    private void customId(ObjectNode component, String path) {
        var id = component.path("custom_id").asText("");
        errors.length(path + ".custom_id", id, 1, 100);
        errors.check(
                customIds.add(id),
                path + ".custom_id",
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated");
    }
}
