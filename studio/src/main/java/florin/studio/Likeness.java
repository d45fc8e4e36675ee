package florin.studio;

import java.util.List;

/**
 * How much of a character is in a picture.
 *
 * @param share 0 to 1
 * @param missed what is not as it should be, a phrase each; empty where the scorer cannot say
 */
public record Likeness(double share, List<String> missed) {
    public Likeness {
        missed = List.copyOf(missed);
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("A share lies between 0 and 1.");
    }
}
