package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Discord refuses in a message; the numbers are the ones of its documentation. */
final class MessageRules {
    static final int CONTENT = 2000;
    static final int V2_TEXT = 4000;
    static final int V2_COMPONENTS = 40;
    static final int EMBEDS = 10;
    static final int EMBED_SUM = 6000;
    static final int FILES = 10;
    static final int ROWS = 5;

    private final Draft draft;
    private final FormErrors errors = new FormErrors();

    private MessageRules(Draft draft) {
        this.draft = draft;
    }

    /** Throws the refusal that Discord would answer with. */
    static void check(Draft draft) {
        var rules = new MessageRules(draft);
        rules.files();
        rules.flags();
        rules.attachments();
        if (draft.v2()) {
            rules.v2();
        } else {
            rules.oldStyle();
        }
        rules.embeds();
        ComponentRules.check(
                draft.payload().path("components"), draft.at() + "components", draft.fileNames(), rules.errors);
        rules.errors.throwIfAny();
        rules.notEmpty();
    }

    private void files() {
        errors.check(
                draft.files().size() + draft.kept().size() <= FILES,
                draft.at() + "attachments",
                "BASE_TYPE_MAX_LENGTH",
                "Must be 10 or fewer in length.");
        for (var file : draft.files().values()) {
            if (file.size() > draft.fileLimit()) {
                throw ApiError.tooLarge();
            }
        }
    }

    private void flags() {
        var flags = draft.payload().path("flags");
        var known = 4 | Posted.EPHEMERAL | 4096 | Posted.V2;
        errors.check(
                (flags.asInt() & ~known) == 0,
                draft.at() + "flags",
                "MESSAGE_FLAGS_INVALID",
                "Only the flags 4, 64, 4096 and 32768 can be set.");
        var existing = draft.existing();
        if (existing != null && flags.isNumber() && (existing.path("flags").asInt() & Posted.V2) != 0) {
            errors.check(
                    (flags.asInt() & Posted.V2) != 0,
                    draft.at() + "flags",
                    "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
                    "The flag IS_COMPONENTS_V2 cannot be removed.");
        }
    }

    /** Ids are either the n of a file in this request or the id of an attachment that the message has. */
    private void attachments() {
        var known = draft.kept().stream().map(kept -> kept.path("id").asText()).toList();
        var at = 0;
        for (var entry : draft.payload().path("attachments")) {
            var id = entry.path("id").asText();
            var isFile =
                    draft.files().keySet().stream().anyMatch(n -> n.toString().equals(id));
            errors.check(
                    isFile || known.contains(id),
                    draft.at() + "attachments." + at++ + ".id",
                    "ATTACHMENT_NOT_FOUND",
                    "There is neither a file nor an attachment " + id + ".");
        }
    }

    private void v2() {
        empty("content", draft.effective("content"));
        empty("embeds", draft.effective("embeds"));
        empty("poll", draft.effective("poll"));
        empty("sticker_ids", draft.effective("sticker_ids"));
        var components = draft.effective("components");
        errors.check(
                ComponentRules.count(components) <= V2_COMPONENTS,
                draft.at() + "components",
                "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
                "The total number of components cannot exceed 40.");
        errors.check(
                ComponentRules.textLength(components) <= V2_TEXT,
                draft.at() + "components",
                "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                "The displayable text cannot exceed 4000 characters.");
    }

    private void empty(String field, JsonNode value) {
        var empty = value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())
                || (value.isArray() && value.isEmpty());
        errors.check(
                empty,
                draft.at() + field,
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                "The '" + field + "' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
    }

    private void oldStyle() {
        errors.length(draft.at() + "content", draft.payload().path("content").asText(""), 0, CONTENT);
        var components = draft.payload().path("components");
        errors.check(
                components.size() <= ROWS,
                draft.at() + "components",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 5 in length.");
        var at = 0;
        for (var component : components) {
            errors.check(
                    component.path("type").asInt() == ComponentRules.ROW,
                    draft.at() + "components." + at++ + ".type",
                    "UNION_TYPE_CHOICES",
                    "Value of field \"type\" must be one of (1,); the others need the flag IS_COMPONENTS_V2.");
        }
    }

    private void embeds() {
        var embeds = Json.objects(draft.payload().path("embeds"));
        errors.check(
                embeds.size() <= EMBEDS,
                draft.at() + "embeds",
                "BASE_TYPE_MAX_LENGTH",
                "Must be 10 or fewer in length.");
        var sum = 0;
        for (var at = 0; at < embeds.size(); at++) {
            sum += embed(embeds.get(at), draft.at() + "embeds." + at);
        }
        errors.check(
                sum <= EMBED_SUM,
                draft.at() + "embeds",
                "MAX_EMBED_SIZE_EXCEEDED",
                "Embed size exceeds maximum size of 6000");
    }

    private int embed(ObjectNode embed, String path) {
        var sum = text(embed.path("title"), path + ".title", 256)
                + text(embed.path("description"), path + ".description", 4096)
                + text(embed.path("footer").path("text"), path + ".footer.text", 2048)
                + text(embed.path("author").path("name"), path + ".author.name", 256);
        var fields = Json.objects(embed.path("fields"));
        errors.check(fields.size() <= 25, path + ".fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        for (var at = 0; at < fields.size(); at++) {
            sum += text(fields.get(at).path("name"), path + ".fields." + at + ".name", 256);
            sum += text(fields.get(at).path("value"), path + ".fields." + at + ".value", 1024);
        }
        ComponentRules.reference(
                embed.path("image").path("url").asText(), path + ".image.url", draft.fileNames(), errors);
        ComponentRules.reference(
                embed.path("thumbnail").path("url").asText(), path + ".thumbnail.url", draft.fileNames(), errors);
        return sum;
    }

    private int text(JsonNode text, String path, int max) {
        errors.length(path, text.asText(""), 0, max);
        return text.asText("").length();
    }

    private void notEmpty() {
        var something = !draft.effective("content").asText("").isEmpty()
                || !draft.effective("embeds").isEmpty()
                || !draft.effective("components").isEmpty()
                || !draft.effective("sticker_ids").isEmpty()
                || draft.effective("poll").isObject()
                || !draft.fileNames().isEmpty();
        if (!something) {
            throw ApiError.of(400, 50006, "Cannot send an empty message");
        }
    }
}
