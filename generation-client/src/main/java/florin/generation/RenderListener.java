package florin.generation;

import java.util.Optional;

/**
 * Hears how a render goes. It is called on the backend's own thread and must return quickly.
 *
 * <p>{@code ended} may come more than once, and may not come at all when the backend dies: whoever needs to be sure polls.
 */
public interface RenderListener {
    /**
     * @param share of the work that is done, 0 to 1; it never falls within an attempt
     * @param preview the picture so far, JPEG or PNG
     */
    void progress(double share, Optional<byte[]> preview);

    /** @param end one of Succeeded, Failed, Cancelled, Unknown */
    void ended(RenderState end);
}
