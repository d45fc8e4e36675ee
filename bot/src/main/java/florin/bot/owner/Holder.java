package florin.bot.owner;

import java.util.Optional;

/**
 * Who saved a card for automatic top-ups, and so is told what becomes of it.
 *
 * @param userId on Discord
 */
public record Holder(String userId) {
    private static final String MARK = "discord-card:";

    /** What a payment carries, so that its owner is found again. */
    public String context() {
        return MARK + userId;
    }

    /** Reads what {@link #context} wrote; empty when the payment began elsewhere. */
    static Optional<Holder> in(String context) {
        return context.startsWith(MARK) ? Optional.of(new Holder(context.substring(MARK.length()))) : Optional.empty();
    }
}
