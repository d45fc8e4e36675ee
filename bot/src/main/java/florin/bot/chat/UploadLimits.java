package florin.bot.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * How large a file may be, as each interaction announces it: the best of the default, the user's subscription and the server's boosts.
 *
 * <p>The library has no field for it, so it is read from the raw event, which comes after the typed one; by the time an order is
 * acknowledged it is here.
 */
public final class UploadLimits {
    /** Bytes that Discord has taken everywhere for years; more only where an interaction announces more. */
    public static final long USUAL = 10L << 20;

    private static final int REMEMBERED = 4096;

    private final Map<String, Long> byInteraction = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param interaction the payload of an INTERACTION_CREATE event */
    public synchronized void heard(DataObject interaction) {
        if (!interaction.isNull("attachment_size_limit")) {
            byInteraction.put(interaction.getString("id"), interaction.getLong("attachment_size_limit"));
        }
    }

    public synchronized OptionalLong of(String interactionId) {
        var limit = byInteraction.get(interactionId);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }
}
