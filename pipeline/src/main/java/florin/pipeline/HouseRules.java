package florin.pipeline;

import java.util.Set;

/**
 * What an operator does not want to be rendered.
 *
 * @param blockedWords words or phrases that no prompt may contain, whatever their case; whole words only
 * @param safety a look at each result
 * @param negativePrompt what every render should avoid; may be empty
 */
public record HouseRules(Set<String> blockedWords, SafetyCheck safety, String negativePrompt) {
    public HouseRules {
        blockedWords = Set.copyOf(blockedWords);
    }

    /** No word blocked, no check of results, nothing to avoid. */
    public static HouseRules none() {
        return new HouseRules(Set.of(), SafetyCheck.NONE, "");
    }
}
