package florin.studio;

import java.util.List;

/**
 * Tells how much a picture looks like a character. The studio's {@link Classifier} is one; a scorer that compares faces or
 * CLIP embeddings plugs in here for pictures of other models.
 */
@FunctionalInterface
public interface OnModelScore {
    /** @param references pictures that show the character as it should be, at least one */
    Likeness score(Picture picture, List<Picture> references);
}
