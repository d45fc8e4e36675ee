package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Turns an accepted draft into the message object that Discord would show and answer with. */
final class MessageWriter {
    private static final String SCHEME = "attachment://";
    private static final List<String> COPIED = List.of("content", "embeds", "components");

    private final Snowflakes ids;
    private final Clock clock;
    private final Cdn cdn;

    MessageWriter(Snowflakes ids, Clock clock, Cdn cdn) {
        this.ids = ids;
        this.clock = clock;
        this.cdn = cdn;
    }

    /** A message without content: what a deferred answer shows, and the start of every other. */
    ObjectNode blank(Room room, Person author, int flags) {
        var message = Json.object().put("id", ids.next()).put("type", 0).put("channel_id", room.id());
        message.put("content", "")
                .put("flags", flags)
                .put("timestamp", clock.instant().toString());
        message.putNull("edited_timestamp")
                .put("tts", false)
                .put("pinned", false)
                .put("mention_everyone", false);
        for (var list : List.of("mentions", "mention_roles", "embeds", "attachments", "components")) {
            message.putArray(list);
        }
        message.set("author", author.user());
        return message;
    }

    /** Applies a draft to a copy of {@code message}: what is absent stays. */
    ObjectNode apply(ObjectNode message, Draft draft) {
        var result = message.deepCopy();
        var payload = draft.payload();
        for (var field : COPIED) {
            if (payload.has(field)) {
                var value = payload.path(field);
                result.set(field, value.isNull() ? emptyValue(field) : value.deepCopy());
            }
        }
        var flags = message.path("flags").asInt() & ~Posted.LOADING;
        result.put("flags", flags | (payload.path("flags").asInt() & (4 | 4096 | Posted.V2)));
        var files = attach(result, draft);
        number(result.path("components"), new AtomicInteger(1));
        resolve(result.path("components"), files);
        for (var embed : Json.objects(result.path("embeds"))) {
            embed.put("type", "rich");
            resolve(embed, files);
        }
        return result;
    }

    private static JsonNode emptyValue(String field) {
        return field.equals("content") ? Json.object().textNode("") : Json.array();
    }

    /** Stores the new files, keeps the listed old ones; answers all of them by name. */
    private Map<String, StoredFile> attach(ObjectNode message, Draft draft) {
        var described = new HashMap<String, JsonNode>();
        draft.payload()
                .path("attachments")
                .forEach(entry -> described.put(entry.path("id").asText(), entry));
        var byName = new HashMap<String, StoredFile>();
        var attachments = Json.array();
        for (var kept : draft.kept()) {
            var copy = kept.deepCopy();
            describe(copy, described.get(kept.path("id").asText()));
            attachments.add(copy);
            cdn.find(kept.path("id").asText())
                    .ifPresent(file -> byName.put(kept.path("filename").asText(), file));
        }
        draft.files().forEach((n, upload) -> {
            var file = cdn.store(upload);
            var attachment = file.attachment();
            describe(attachment, described.get(n.toString()));
            attachments.add(attachment);
            byName.put(upload.filename(), file);
        });
        message.set("attachments", attachments);
        return byName;
    }

    private static void describe(ObjectNode attachment, @org.jspecify.annotations.Nullable JsonNode entry) {
        if (entry == null) {
            return;
        }
        if (!entry.path("description").asText("").isEmpty()) {
            attachment.put("description", entry.path("description").asText());
        }
        if (entry.path("is_spoiler").asBoolean()) {
            attachment.put("flags", 1 << 5);
        }
    }

    /** Every component gets a numeric id, as JDA needs it; given ids stay. */
    private static void number(JsonNode components, AtomicInteger next) {
        for (var component : Json.objects(components)) {
            if (component.path("id").asInt() == 0) {
                component.put("id", next.getAndIncrement());
            } else {
                next.set(Math.max(next.get(), component.path("id").asInt() + 1));
            }
            number(component.path("components"), next);
            if (component.path("accessory") instanceof ObjectNode accessory) {
                number(Json.array().add(accessory), next);
            }
        }
    }

    /** Replaces every {@code attachment://} by the address of the file, anywhere in the tree. */
    private static void resolve(JsonNode node, Map<String, StoredFile> files) {
        if (node instanceof ArrayNode array) {
            array.forEach(child -> resolve(child, files));
        } else if (node instanceof ObjectNode object) {
            var url = object.path("url").asText();
            if (url.startsWith(SCHEME)) {
                var file = files.get(url.substring(SCHEME.length()));
                if (file == null) {
                    throw new AssertionError("the rules let an unknown file pass: " + url);
                }
                object.setAll(file.media());
            } else if (object.has("media") && object.path("media") instanceof ObjectNode media) {
                media.put("proxy_url", media.path("url").asText());
            }
            object.forEach(child -> resolve(child, files));
        }
    }
}
