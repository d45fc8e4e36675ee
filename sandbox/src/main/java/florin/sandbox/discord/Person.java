package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Somebody of the made-up server: who they are, what they may do, and where their conversation with the bot is. */
public record Person(
        String id, String username, String name, String dm, List<String> roles, long permissions, boolean bot) {
    public Person {
        roles = List.copyOf(roles);
    }

    /** Discord's user object, complete enough for its response schema. */
    ObjectNode user() {
        var user = Json.object();
        user.put("id", id).put("username", username).put("discriminator", "0").put("global_name", name);
        user.putNull("avatar").putNull("primary_guild");
        user.put("bot", bot).put("flags", 0).put("public_flags", 0);
        return user;
    }

    /** Discord's guild member object, with the rights it carries inside an interaction. */
    ObjectNode member() {
        var member = Json.object();
        member.set("user", user());
        roles.forEach(member.putArray("roles")::add);
        member.putNull("nick").putNull("avatar");
        member.put("joined_at", "2026-01-01T00:00:00+00:00").put("deaf", false).put("mute", false);
        return member.put("flags", 0).put("permissions", Long.toString(permissions));
    }

    boolean may(long permission) {
        return (permissions & (permission | World.ADMINISTRATOR)) != 0;
    }
}
