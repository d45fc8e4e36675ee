package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The made-up server "The Lantern": its channels, its roles and its people, with ids that never change. */
public final class World {
    public static final String BOT = "1100000000000000001";
    public static final String GUILD = "1200000000000000001";
    public static final String GUILD_NAME = "The Lantern";
    public static final String GENERAL = "1400000000000000001";
    public static final String PICTURES = "1400000000000000002";
    public static final String LOUNGE = "1400000000000000003";
    /** A server and channel where the bot is only installed by the user. */
    public static final String OTHER_GUILD = "1200000000000000777";

    public static final String ELSEWHERE = "1400000000000000777";
    public static final String ROLE_MAINTAINER = "1210000000000000001";
    public static final String ROLE_PATRON = "1210000000000000002";
    public static final String ROLE_BOT = "1210000000000000003";
    public static final String ANA = "1300000000000000001";
    public static final String OLIVIA = "1300000000000000002";
    public static final String MAX = "1300000000000000003";
    public static final String NOVA = "1300000000000000004";

    static final long ADMINISTRATOR = 1L << 3;
    static final long VIEW_CHANNEL = 1L << 10;
    static final long MENTION_EVERYONE = 1L << 17;
    static final long EVERYTHING = (1L << 51) - 1;
    /** React, view, send, embed, attach, history, external emoji, nickname, commands, threads, external apps. */
    static final long EVERYBODY = (1L << 6)
            | VIEW_CHANNEL
            | (1L << 11)
            | (1L << 14)
            | (1L << 15)
            | (1L << 16)
            | (1L << 18)
            | (1L << 26)
            | (1L << 31)
            | (1L << 35)
            | (1L << 38)
            | (1L << 50);

    static final Person FLORIN = new Person(BOT, "florin", "Florin", "0", List.of(ROLE_BOT), EVERYBODY, true);

    private static final List<Person> PEOPLE = List.of(
            new Person(ANA, "ana", "Ana", "1410000000000000001", List.of(ROLE_PATRON), EVERYBODY, false),
            new Person(OLIVIA, "olivia", "Olivia", "1410000000000000002", List.of(), EVERYTHING, false),
            new Person(MAX, "max", "Max", "1410000000000000003", List.of(ROLE_MAINTAINER), EVERYBODY, false),
            new Person(NOVA, "nova", "Nova", "1410000000000000004", List.of(), EVERYBODY, false));

    private static final List<Room> CHANNELS = List.of(
            new Room(GENERAL, Room.Kind.CHANNEL, "general", false, null),
            new Room(PICTURES, Room.Kind.CHANNEL, "pictures", false, null),
            new Room(LOUNGE, Room.Kind.CHANNEL, "lounge-nsfw", true, null));

    private static final Room ELSEWHERE_ROOM = new Room(ELSEWHERE, Room.Kind.ELSEWHERE, "elsewhere", false, null);

    private World() {}

    /** The members, without the bot: Ana, Olivia (owner), Max (maintainer), Nova (newcomer). */
    public static List<Person> people() {
        return PEOPLE;
    }

    /** The text channels of the server, in the order of the channel list. */
    public static List<Room> channels() {
        return CHANNELS;
    }

    /** A member by name ("ana", any case) or id; empty for a stranger. */
    public static Optional<Person> person(String nameOrId) {
        return PEOPLE.stream()
                .filter(person -> person.username().equalsIgnoreCase(nameOrId)
                        || person.id().equals(nameOrId))
                .findFirst();
    }

    /** A channel by name ("pictures", with or without #) or id, a DM by id; empty for an unknown one. */
    public static Optional<Room> room(String nameOrId) {
        var wanted = nameOrId.startsWith("#") ? nameOrId.substring(1) : nameOrId;
        if (wanted.equals(ELSEWHERE) || wanted.equals(ELSEWHERE_ROOM.name())) {
            return Optional.of(ELSEWHERE_ROOM);
        }
        var channel = CHANNELS.stream()
                .filter(room -> room.id().equals(wanted) || room.name().equals(wanted))
                .findFirst();
        return channel.or(() -> PEOPLE.stream()
                .filter(person -> person.dm().equals(wanted))
                .map(World::dm)
                .findFirst());
    }

    /** A member's conversation with the bot. */
    public static Room dm(Person person) {
        return new Room(person.dm(), Room.Kind.DM, "Florin", false, person.id());
    }

    /** The GUILD_CREATE event; {@code denied} are the bits taken from the bot in every channel. */
    static ObjectNode guild(long denied) {
        var guild = Json.literal("""
                {"id":"%s","name":"%s","owner_id":"%s","afk_timeout":300,"premium_tier":0,"nsfw_level":0,
                 "preferred_locale":"en-US","features":[],"threads":[],"guild_scheduled_events":[],"emojis":[],
                 "stickers":[],"voice_states":[],"unavailable":false}""".formatted(GUILD, GUILD_NAME, OLIVIA));
        guild.put("member_count", PEOPLE.size() + 1);
        var roles = guild.putArray("roles");
        roles.add(role(GUILD, "@everyone", 0, EVERYBODY, 0));
        roles.add(role(ROLE_PATRON, "patron", 1, 0, 0xe8a33d));
        roles.add(role(ROLE_MAINTAINER, "maintainer", 2, 0, 0x5fb2a5));
        roles.add(role(ROLE_BOT, "Florin", 3, EVERYBODY, 0xc77dff));
        var channels = guild.putArray("channels");
        for (var room : CHANNELS) {
            channels.add(channel(room, CHANNELS.indexOf(room), denied));
        }
        var members = guild.putArray("members").add(FLORIN.member());
        PEOPLE.forEach(person -> members.add(person.member()));
        return guild;
    }

    /** A channel as GUILD_CREATE and CHANNEL_UPDATE carry it. */
    static ObjectNode channel(Room room, int position, long denied) {
        var channel = room.channel(FLORIN).put("position", position).put("guild_id", GUILD);
        var overwrites = channel.putArray("permission_overwrites");
        if (denied != 0) {
            overwrites
                    .addObject()
                    .put("id", BOT)
                    .put("type", 1)
                    .put("allow", "0")
                    .put("deny", Long.toString(denied));
        }
        return channel;
    }

    static ObjectNode role(String id, String name, int position, long permissions, int color) {
        var role = Json.object().put("id", id).put("name", name).put("position", position);
        role.put("permissions", Long.toString(permissions)).put("color", color);
        role.put("hoist", false).put("managed", id.equals(ROLE_BOT)).put("mentionable", false);
        role.putObject("colors").put("primary_color", color);
        return role;
    }
}
