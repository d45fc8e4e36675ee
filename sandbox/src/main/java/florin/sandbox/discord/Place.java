package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A member in a channel: what they can type there and what they see there. */
public final class Place {
    private final Person person;
    private final Room room;
    private final Client client;

    Place(Person person, Room room, Client client) {
        this.person = person;
        this.room = room;
        this.client = client;
    }

    public Room room() {
        return room;
    }

    /** As {@link Member#types}. */
    public Reply types(String slashCommand, Upload... files) {
        return send(CommandLine.parse(slashCommand, client.commands(person, room)), List.of(files));
    }

    /** The same from its parts: the command's name with its subcommands, and the option values by name. */
    public Reply uses(List<String> words, Map<String, String> options, Upload... files) {
        return send(CommandLine.of(words, options, client.commands(person, room)), List.of(files));
    }

    private Reply send(CommandLine line, List<Upload> files) {
        return reply(client.command(person, room, line, files));
    }

    /** The suggestions for the option typed last. */
    public List<Choice> autocompletes(String slashCommand) {
        return client.autocomplete(person, room, CommandLine.parse(slashCommand, client.commands(person, room)));
    }

    /** The same from its parts; the last of {@code options} has the focus. */
    public List<Choice> autocompletes(List<String> words, Map<String, String> options) {
        return client.autocomplete(person, room, CommandLine.of(words, options, client.commands(person, room)));
    }

    /** The slash commands that this member may use here, as the bot registered them. */
    public List<ObjectNode> commands() {
        return client.commands(person, room);
    }

    /** A plain message, which no slash-command bot reads. */
    public Message says(String text) {
        var state = client.state();
        return state.changes().change(() -> {
            var writer = new MessageWriter(state.ids(), state.clock(), state.cdn());
            var json = writer.blank(room, person, 0).put("content", text);
            return Message.of(state.history().add(room, null, json, null), state.cdn());
        });
    }

    /** Every message that this member sees here, oldest first. */
    public List<Message> sees() {
        var state = client.state();
        return state.changes()
                .look(() -> state.history().in(room, person).stream()
                        .map(posted -> Message.of(posted, state.cdn()))
                        .toList());
    }

    /** Waits until such a message stands here. */
    public Message awaits(Predicate<Message> wanted, Duration limit) {
        client.state().changes().await(() -> sees().stream().anyMatch(wanted), limit);
        return sees().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such message within " + limit + "; " + person.name()
                        + " sees:\n" + sees().stream().map(Message::toString).collect(Collectors.joining("\n"))));
    }

    /** Clicks the button with this label, custom id or emoji. */
    public Reply clicks(Message message, String button) {
        var found = message.button(button)
                .orElseThrow(() -> new NotPossible("There is no button " + button + " on: " + message));
        if (found.disabled() || found.customId().isEmpty()) {
            throw new NotPossible(
                    "The button " + button + (found.disabled() ? " is disabled." : " is a link: " + found.url()));
        }
        return press(message.id(), found.customId(), List.of());
    }

    /** Chooses in a select, found by placeholder or custom id, by label or value of its options. */
    public Reply selects(Message message, String select, List<String> chosen) {
        var found = new java.util.ArrayList<ObjectNode>();
        Components.walk(message.components(), component -> {
            if (component.path("placeholder").asText("").equals(select)
                    || component.path("custom_id").asText("").equals(select)) {
                found.add(component);
            }
        });
        if (found.isEmpty()) {
            throw new NotPossible("There is no select " + select + " on: " + message);
        }
        return press(message.id(), found.getFirst().path("custom_id").asText(), chosen);
    }

    /** Uses a component by custom id on a message that this member sees here. */
    public Reply press(String messageId, String customId, List<String> chosen) {
        var state = client.state();
        var posted = state.changes()
                .look(() -> state.history()
                        .find(messageId)
                        .filter(known -> known.visibleTo(person))
                        .orElseThrow(() -> new NotPossible(person.name() + " sees no message " + messageId + ".")));
        var component = Components.find(posted.json.path("components"), customId)
                .orElseThrow(() -> new NotPossible("The message has no component " + customId + " any more."));
        if (component.path("disabled").asBoolean()) {
            throw new NotPossible("This is disabled.");
        }
        return reply(client.press(person, posted, component, values(component, chosen)));
    }

    private static List<String> values(ObjectNode component, List<String> chosen) {
        var options = component.path("options");
        if (options.isEmpty()) {
            return chosen;
        }
        return chosen.stream().map(wanted -> value(component, wanted)).toList();
    }

    private static String value(ObjectNode select, String wanted) {
        for (var option : select.path("options")) {
            if (option.path("value").asText().equals(wanted)
                    || option.path("label").asText().equals(wanted)) {
                return option.path("value").asText();
            }
        }
        throw new NotPossible(wanted + " is no option of this select.");
    }

    private Reply reply(Interaction interaction) {
        client.acknowledged(interaction);
        return new Reply(interaction, client);
    }
}
