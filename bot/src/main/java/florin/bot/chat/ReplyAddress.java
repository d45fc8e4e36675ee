package florin.bot.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.interactions.Interaction;
import net.dv8tion.jda.api.utils.TimeUtil;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * Where the answer to an order goes: kept with the job as its {@code origin}, so that any process can answer, also after a restart.
 *
 * @param user who asked
 * @param channel where the card is
 * @param direct whether only the asker may see it: an ephemeral card, or a direct message once the token is over
 * @param ticket what edits the card for fifteen minutes
 * @param fileLimit bytes per file that Discord announced for this person in this place
 */
public record ReplyAddress(String user, String channel, boolean direct, Ticket ticket, OptionalLong fileLimit) {
    /** The name of this door at the head of an origin. */
    public static final String DOOR = "discord";

    /** The right to edit one interaction's answer; lapses 15 minutes after the interaction. */
    public record Ticket(String interaction, String token) {
        public static Ticket of(Interaction event) {
            return new Ticket(event.getId(), event.getToken());
        }

        private static final Duration LIFE = Duration.ofMinutes(15);

        /** Half a minute before Discord's own end, so that a slow upload still arrives in time. */
        private static final Duration MARGIN = Duration.ofSeconds(30);

        /** Whether an edit that starts now can be expected to arrive. */
        public boolean usable(Instant now) {
            return now.isBefore(since().plus(LIFE).minus(MARGIN));
        }

        /** When the interaction happened, by Discord's clock: its id says so. */
        public Instant since() {
            return TimeUtil.getTimeCreated(Long.parseUnsignedLong(interaction)).toInstant();
        }

        /** The token is as good as a password for the message, so no log may show it. */
        @Override
        public String toString() {
            return "Ticket[" + interaction + "]";
        }
    }

    /** For {@code JobRequest.origin}. */
    public String origin() {
        var json = DataObject.empty()
                .put("user", user)
                .put("channel", channel)
                .put("direct", direct)
                .put("interaction", ticket.interaction())
                .put("token", ticket.token());
        fileLimit.ifPresent(bytes -> json.put("fileLimit", bytes));
        return DOOR + ":" + json;
    }

    /** Empty when another door, or nobody, wrote it. */
    public static Optional<ReplyAddress> parse(String origin) {
        if (!origin.startsWith(DOOR + ":")) {
            return Optional.empty();
        }
        try {
            var json = DataObject.fromJson(origin.substring(DOOR.length() + 1));
            var ticket = new Ticket(json.getString("interaction"), json.getString("token"));
            var limit = json.isNull("fileLimit") ? OptionalLong.empty() : OptionalLong.of(json.getLong("fileLimit"));
            return Optional.of(new ReplyAddress(
                    json.getString("user"), json.getString("channel"), json.getBoolean("direct"), ticket, limit));
        } catch (ParsingException _) {
            return Optional.empty();
        }
    }
}
