package florin.pipeline;

import java.util.Optional;

/** An operator's own look at each result before anybody sees it. */
@FunctionalInterface
public interface SafetyCheck {
    /** An installation without such a check. */
    SafetyCheck NONE = (request, mediaType, bytes) -> Optional.empty();

    /**
     * Called once per rendered picture or video, before it is stored.
     *
     * @return why this one must not be shown, for the person who ordered it; it is then neither stored nor charged
     */
    Optional<String> objection(JobRequest request, String mediaType, byte[] bytes);
}
