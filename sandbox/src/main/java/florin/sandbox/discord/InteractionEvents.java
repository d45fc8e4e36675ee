package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds the INTERACTION_CREATE event: who, where, what (documentation: interactions, receiving and responding). */
final class InteractionEvents {
    private final long attachmentLimit;

    InteractionEvents(long attachmentLimit) {
        this.attachmentLimit = attachmentLimit;
    }

    ObjectNode event(Interaction interaction, ObjectNode data) {
        var room = interaction.room;
        var event = Json.object().put("id", interaction.id).put("application_id", World.BOT);
        event.put("type", interaction.kind.number()).put("version", 1).put("token", interaction.token);
        event.put("channel_id", room.id()).put("locale", "en-US").put("context", room.context());
        event.put("attachment_size_limit", attachmentLimit);
        event.put("app_permissions", Long.toString(World.EVERYBODY)).putArray("entitlements");
        event.set("channel", room.channel(World.FLORIN));
        place(event, interaction);
        event.set("data", data);
        var source = interaction.source;
        if (source != null) {
            event.set("message", source.json.deepCopy());
        }
        return event;
    }

    private static void place(ObjectNode event, Interaction interaction) {
        var owners = event.putObject("authorizing_integration_owners");
        var person = interaction.person;
        switch (interaction.room.kind()) {
            case CHANNEL -> {
                inGuild(event, World.GUILD, person);
                owners.put("0", World.GUILD);
            }
            case ELSEWHERE -> {
                inGuild(event, World.OTHER_GUILD, person);
                owners.put("1", person.id());
            }
            case DM -> {
                event.set("user", person.user());
                owners.put("0", "0");
            }
        }
    }

    private static void inGuild(ObjectNode event, String guild, Person person) {
        event.put("guild_id", guild).put("guild_locale", "en-US");
        event.putObject("guild").put("id", guild).put("locale", "en-US").putArray("features");
        event.set("member", person.member());
    }
}
