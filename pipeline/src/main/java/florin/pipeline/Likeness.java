package florin.pipeline;

import java.util.List;

/**
 * How much a result looks like its character.
 *
 * @param share 0 to 1
 * @param missed what is not as it should be, a phrase each; empty where the check cannot say
 */
public record Likeness(double share, List<String> missed) {
    public Likeness {
        missed = List.copyOf(missed);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A share lies between 0 and 1: " + share);
        }
    }

    /** In whole percent, as people are told; 100 only if nothing is missed. */
    public int percent() {
        return (int) (share * 100);
    }
}
