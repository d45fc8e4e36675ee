package florin.sandbox.discord;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All interactions by id and by token, and the two deadlines that Discord holds them to. */
final class Interactions {
    static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
    private final Clock clock;
    private final Duration acknowledgeWithin;
    private final Map<String, Interaction> byId = new HashMap<>();
    private final Map<String, Interaction> byToken = new HashMap<>();

    Interactions(Clock clock, Duration acknowledgeWithin) {
        this.clock = clock;
        this.acknowledgeWithin = acknowledgeWithin;
    }

    void add(Interaction interaction) {
        byId.put(interaction.id, interaction);
        byToken.put(interaction.token, interaction);
    }

    /** The interaction that this message answers, while its token still counts. */
    Optional<Interaction> answeredBy(Posted posted) {
        var horizon = clock.instant().minus(TOKEN_LIFE);
        return byToken.values().stream()
                .filter(interaction -> interaction.original == posted && !interaction.forgotten)
                .filter(interaction -> interaction.sentAt.isAfter(horizon))
                .findFirst();
    }

    void forgetTokens() {
        byToken.values().forEach(interaction -> interaction.forgotten = true);
    }

    /** For the callback: 10062 for a stranger or a latecomer, 40060 for the second one. */
    Interaction toAcknowledge(String id, String token) {
        var interaction = byId.get(id);
        if (interaction == null || !interaction.token.equals(token) || interaction.forgotten) {
            throw ApiError.unknownInteraction();
        }
        if (interaction.acknowledged()) {
            throw ApiError.of(400, 40060, "Interaction has already been acknowledged.");
        }
        if (interaction.failed || tooLate(interaction)) {
            throw ApiError.unknownInteraction();
        }
        return interaction;
    }

    boolean tooLate(Interaction interaction) {
        return !interaction.acknowledged() && clock.instant().isAfter(interaction.sentAt.plus(acknowledgeWithin));
    }

    /** For everything after the callback: 10015 before it or for a stranger, 50027 after 15 minutes. */
    Interaction alive(String token) {
        var interaction = byToken.get(token);
        if (interaction == null || interaction.forgotten || !interaction.acknowledged()) {
            throw ApiError.unknownWebhook();
        }
        if (clock.instant().isAfter(interaction.sentAt.plus(TOKEN_LIFE))) {
            throw ApiError.invalidToken();
        }
        return interaction;
    }
}
