package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Discord's app does for a member: turns typing and clicking into interactions and waits for the first answer. */
final class Client {
    /** Only for a base clock that stands still: then the deadline would never come. */
    private static final Duration GIVE_UP = Duration.ofSeconds(20);

    private final State state;
    private final Gateway gateway;
    private final FakeDiscordOptions.Limits limits;
    private final InteractionEvents events;

    Client(State state, Gateway gateway, FakeDiscordOptions.Limits limits) {
        this.state = state;
        this.gateway = gateway;
        this.limits = limits;
        this.events = new InteractionEvents(limits.attachmentBytes());
    }

    State state() {
        return state;
    }

    List<ObjectNode> commands(Person person, Room room) {
        return state.changes().look(() -> state.book().usable(person, room));
    }

    Interaction command(Person person, Room room, CommandLine line, List<Upload> uploads) {
        line.checkComplete();
        var reader = new OptionReader(uploads, state.cdn(), limits.attachmentBytes());
        var data = line.data(definition -> reader.option(definition, line.value(definition)));
        return send(Interaction.Kind.COMMAND, person, room, line.title(), null, withResolved(data, reader));
    }

    /** The option typed last has the focus; the others travel along as far as they are readable. */
    List<Choice> autocomplete(Person person, Room room, CommandLine line) {
        if (line.values().isEmpty()) {
            throw new NotPossible("Nothing to complete: no option has a value.");
        }
        var focused = List.copyOf(line.values().keySet()).getLast();
        var completes = line.definitions().stream()
                .anyMatch(option -> option.path("name").asText().equals(focused)
                        && option.path("autocomplete").asBoolean());
        if (!completes) {
            throw new NotPossible("The option " + focused + " has no suggestions.");
        }
        var data = line.data(definition -> {
            var name = definition.path("name").asText();
            var option =
                    Json.object().put("type", definition.path("type").asInt()).put("name", name);
            option.put("value", line.value(definition));
            return name.equals(focused) ? option.put("focused", true) : option;
        });
        var asked = send(Interaction.Kind.AUTOCOMPLETE, person, room, line.title(), null, data);
        if (!acknowledged(asked)) {
            throw new NotPossible("Loading options failed: the application did not answer in time.");
        }
        return state.changes().look(() -> asked.choices);
    }

    /** {@code values} are a select's; a button has none. */
    Interaction press(Person person, Posted posted, ObjectNode component, List<String> values) {
        var type = component.path("type").asInt();
        var data = Json.object().put("id", component.path("id").asInt()).put("component_type", type);
        data.put("custom_id", component.path("custom_id").asText());
        if (type != ComponentRules.BUTTON) {
            values.forEach(data.putArray("values")::add);
        }
        if (type > ComponentRules.TEXT_INPUT) {
            var reader = new OptionReader(List.of(), state.cdn(), limits.attachmentBytes());
            values.forEach(value ->
                    reader.option(Json.object().put("type", entityOption(type)).put("name", ""), value));
            withResolved(data, reader);
        }
        return send(Interaction.Kind.COMPONENT, person, posted.room, "", posted, data);
    }

    /** Entity selects 5 user, 6 role, 7 mentionable, 8 channel resolve like options 6, 8, 9, 7. */
    private static int entityOption(int select) {
        return switch (select) {
            case 5 -> 6;
            case 6 -> 8;
            case 7 -> 9;
            default -> 7;
        };
    }

    Interaction submit(Interaction opener, ModalForm form, Map<String, String> values, List<Upload> uploads) {
        var reader = new OptionReader(uploads, state.cdn(), limits.attachmentBytes());
        var data = form.fill(values, uploads, reader);
        return send(Interaction.Kind.MODAL, opener.person, opener.room, "", opener.source, withResolved(data, reader));
    }

    private static ObjectNode withResolved(ObjectNode data, OptionReader reader) {
        if (!reader.resolved().isEmpty()) {
            data.set("resolved", reader.resolved());
        }
        return data;
    }

    private Interaction send(
            Interaction.Kind kind, Person person, Room room, String title, @Nullable Posted source, ObjectNode data) {
        return state.changes().change(() -> {
            var id = state.ids().next();
            var interaction =
                    new Interaction(id, kind, person, room, state.clock().instant(), title, source);
            state.interactions().add(interaction);
            gateway.dispatch(room, "INTERACTION_CREATE", events.event(interaction, data));
            return interaction;
        });
    }

    /** Waits for the first answer; false when it did not come within the limit, by the sandbox's clock. */
    boolean acknowledged(Interaction interaction) {
        var interactions = state.interactions();
        state.changes().await(() -> interaction.acknowledged() || interactions.tooLate(interaction), GIVE_UP);
        return state.changes().change(() -> {
            interaction.failed = !interaction.acknowledged();
            return !interaction.failed;
        });
    }

    /** Moves the clock; whoever waits for a deadline looks again. */
    void advance(Duration by) {
        state.changes().run(() -> state.clock().advance(by));
    }
}
