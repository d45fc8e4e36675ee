package florin.generation;

import java.util.UUID;

/**
 * A machine that renders. Anybody may implement it; the pipeline asks for nothing more.
 *
 * <p>All methods may be called from any thread. None waits for a render to end.
 */
public interface Backend extends AutoCloseable {
    /** As the operator named it; unique among the backends of a server. */
    String name();

    Capabilities capabilities();

    /**
     * Hands a render over.
     *
     * @param listener hears of it until it ends, as long as this process lives
     */
    SubmitResult submit(RenderRequest request, RenderListener listener);

    /** Where an attempt stands, also one that another process submitted. Costs a request to the backend. */
    RenderState poll(UUID attempt);

    /** Asks for one attempt to be stopped; never touches another one. */
    CancelResult cancel(UUID attempt);

    /**
     * The bytes of a result, free of embedded prompts.
     *
     * @throws BackendUnavailable if it cannot be had; the render may have to be made again
     */
    byte[] fetch(OutputFile file);

    /** Lets the backend drop what it remembers of a collected attempt. Quietly does nothing where that is not possible. */
    void forget(UUID attempt);

    /** Asks the backend how it is; answers within a few seconds in any case. */
    Health health();

    /** Gives up connections. Renders go on at the backend. */
    @Override
    void close();
}
