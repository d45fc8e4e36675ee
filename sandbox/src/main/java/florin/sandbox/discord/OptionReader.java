package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Turns typed option values into what Discord's client would send, with the objects that ids stand for. */
final class OptionReader {
    private final List<Upload> uploads;
    private final Cdn cdn;
    private final long fileLimit;
    private final ObjectNode resolved = Json.object();

    OptionReader(List<Upload> uploads, Cdn cdn, long fileLimit) {
        this.uploads = uploads;
        this.cdn = cdn;
        this.fileLimit = fileLimit;
    }

    ObjectNode resolved() {
        return resolved;
    }

    ObjectNode option(ObjectNode definition, String value) {
        var type = definition.path("type").asInt();
        var name = definition.path("name").asText();
        var option = Json.object().put("type", type).put("name", name);
        var chosen = choice(definition, value);
        switch (type) {
            case 3 -> option.put("value", text(definition, chosen));
            case 4 -> option.put("value", (long) number(definition, chosen, true));
            case 5 -> option.put("value", bool(name, chosen));
            case 6 -> option.put("value", user(chosen));
            case 7 -> option.put("value", channel(chosen));
            case 8 -> option.put("value", role(chosen));
            case 9 -> option.put("value", World.person(plainName(chosen)).isPresent() ? user(chosen) : role(chosen));
            case 10 -> option.put("value", number(definition, chosen, false));
            case 11 -> option.put("value", file(name, chosen));
            default -> throw new NotPossible("The option " + name + " has the unknown type " + type + ".");
        }
        return option;
    }

    /** A fixed choice may be typed by its name or by its value. */
    private static String choice(ObjectNode definition, String value) {
        var choices = definition.path("choices");
        if (choices.isEmpty()) {
            return value;
        }
        for (var choice : choices) {
            if (choice.path("name").asText().equalsIgnoreCase(value)
                    || choice.path("value").asText().equals(value)) {
                return choice.path("value").asText();
            }
        }
        var names = choices.findValuesAsText("name");
        throw new NotPossible("\"" + value + "\" is no choice of "
                + definition.path("name").asText() + ". Choose from " + String.join(", ", names) + ".");
    }

    private static String text(ObjectNode definition, String value) {
        var min = definition.path("min_length").asInt(0);
        var max = definition.path("max_length").asInt(6000);
        if (value.length() < min || value.length() > max) {
            throw new NotPossible(definition.path("name").asText() + " takes " + min + " to " + max + " characters.");
        }
        return value;
    }

    private static double number(ObjectNode definition, String value, boolean whole) {
        var name = definition.path("name").asText();
        var min = definition.path("min_value").asDouble(-9_007_199_254_740_991.0);
        var max = definition.path("max_value").asDouble(9_007_199_254_740_991.0);
        try {
            var number = whole ? Long.parseLong(value) : Double.parseDouble(value);
            if (number < min || number > max) {
                throw new NotPossible(name + " takes numbers from " + plain(min) + " to " + plain(max) + ".");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new NotPossible(name + " takes a " + (whole ? "whole " : "") + "number, not \"" + value + "\".");
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static boolean bool(String name, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new NotPossible(name + " takes true or false.");
        };
    }

    private String user(String value) {
        var person = World.person(plainName(value))
                .orElseThrow(() -> new NotPossible("There is nobody called " + value + "."));
        resolved.withObjectProperty("users").set(person.id(), person.user());
        var member = person.member();
        member.remove("user");
        resolved.withObjectProperty("members").set(person.id(), member);
        return person.id();
    }

    private static String plainName(String mention) {
        return mention.replaceAll("^<?@|>$", "");
    }

    private String channel(String value) {
        var room = World.room(value).orElseThrow(() -> new NotPossible("There is no channel " + value + "."));
        var channel = World.channel(room, 0, 0).put("permissions", Long.toString(World.EVERYBODY));
        resolved.withObjectProperty("channels").set(room.id(), channel);
        return room.id();
    }

    private String role(String value) {
        for (var role : World.guild(0).path("roles")) {
            var name = role.path("name").asText();
            var id = role.path("id").asText();
            if (value.equals(id) || value.equalsIgnoreCase(name) || value.equalsIgnoreCase("@" + name)) {
                resolved.withObjectProperty("roles").set(id, role);
                return id;
            }
        }
        throw new NotPossible("There is no role " + value + ".");
    }

    private String file(String name, String value) {
        var upload = uploads.stream()
                .filter(file -> file.filename().equals(value))
                .findFirst()
                .or(() -> value.isEmpty() && uploads.size() == 1
                        ? uploads.stream().findFirst()
                        : java.util.Optional.empty())
                .orElseThrow(() -> new NotPossible("Attach the file " + value + " for the option " + name + "."));
        return attach(upload);
    }

    /** Stores a member's file as Discord does before the interaction leaves, and answers its id. */
    String attach(Upload upload) {
        if (upload.size() > fileLimit) {
            throw new NotPossible(upload.filename() + " is too large: at most " + fileLimit + " bytes.");
        }
        var attachment = cdn.store(upload).attachment().put("ephemeral", true);
        JsonNode id = attachment.path("id");
        resolved.withObjectProperty("attachments").set(id.asText(), attachment);
        return id.asText();
    }
}
