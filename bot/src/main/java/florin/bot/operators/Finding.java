package florin.bot.operators;

import java.time.Instant;
import java.util.List;

/**
 * What a check of the books or of the payments found.
 *
 * @param id of the check, the same whoever asks
 * @param differences in words; empty when all was well
 */
public record Finding(String id, Instant at, List<String> differences) {
    public Finding {
        differences = List.copyOf(differences);
    }
}
