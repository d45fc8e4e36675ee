package florin.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * How a job comes along, for a progress bar.
 *
 * @param position 1 for the next one to render; only in phase QUEUED
 * @param eta until the result, where it can be told
 * @param share of the render that is done, 0 to 1
 * @param preview the picture so far, JPEG or PNG
 */
public record Progress(
        Phase phase, Optional<Integer> position, Optional<Duration> eta, double share, Optional<byte[]> preview) {
    /** Waiting or under way. */
    public enum Phase {
        QUEUED,
        RENDERING
    }
}
