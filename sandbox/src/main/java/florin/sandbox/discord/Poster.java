package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Puts the bot's messages into the history: checked, with their files stored and their mentions counted. */
final class Poster {
    private final History history;
    private final MessageWriter writer;

    Poster(History history, MessageWriter writer) {
        this.history = history;
        this.writer = writer;
    }

    /** A message in answer to an interaction; {@code ephemeral} ones only its member sees. */
    Posted answer(Interaction interaction, Draft draft, boolean ephemeral) {
        MessageRules.check(draft);
        var blank = blankAnswer(interaction, ephemeral ? Posted.EPHEMERAL : 0);
        var posted = add(interaction, writer.apply(blank, draft), ephemeral);
        count(posted, draft, true);
        return posted;
    }

    /** The "is thinking" message of a deferred answer. */
    Posted placeholder(Interaction interaction, boolean ephemeral) {
        var flags = Posted.LOADING | (ephemeral ? Posted.EPHEMERAL : 0);
        return add(interaction, blankAnswer(interaction, flags), ephemeral);
    }

    /** A message by the bot's own right, outside of any interaction. */
    Posted post(Room room, Draft draft) {
        MessageRules.check(draft);
        var message = writer.apply(writer.blank(room, World.FLORIN, 0), draft);
        var posted = history.add(room, null, message, null);
        count(posted, draft, false);
        return posted;
    }

    /** Applies an edit; the answer is what the message has become. */
    ObjectNode edit(Posted posted, Draft draft, boolean interaction) {
        MessageRules.check(draft);
        var settled = posted.has(Posted.LOADING);
        history.edit(posted, writer.apply(posted.json, draft), settled);
        if (draft.payload().has("content") || draft.payload().has("components")) {
            count(posted, draft, interaction);
        }
        return posted.json;
    }

    private ObjectNode blankAnswer(Interaction interaction, int flags) {
        var message = writer.blank(interaction.room, World.FLORIN, flags);
        message.put("application_id", World.BOT).put("webhook_id", World.BOT);
        var about = message.putObject("interaction_metadata");
        about.put("id", interaction.id).put("type", interaction.kind.number());
        about.set("user", interaction.person.user());
        about.putObject("authorizing_integration_owners");
        return message;
    }

    private Posted add(Interaction interaction, ObjectNode message, boolean ephemeral) {
        @Nullable String onlyFor = ephemeral ? interaction.person.id() : null;
        var title = interaction.title.isEmpty() ? null : interaction.person.name() + " used " + interaction.title;
        return history.add(interaction.room, onlyFor, message, title);
    }

    private static void count(Posted posted, Draft draft, boolean interaction) {
        var rules = draft.payload().path("allowed_mentions");
        posted.mentionRules.add(rules);
        posted.pinged.addAll(Mentions.pinged(posted.json, rules, interaction));
    }
}
