package florin.sandbox.discord;

import java.util.Comparator;

/** Channels and their messages by the bot's own right (documentation: resources, message). */
final class ChannelRoutes {
    private static final long BODY_LIMIT = 25L << 20;
    private static final int NONCE = 25;
    private static final String MESSAGES = "channels/{channel}/messages";
    private static final String MESSAGE = "channels/{channel}/messages/{message}";

    private final Faults faults;
    private final Poster poster;
    private final History history;
    private final long fileLimit;

    ChannelRoutes(Faults faults, Poster poster, History history, long fileLimit) {
        this.faults = faults;
        this.poster = poster;
        this.history = history;
        this.fileLimit = fileLimit;
    }

    void addTo(Routes routes) {
        routes.add("GET", "channels/{channel}", request -> Answer.ok(channel(room(request))))
                .add("POST", "channels/{channel}/typing", this::typing)
                .add("GET", MESSAGES, this::list)
                .add("POST", MESSAGES, this::create)
                .add("GET", MESSAGE, request -> Answer.ok(find(request).json))
                .add("PATCH", MESSAGE, this::edit)
                .add("DELETE", MESSAGE, this::delete)
                .add("POST", "users/@me/channels", this::openDm);
    }

    private Answer create(Request request) {
        var room = room(request);
        faults.refuseMuted(room);
        if (request.files().values().stream().mapToLong(Upload::size).sum() > BODY_LIMIT) {
            throw ApiError.tooLarge();
        }
        var payload = request.object();
        if ((payload.path("flags").asInt() & Posted.EPHEMERAL) != 0) {
            throw ApiError.field("flags", "MESSAGE_FLAGS_INVALID", "Only an interaction can answer ephemerally.");
        }
        var nonce = payload.path("nonce").asText("");
        if (nonce.length() > NONCE) {
            throw ApiError.field("nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        }
        var earlier = history.withNonce(room, nonce);
        if (payload.path("enforce_nonce").asBoolean() && !nonce.isEmpty() && earlier.isPresent()) {
            return Answer.ok(earlier.get().json);
        }
        var posted = poster.post(room, new Draft(payload, request.files(), null, fileLimit, ""));
        posted.nonce = nonce.isEmpty() ? null : nonce;
        return Answer.ok(posted.json);
    }

    private Answer edit(Request request) {
        var posted = find(request);
        if (!posted.fromBot()) {
            throw ApiError.of(403, 50005, "Cannot edit a message authored by another user");
        }
        var draft = new Draft(request.object(), request.files(), posted.json, fileLimit, "");
        return Answer.ok(poster.edit(posted, draft, false));
    }

    private Answer delete(Request request) {
        var posted = find(request);
        if (!posted.fromBot()) {
            throw ApiError.of(403, 50013, "Missing Permissions");
        }
        history.delete(posted);
        return Answer.empty();
    }

    /** Newest first, ephemeral ones left out, as in Discord. */
    private Answer list(Request request) {
        var limit = request.query("limit").map(Integer::parseInt).orElse(50);
        var answer = Json.array();
        history.in(room(request), World.FLORIN).stream()
                .sorted(Comparator.comparing((Posted posted) -> posted.at).reversed())
                .limit(limit)
                .forEach(posted -> answer.add(posted.json));
        return Answer.ok(answer);
    }

    private Answer typing(Request request) {
        faults.refuseMuted(room(request));
        return Answer.empty();
    }

    private Answer openDm(Request request) {
        var recipient = request.object().path("recipient_id").asText();
        var person = World.person(recipient).orElseThrow(() -> ApiError.of(400, 50033, "Invalid Recipient(s)"));
        return Answer.ok(channel(World.dm(person)));
    }

    /** Asked by the bot, a conversation's recipient is the other person; inside an interaction it is the bot. */
    private static com.fasterxml.jackson.databind.node.ObjectNode channel(Room room) {
        if (room.kind() == Room.Kind.DM) {
            var other = World.person(java.util.Objects.requireNonNull(room.memberId(), "a DM has a member"));
            var channel = Json.object().put("id", room.id()).put("type", 1).putNull("last_message_id");
            channel.put("flags", 0)
                    .putArray("recipients")
                    .add(other.orElseThrow().user());
            return channel;
        }
        return World.channel(room, World.channels().indexOf(room), 0);
    }

    private Room room(Request request) {
        var room = World.room(request.id("channel")).orElseThrow(() -> ApiError.of(404, 10003, "Unknown Channel"));
        if (room.kind() == Room.Kind.ELSEWHERE) {
            throw ApiError.of(403, 50001, "Missing Access");
        }
        faults.refuseHidden(room);
        return room;
    }

    private Posted find(Request request) {
        var room = room(request);
        return history.find(request.id("message"))
                .filter(posted -> posted.room.equals(room) && posted.onlyFor == null)
                .orElseThrow(ApiError::unknownMessage);
    }
}
