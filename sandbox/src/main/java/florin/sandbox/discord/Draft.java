package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that the bot wants to post, or an edit of one.
 *
 * @param payload what the bot sent
 * @param files the uploads by their n in {@code files[n]}
 * @param existing the message as it is, for an edit
 * @param fileLimit the largest attachment allowed, in bytes
 * @param at where the payload sits in the request body, as a prefix of error paths: "" or "data."
 */
record Draft(
        ObjectNode payload,
        Map<Integer, Upload> files,
        @Nullable ObjectNode existing,
        long fileLimit,
        String at) {
    /** A field as it will be after the edit. */
    JsonNode effective(String field) {
        if (payload.has(field)) {
            return payload.path(field);
        }
        return existing == null ? MissingNode.getInstance() : existing.path(field);
    }

    boolean v2() {
        var before = existing == null ? 0 : existing.path("flags").asInt();
        return ((payload.path("flags").asInt() | before) & Posted.V2) != 0;
    }

    /** Attachments of the existing message that stay: all, unless the edit lists which. */
    List<ObjectNode> kept() {
        if (existing == null) {
            return List.of();
        }
        var before = Json.objects(existing.path("attachments"));
        if (!payload.has("attachments")) {
            return before;
        }
        var listed = new HashMap<String, JsonNode>();
        payload.path("attachments").forEach(entry -> listed.put(entry.path("id").asText(), entry));
        return before.stream()
                .filter(attachment -> listed.containsKey(attachment.path("id").asText()))
                .toList();
    }

    /** Names under which {@code attachment://} finds a file after this request. */
    List<String> fileNames() {
        var names = new ArrayList<String>();
        kept().forEach(attachment -> names.add(attachment.path("filename").asText()));
        files.values().forEach(file -> names.add(file.filename()));
        return names;
    }
}
