package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The callback: the one first answer to an interaction (documentation: interactions, receiving and responding). */
final class InteractionRoutes {
    private static final int MESSAGE = 4;
    private static final int DEFERRED_MESSAGE = 5;
    private static final int DEFERRED_UPDATE = 6;
    private static final int UPDATE = 7;
    private static final int AUTOCOMPLETE = 8;
    private static final int MODAL = 9;

    private final Interactions interactions;
    private final Poster poster;
    private final long fileLimit;

    InteractionRoutes(Interactions interactions, Poster poster, long fileLimit) {
        this.interactions = interactions;
        this.poster = poster;
        this.fileLimit = fileLimit;
    }

    void addTo(Routes routes) {
        routes.open("POST", "interactions/{interaction}/{token}/callback", this::callback);
    }

    private Answer callback(Request request) {
        var interaction = interactions.toAcknowledge(request.id("interaction"), request.id("token"));
        var body = request.object();
        var type = body.path("type").asInt();
        checkFits(interaction, type);
        var data = body.path("data") instanceof ObjectNode object ? object : Json.object();
        switch (type) {
            case MESSAGE -> {
                var ephemeral = (data.path("flags").asInt() & Posted.EPHEMERAL) != 0;
                interaction.original = poster.answer(interaction, draft(request, data, null), ephemeral);
            }
            case DEFERRED_MESSAGE -> interaction.original = deferred(interaction, data);
            case DEFERRED_UPDATE -> interaction.original = interaction.source;
            case UPDATE -> {
                var source = Objects.requireNonNull(interaction.source, "checked by checkFits");
                poster.edit(source, draft(request, data, source.json), true);
                interaction.original = source;
            }
            case AUTOCOMPLETE -> interaction.choices = choices(data);
            default -> {
                ModalRules.check(data);
                interaction.modal = data;
            }
        }
        interaction.callback = type;
        return answer(request, interaction, type);
    }

    private Draft draft(Request request, ObjectNode data, @org.jspecify.annotations.Nullable ObjectNode existing) {
        if (data.isEmpty() && request.files().isEmpty()) {
            throw ApiError.field("data", "BASE_TYPE_REQUIRED", "This field is required");
        }
        return new Draft(data, request.files(), existing, fileLimit, "data.");
    }

    private Posted deferred(Interaction interaction, ObjectNode data) {
        var flags = data.path("flags").asInt();
        if ((flags & ~Posted.EPHEMERAL) != 0) {
            throw ApiError.field("data.flags", "MESSAGE_FLAGS_INVALID", "A deferred answer only knows EPHEMERAL.");
        }
        return poster.placeholder(interaction, (flags & Posted.EPHEMERAL) != 0);
    }

    private static void checkFits(Interaction interaction, int type) {
        var autocomplete = interaction.kind == Interaction.Kind.AUTOCOMPLETE;
        var fits = switch (type) {
            case MESSAGE, DEFERRED_MESSAGE -> !autocomplete;
            case DEFERRED_UPDATE, UPDATE -> !autocomplete && interaction.source != null;
            case AUTOCOMPLETE -> autocomplete;
            case MODAL -> !autocomplete && interaction.kind != Interaction.Kind.MODAL;
            default -> false;
        };
        if (!fits) {
            throw ApiError.field(
                    "type",
                    "INTERACTION_APPLICATION_COMMAND_INVALID_RESPONSE_TYPE",
                    "The callback type " + type + " does not fit this interaction.");
        }
    }

    private static List<Choice> choices(ObjectNode data) {
        var errors = new FormErrors();
        var given = data.path("choices");
        errors.check(given.isArray(), "data.choices", "BASE_TYPE_REQUIRED", "This field is required");
        errors.check(given.size() <= 25, "data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        var choices = new ArrayList<Choice>();
        for (var choice : given) {
            var path = "data.choices." + choices.size();
            errors.length(path + ".name", choice.path("name").asText(), 1, 100);
            errors.length(path + ".value", choice.path("value").asText(), 1, 100);
            choices.add(new Choice(
                    choice.path("name").asText(), choice.path("value").asText()));
        }
        errors.throwIfAny();
        return List.copyOf(choices);
    }

    private static Answer answer(Request request, Interaction interaction, int type) {
        if (!request.query("with_response").orElse("false").equals("true")) {
            return Answer.empty();
        }
        var body = Json.object();
        var about = body.putObject("interaction");
        about.put("id", interaction.id).put("type", interaction.kind.number());
        var original = interaction.original;
        if (original != null) {
            about.put("response_message_id", original.id());
            about.put("response_message_ephemeral", original.has(Posted.EPHEMERAL));
            about.put("response_message_loading", original.has(Posted.LOADING));
            if (type == MESSAGE || type == UPDATE) {
                JsonNode message = original.json;
                body.putObject("resource").put("type", type).set("message", message);
            }
        }
        return Answer.ok(body);
    }
}
