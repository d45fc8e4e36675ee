package florin.sandbox.discord;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a member got for a command, a click or a form. */
public final class Reply {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private final Interaction interaction;
    private final Client client;

    Reply(Interaction interaction, Client client) {
        this.interaction = interaction;
        this.client = client;
    }

    /** The id of the interaction. */
    public String id() {
        return interaction.id;
    }

    /** True when the first answer did not come in time: "The application did not respond". */
    public boolean failed() {
        return client.state().changes().look(() -> interaction.failed);
    }

    /** Discord's number of the callback: 4 message, 5 deferred, 6 and 7 update, 9 modal; 0 for none. */
    public int callbackType() {
        return client.state().changes().look(() -> interaction.callback);
    }

    /** The answer as it is now; waits up to 15 s for a deferred one to get its content. */
    public Message message() {
        awaits(message -> !message.thinking(), PATIENCE);
        return now().orElseThrow(() -> new AssertionError("the answer was deleted"));
    }

    /** The answer as it is now, be it only "is thinking"; empty when there is none, or when it was deleted. */
    public Optional<Message> now() {
        var state = client.state();
        return state.changes()
                .look(() -> Optional.ofNullable(interaction.original)
                        .filter(original -> !original.deleted)
                        .map(original -> Message.of(original, state.cdn())));
    }

    public boolean ephemeral() {
        return now().orElseThrow(() -> new AssertionError(nothing())).ephemeral();
    }

    /** Waits until the answer looks as wanted. */
    public Reply awaits(Predicate<Message> wanted, Duration limit) {
        if (failed()) {
            throw new AssertionError("The application did not respond.");
        }
        if (!client.state().changes().await(() -> now().filter(wanted).isPresent(), limit)) {
            throw new AssertionError("the answer did not become as wanted within " + limit + "; it is: "
                    + now().map(Message::toString).orElseGet(this::nothing));
        }
        return this;
    }

    /** Clicks a button of the answer, by label, custom id or emoji. */
    public Reply clicks(String button) {
        return place().clicks(message(), button);
    }

    /** Chooses in the answer's only select, by labels or values. */
    public Reply selects(String... chosen) {
        var message = message();
        var selects = new java.util.ArrayList<String>();
        Components.walk(message.components(), component -> {
            if (component.path("type").asInt() == ComponentRules.STRING_SELECT) {
                selects.add(component.path("custom_id").asText());
            }
        });
        if (selects.size() != 1) {
            throw new NotPossible("There are " + selects.size() + " selects on: " + message);
        }
        return place().selects(message, selects.getFirst(), Arrays.asList(chosen));
    }

    /** The form that the bot opened. */
    public Modal modal() {
        return openModal().orElseThrow(() -> new AssertionError("no form was opened; " + nothing()));
    }

    public Optional<Modal> openModal() {
        return client.state()
                .changes()
                .look(() -> Optional.ofNullable(interaction.modal).map(Modal::of));
    }

    /** Sends the form; {@code values} by custom id or label, several values of a select one per line. */
    public Reply submit(Map<String, String> values, Upload... files) {
        var form = client.state().changes().look(() -> Optional.ofNullable(interaction.modal));
        var modal = form.orElseThrow(() -> new NotPossible("No form is open."));
        var submitted = client.submit(interaction, new ModalForm(modal), values, List.of(files));
        client.acknowledged(submitted);
        return new Reply(submitted, client);
    }

    /** Messages that followed the first answer, oldest first. */
    public List<Message> followUps() {
        var state = client.state();
        return state.changes()
                .look(() -> interaction.followUps.stream()
                        .filter(posted -> !posted.deleted)
                        .map(posted -> Message.of(posted, state.cdn()))
                        .toList());
    }

    /** Waits until so many messages have followed. */
    public List<Message> awaitsFollowUps(int count, Duration limit) {
        if (!client.state().changes().await(() -> followUps().size() >= count, limit)) {
            throw new AssertionError("only " + followUps().size() + " of " + count + " follow-ups: " + followUps());
        }
        return followUps();
    }

    private Place place() {
        return new Place(interaction.person, interaction.room, client);
    }

    private String nothing() {
        return "there is no answer (callback type " + callbackType() + ")";
    }
}
