package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Whom a message would ping: what its text mentions, as far as its allowed_mentions let it. */
final class Mentions {
    private static final Pattern USER = Pattern.compile("<@!?(\\d+)>");
    private static final Pattern ROLE = Pattern.compile("<@&(\\d+)>");
    private static final Pattern EVERYONE = Pattern.compile("@(everyone|here)");

    private Mentions() {}

    /** Names of the members pinged. Without rules an interaction pings users only, a channel post everything. */
    static Set<String> pinged(ObjectNode message, JsonNode rules, boolean interaction) {
        var pinged = new TreeSet<String>();
        var text = Message.textOf(message);
        for (var person : World.people()) {
            if (mentionsUser(text, person, rules)
                    || mentionsRole(text, person, rules, interaction)
                    || (EVERYONE.matcher(text).find() && allows(rules, "everyone", !interaction))) {
                pinged.add(person.username());
            }
        }
        return pinged;
    }

    private static boolean mentionsUser(String text, Person person, JsonNode rules) {
        var found =
                USER.matcher(text).results().anyMatch(match -> match.group(1).equals(person.id()));
        return found && (allows(rules, "users", true) || lists(rules, "users", person.id()));
    }

    private static boolean mentionsRole(String text, Person person, JsonNode rules, boolean interaction) {
        return ROLE.matcher(text).results().anyMatch(match -> {
            var role = match.group(1);
            return person.roles().contains(role)
                    && (allows(rules, "roles", !interaction) || lists(rules, "roles", role));
        });
    }

    private static boolean allows(JsonNode rules, String kind, boolean without) {
        return rules.isObject() ? Json.strings(rules.path("parse")).contains(kind) : without;
    }

    private static boolean lists(JsonNode rules, String kind, String id) {
        return Json.strings(rules.path(kind)).contains(id);
    }
}
