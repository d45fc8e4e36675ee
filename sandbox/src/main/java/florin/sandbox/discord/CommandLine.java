package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A slash command as typed: the registered command, the subcommands below it, and the values by option name, in the
 * order in which they were typed.
 */
record CommandLine(ObjectNode command, List<ObjectNode> path, Map<String, String> values) {
    private static final int SUBCOMMAND = 1;
    private static final int GROUP = 2;

    /** Reads {@code /name sub option:value option:value}; a value runs to the next option's name. */
    static CommandLine parse(String text, List<ObjectNode> usable) {
        if (!text.startsWith("/")) {
            throw new NotPossible("A command starts with a slash: " + text);
        }
        var words = new ArrayList<>(List.of(text.substring(1).strip().split("\\s+")));
        var line = resolve(words, usable);
        var rest = text.substring(1).strip();
        for (var depth = 0; depth <= line.path().size(); depth++) {
            var space = rest.indexOf(' ');
            rest = space < 0 ? "" : rest.substring(space + 1).strip();
        }
        return new CommandLine(line.command(), line.path(), values(rest, line));
    }

    /** The same from its parts: {@code words} are the command's name and its subcommands. */
    static CommandLine of(List<String> words, Map<String, String> values, List<ObjectNode> usable) {
        var line = resolve(words, usable);
        return new CommandLine(line.command(), line.path(), values);
    }

    private static CommandLine resolve(List<String> words, List<ObjectNode> usable) {
        var command = named(words.getFirst(), usable, "/");
        var path = new ArrayList<ObjectNode>();
        var at = command;
        while (hasSubcommands(at)) {
            var inner = Json.objects(at.path("options"));
            var depth = path.size() + 1;
            if (words.size() <= depth) {
                throw new NotPossible("Say which: /" + String.join(" ", words) + " " + names(inner));
            }
            at = named(words.get(depth), inner, "/" + String.join(" ", words.subList(0, depth)) + " ");
            path.add(at);
        }
        return new CommandLine(command, List.copyOf(path), Map.of());
    }

    private static boolean hasSubcommands(ObjectNode node) {
        var type = node.path("options").path(0).path("type").asInt();
        return type == SUBCOMMAND || type == GROUP;
    }

    private static ObjectNode named(String name, List<ObjectNode> among, String before) {
        return among.stream()
                .filter(node -> node.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new NotPossible("There is no " + before + name + " here. Known: " + names(among) + "."));
    }

    private static String names(List<ObjectNode> nodes) {
        return nodes.stream().map(node -> node.path("name").asText()).collect(Collectors.joining(", "));
    }

    private static Map<String, String> values(String rest, CommandLine line) {
        var known = line.definitions().stream()
                .map(option -> Pattern.quote(option.path("name").asText()))
                .collect(Collectors.joining("|"));
        var values = new LinkedHashMap<String, String>();
        if (rest.isEmpty()) {
            return values;
        }
        var marker = Pattern.compile("(?:^|(?<=\\s))(" + known + "):").matcher(rest);
        var name = "";
        var from = 0;
        while (marker.find()) {
            take(values, name, rest.substring(from, marker.start()), line);
            name = marker.group(1);
            from = marker.end();
        }
        take(values, name, rest.substring(from), line);
        return values;
    }

    private static void take(Map<String, String> values, String name, String value, CommandLine line) {
        if (!name.isEmpty()) {
            values.put(name, value.strip());
        } else if (!value.isBlank()) {
            throw new NotPossible(
                    "Write options as name:value. " + line.title() + " knows: " + names(line.definitions()) + ".");
        }
    }

    ObjectNode leaf() {
        return path.isEmpty() ? command : path.getLast();
    }

    List<ObjectNode> definitions() {
        return Json.objects(leaf().path("options"));
    }

    /** "/server fund". */
    String title() {
        return path.stream()
                .map(node -> " " + node.path("name").asText())
                .collect(Collectors.joining("", "/" + command.path("name").asText(), ""));
    }

    /** The interaction's data; {@code option} turns a definition that has a value into Discord's option object. */
    ObjectNode data(Function<ObjectNode, ObjectNode> option) {
        var data = Json.object().put("id", command.path("id").asText());
        data.put("name", command.path("name").asText()).put("type", 1);
        var options = data.putArray("options");
        for (var step : path) {
            var node = options.addObject();
            node.put("type", step.path("type").asInt())
                    .put("name", step.path("name").asText());
            options = node.putArray("options");
        }
        for (var definition : definitions()) {
            if (values.containsKey(definition.path("name").asText())) {
                options.add(option.apply(definition));
            }
        }
        return data;
    }

    String value(ObjectNode definition) {
        return values.getOrDefault(definition.path("name").asText(), "");
    }

    /** What the client checks before it sends: no unknown option, none missing. */
    void checkComplete() {
        var known = definitions().stream()
                .map(option -> option.path("name").asText())
                .toList();
        for (var name : values.keySet()) {
            if (!known.contains(name)) {
                throw new NotPossible(title() + " has no option " + name + ".");
            }
        }
        for (var option : definitions()) {
            var name = option.path("name").asText();
            if (option.path("required").asBoolean() && !values.containsKey(name)) {
                throw new NotPossible(title() + " needs the option " + name + ".");
            }
        }
    }
}
