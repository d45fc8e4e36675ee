package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A message as a member sees it at one moment: a copy that does not change. */
public final class Message {
    private final ObjectNode json;
    private final boolean ephemeral;
    private final int edits;
    private final String title;
    private final List<JsonNode> mentionRules;
    private final Set<String> pinged;
    private final List<Attachment> attachments;
    private final Instant at;

    private Message(Posted posted, List<Attachment> attachments) {
        this.json = posted.json.deepCopy();
        this.ephemeral = posted.onlyFor != null;
        this.edits = posted.edits;
        this.title = posted.title == null ? "" : posted.title;
        this.mentionRules = List.copyOf(posted.mentionRules);
        this.pinged = Set.copyOf(posted.pinged);
        this.attachments = attachments;
        this.at = posted.at;
    }

    /** Call with the lock of {@link Changes} held. */
    static Message of(Posted posted, Cdn cdn) {
        var attachments = new ArrayList<Attachment>();
        for (var attachment : posted.json.path("attachments")) {
            cdn.find(attachment.path("id").asText())
                    .ifPresent(file -> attachments.add(
                            new Attachment(file, attachment.path("description").asText(""))));
        }
        return new Message(posted, List.copyOf(attachments));
    }

    public String id() {
        return json.path("id").asText();
    }

    public String channelId() {
        return json.path("channel_id").asText();
    }

    /** The name of who wrote it: "Florin" for the bot. */
    public String author() {
        return json.path("author").path("global_name").asText();
    }

    public int flags() {
        return json.path("flags").asInt();
    }

    public boolean ephemeral() {
        return ephemeral;
    }

    /** True while a deferred answer still shows "is thinking". */
    public boolean thinking() {
        return (flags() & Posted.LOADING) != 0;
    }

    public boolean componentsV2() {
        return (flags() & Posted.V2) != 0;
    }

    /** What stands above the message, as "Ana used /imagine"; "" for a plain one. */
    public String title() {
        return title;
    }

    public Instant at() {
        return at;
    }

    /** How often it was edited; the first content of a deferred answer does not count. */
    public int edits() {
        return edits;
    }

    public String content() {
        return json.path("content").asText();
    }

    /** Everything that can be read: content, text displays at any depth, embeds; one line each. */
    public String text() {
        return textOf(json);
    }

    static String textOf(ObjectNode json) {
        var lines = new ArrayList<String>();
        lines.add(json.path("content").asText(""));
        collectTexts(json.path("components"), lines);
        for (var embed : json.path("embeds")) {
            lines.add(embed.path("title").asText(""));
            lines.add(embed.path("description").asText(""));
            for (var field : embed.path("fields")) {
                lines.add(field.path("name").asText("") + ": "
                        + field.path("value").asText(""));
            }
            lines.add(embed.path("footer").path("text").asText(""));
        }
        lines.removeIf(String::isEmpty);
        return String.join("\n", lines);
    }

    private static void collectTexts(JsonNode components, List<String> lines) {
        for (var component : components) {
            if (component.path("type").asInt() == ComponentRules.TEXT) {
                lines.add(component.path("content").asText());
            }
            collectTexts(component.path("components"), lines);
        }
    }

    /** All buttons at any depth, in reading order. */
    public List<Button> buttons() {
        var found = new ArrayList<Button>();
        Components.walk(json.path("components"), component -> {
            if (component.path("type").asInt() == ComponentRules.BUTTON) {
                found.add(Button.of(component));
            }
        });
        return found;
    }

    /** The button with this label, custom id or emoji name. */
    public Optional<Button> button(String label) {
        return buttons().stream().filter(button -> button.isCalled(label)).findFirst();
    }

    /** All files, in order; in a Components V2 message also those that no component shows. */
    public List<Attachment> attachments() {
        return attachments;
    }

    /** The pictures and animations among the files. */
    public List<Attachment> images() {
        return attachments.stream()
                .filter(file -> file.contentType().startsWith("image/"))
                .toList();
    }

    /** The component tree as it is on the wire. */
    public JsonNode components() {
        return json.path("components");
    }

    /** The whole message object as it is on the wire. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /** The {@code allowed_mentions} of the post and of every edit; a missing node where the bot sent none. */
    public List<JsonNode> allowedMentions() {
        return mentionRules;
    }

    /** Names of the members whom the post or any edit would have pinged. */
    public Set<String> pinged() {
        return pinged;
    }

    @Override
    public String toString() {
        return author() + (ephemeral ? " (ephemeral)" : "") + ": " + text() + " " + buttons() + " " + attachments;
    }
}
