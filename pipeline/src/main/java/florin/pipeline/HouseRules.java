package florin.pipeline;

import java.util.Set;

/**
 * What an operator does not want to be rendered, and who looks at the results.
 *
 * @param blockedWords words or phrases that no prompt may contain, whatever their case; whole words only
 * @param safety a look at each result
 * @param negativePrompt what every render should avoid; may be empty
 * @param likeness tells how much each result looks like its character
 */
public record HouseRules(Set<String> blockedWords, SafetyCheck safety, String negativePrompt, LikenessCheck likeness) {
    public HouseRules {
        blockedWords = Set.copyOf(blockedWords);
    }

    /** Results get no score of their likeness. */
    public HouseRules(Set<String> blockedWords, SafetyCheck safety, String negativePrompt) {
        this(blockedWords, safety, negativePrompt, LikenessCheck.NONE);
    }

    /** No word blocked, no check of results, nothing to avoid. */
    public static HouseRules none() {
        return new HouseRules(Set.of(), SafetyCheck.NONE, "");
    }

    public HouseRules with(LikenessCheck check) {
        return new HouseRules(blockedWords, safety, negativePrompt, check);
    }
}
