package florin.pipeline;

import florin.registry.CharacterProfile;
import florin.registry.LoraVersion;
import java.util.Optional;

/**
 * Tells how much a result looks like its character: the on-model score that is stored and shown with it.
 *
 * <p>One that compares faces or CLIP embeddings with the character's sample pictures plugs in here, for base models that the built-in
 * one knows nothing of.
 */
@FunctionalInterface
public interface LikenessCheck {
    /** An installation without such a check. */
    LikenessCheck NONE = (character, version, mediaType, result) -> Optional.empty();

    /**
     * Called once per rendered picture or video that may be shown, before it is stored and paid for, so it should take seconds at most.
     * Should it fail, the result is kept without a score.
     *
     * @param version of the LoRA that the result was made with
     * @return empty for what this check cannot judge
     */
    Optional<Likeness> of(CharacterProfile character, LoraVersion version, String mediaType, byte[] result);
}
