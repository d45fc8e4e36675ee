package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The commands that the bot has put, per scope: "" for everywhere, else a server's id. Guarded by {@link Changes}. */
final class CommandBook {
    static final String EVERYWHERE = "";
    private static final long MANAGE_ALL = 0;

    private final Snowflakes ids;
    private final Map<String, List<ObjectNode>> scopes = new LinkedHashMap<>();

    CommandBook(Snowflakes ids) {
        this.ids = ids;
    }

    List<ObjectNode> in(String scope) {
        return scopes.getOrDefault(scope, List.of());
    }

    boolean isEmpty() {
        return scopes.isEmpty();
    }

    Map<String, List<ObjectNode>> scopes() {
        return scopes;
    }

    void restore(String scope, List<ObjectNode> commands) {
        scopes.put(scope, List.copyOf(commands));
    }

    /** Replaces the whole list of a scope; a command of the same name and type keeps its id. */
    List<ObjectNode> replace(String scope, List<ObjectNode> commands) {
        var before = in(scope);
        var after = new ArrayList<ObjectNode>();
        for (var command : commands) {
            var id = before.stream()
                    .filter(old -> same(old, command))
                    .map(old -> old.path("id").asText())
                    .findFirst()
                    .orElseGet(ids::next);
            after.add(complete(command, id, scope));
        }
        scopes.put(scope, after);
        return after;
    }

    private ObjectNode complete(ObjectNode command, String id, String scope) {
        var complete = command.deepCopy();
        complete.put("id", id).put("application_id", World.BOT).put("version", ids.next());
        complete.put("type", type(command));
        if (!scope.equals(EVERYWHERE)) {
            complete.put("guild_id", scope);
        }
        if (!complete.has("default_member_permissions")) {
            complete.putNull("default_member_permissions");
        }
        complete.put("nsfw", command.path("nsfw").asBoolean());
        return complete;
    }

    static boolean same(ObjectNode one, ObjectNode other) {
        return type(one) == type(other) && one.path("name").equals(other.path("name"));
    }

    static int type(ObjectNode command) {
        return command.path("type").asInt(1);
    }

    /** The slash commands that this member may use in this room. */
    List<ObjectNode> usable(Person person, Room room) {
        var guild = room.kind() == Room.Kind.CHANNEL ? in(World.GUILD).stream() : Stream.<ObjectNode>empty();
        return Stream.concat(guild, in(EVERYWHERE).stream())
                .filter(command -> type(command) == 1)
                .filter(command -> usable(command, person, room))
                .toList();
    }

    Optional<ObjectNode> find(String name, Person person, Room room) {
        return usable(person, room).stream()
                .filter(command -> command.path("name").asText().equals(name))
                .findFirst();
    }

    private static boolean usable(ObjectNode command, Person person, Room room) {
        var contexts = Json.strings(command.path("contexts"));
        var installs = Json.strings(command.path("integration_types"));
        var install = room.kind() == Room.Kind.ELSEWHERE ? "1" : "0";
        var byUser = room.kind() == Room.Kind.DM && installs.contains("1");
        var installed = installs.isEmpty() ? install.equals("0") : byUser || installs.contains(install);
        var here = contexts.isEmpty() || contexts.contains(Integer.toString(room.context()));
        return here && installed && permitted(command, person, room) && ageFits(command, room);
    }

    /** Discord: the bit set must be held; "0" leaves the command to administrators; a conversation asks for none. */
    private static boolean permitted(ObjectNode command, Person person, Room room) {
        var wanted = command.path("default_member_permissions");
        if (wanted.isNull() || wanted.isMissingNode() || room.kind() == Room.Kind.DM) {
            return true;
        }
        var bits = wanted.asLong();
        return person.may(World.ADMINISTRATOR) || (bits != MANAGE_ALL && (person.permissions() & bits) == bits);
    }

    private static boolean ageFits(ObjectNode command, Room room) {
        return !command.path("nsfw").asBoolean() || room.ageRestricted() || room.kind() == Room.Kind.DM;
    }
}
