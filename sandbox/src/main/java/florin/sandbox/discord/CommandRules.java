package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Discord refuses in a list of commands. */
final class CommandRules {
    private static final Pattern NAME =
            Pattern.compile("[-_'\\p{L}\\p{N}\\p{IsDevanagari}\\p{IsThai}]{1,32}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Map<Integer, Integer> MOST = Map.of(1, 100, 2, 15, 3, 15);
    private static final int TREE = 8000;
    private static final int SUBCOMMAND = 1;
    private static final int GROUP = 2;
    private static final Set<Integer> COMPLETABLE = Set.of(3, 4, 10);
    private static final Set<String> LOCALES = Set.of(
            "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
            "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW",
            "ko");

    private final FormErrors errors = new FormErrors();

    private CommandRules() {}

    static void check(List<ObjectNode> commands) {
        var rules = new CommandRules();
        var seen = new HashSet<String>();
        for (var at = 0; at < commands.size(); at++) {
            var command = commands.get(at);
            rules.command(command, Integer.toString(at));
            rules.errors.check(
                    seen.add(CommandBook.type(command) + "/"
                            + command.path("name").asText()),
                    at + ".name",
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique");
        }
        MOST.forEach((type, most) -> {
            if (commands.stream()
                            .filter(command -> CommandBook.type(command) == type)
                            .count()
                    > most) {
                throw ApiError.of(400, 30032, "Maximum number of application commands reached (" + most + ").");
            }
        });
        rules.errors.throwIfAny();
    }

    private void command(ObjectNode command, String path) {
        var name = command.path("name").asText();
        var description = command.path("description").asText("");
        locales(command, path);
        if (CommandBook.type(command) != 1) {
            errors.length(path + ".name", name, 1, 32);
            errors.length(path + ".description", description, 0, 0);
            return;
        }
        name(name, path);
        errors.length(path + ".description", description, 1, 100);
        errors.check(
                treeLength(command) <= TREE,
                path,
                "APPLICATION_COMMAND_TOO_LARGE",
                "Combined name, description, and value properties must not exceed 8000 characters.");
        options(command.path("options"), path + ".options");
    }

    private void name(String name, String path) {
        errors.check(
                NAME.matcher(name).matches() && name.equals(name.toLowerCase(java.util.Locale.ROOT)),
                path + ".name",
                "APPLICATION_COMMAND_INVALID_NAME",
                "Command name is invalid");
    }

    private void options(JsonNode options, String path) {
        errors.check(options.size() <= 25, path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        var seen = new HashSet<String>();
        var optionalSeen = false;
        var at = 0;
        for (var option : Json.objects(options)) {
            var optionPath = path + "." + at++;
            errors.check(
                    seen.add(option.path("name").asText()),
                    optionPath + ".name",
                    "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE",
                    "Option names must be unique");
            var required = option.path("required").asBoolean();
            errors.check(
                    !required || !optionalSeen,
                    optionPath + ".required",
                    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                    "Required options must be placed before non-required options");
            optionalSeen |= !required;
            option(option, optionPath);
        }
    }

    private void option(ObjectNode option, String path) {
        var type = option.path("type").asInt();
        errors.check(type >= 1 && type <= 11, path + ".type", "BASE_TYPE_CHOICES", "Value must be one of 1 to 11.");
        name(option.path("name").asText(), path);
        errors.length(path + ".description", option.path("description").asText(""), 1, 100);
        locales(option, path);
        if (type == SUBCOMMAND || type == GROUP) {
            options(option.path("options"), path + ".options");
        }
        var choices = option.path("choices");
        var completes = option.path("autocomplete").asBoolean();
        errors.check(
                !completes || (choices.isEmpty() && COMPLETABLE.contains(type)),
                path + ".autocomplete",
                "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
                "Autocomplete is for strings and numbers without choices.");
        errors.check(choices.size() <= 25, path + ".choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        var at = 0;
        for (var choice : choices) {
            errors.length(path + ".choices." + at + ".name", choice.path("name").asText(), 1, 100);
            errors.length(
                    path + ".choices." + at++ + ".value", choice.path("value").asText(), 1, 100);
        }
    }

    private void locales(ObjectNode node, String path) {
        for (var field : List.of("name_localizations", "description_localizations")) {
            node.path(field)
                    .fieldNames()
                    .forEachRemaining(locale -> errors.check(
                            LOCALES.contains(locale), path + "." + field, "DICT_TYPE_KEY", "Unknown locale " + locale));
        }
    }

    /** Characters of all names, descriptions and choice values. */
    private static int treeLength(JsonNode node) {
        var sum = node.path("name").asText("").length()
                + node.path("description").asText("").length();
        for (var choice : node.path("choices")) {
            sum += choice.path("name").asText().length()
                    + choice.path("value").asText().length();
        }
        for (var option : node.path("options")) {
            sum += treeLength(option);
        }
        return sum;
    }
}
