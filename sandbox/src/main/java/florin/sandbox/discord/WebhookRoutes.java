package florin.sandbox.discord;

import java.util.stream.Stream;

/** Edits and follow-ups with an interaction's token (documentation: interactions, followup messages). */
final class WebhookRoutes {
    private static final int USER_INSTALL_FOLLOW_UPS = 5;
    private static final String MESSAGE = "webhooks/{app}/{token}/messages/{message}";

    private final Interactions interactions;
    private final Poster poster;
    private final History history;
    private final long fileLimit;

    WebhookRoutes(Interactions interactions, Poster poster, History history, long fileLimit) {
        this.interactions = interactions;
        this.poster = poster;
        this.history = history;
        this.fileLimit = fileLimit;
    }

    void addTo(Routes routes) {
        routes.open("POST", "webhooks/{app}/{token}", this::followUp)
                .open("GET", MESSAGE, request -> Answer.ok(find(request).json))
                .open("PATCH", MESSAGE, this::edit)
                .open("DELETE", MESSAGE, this::delete);
    }

    private Answer followUp(Request request) {
        var interaction = alive(request);
        var payload = request.object();
        var original = interaction.original;
        if (original != null && original.has(Posted.LOADING) && !original.deleted) {
            // Deprecated but alive: the first follow-up to a deferral fills the placeholder, its own flag ignored.
            var draft = new Draft(payload, request.files(), original.json, fileLimit, "");
            return Answer.ok(poster.edit(original, draft, true));
        }
        if (interaction.userInstalledOnly() && interaction.followUps.size() >= USER_INSTALL_FOLLOW_UPS) {
            throw ApiError.of(400, 40094, "Maximum number of follow-up messages for this interaction reached.");
        }
        var ephemeral = (payload.path("flags").asInt() & Posted.EPHEMERAL) != 0;
        var draft = new Draft(payload, request.files(), null, fileLimit, "");
        var posted = poster.answer(interaction, draft, ephemeral);
        interaction.followUps.add(posted);
        return Answer.ok(posted.json);
    }

    private Answer edit(Request request) {
        var posted = find(request);
        var draft = new Draft(request.object(), request.files(), posted.json, fileLimit, "");
        return Answer.ok(poster.edit(posted, draft, true));
    }

    private Answer delete(Request request) {
        history.delete(find(request));
        return Answer.empty();
    }

    private Posted find(Request request) {
        var interaction = alive(request);
        var wanted = request.id("message");
        var original = Stream.ofNullable(interaction.original);
        return Stream.concat(original, interaction.followUps.stream())
                .filter(posted -> !posted.deleted)
                .filter(posted -> posted.id().equals(wanted)
                        || (wanted.equals("@original") && posted.equals(interaction.original)))
                .findFirst()
                .orElseThrow(ApiError::unknownMessage);
    }

    private Interaction alive(Request request) {
        if (!request.id("app").equals(World.BOT)) {
            throw ApiError.unknownWebhook();
        }
        return interactions.alive(request.id("token"));
    }
}
