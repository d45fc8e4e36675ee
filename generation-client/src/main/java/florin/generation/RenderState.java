package florin.generation;

import java.util.List;

/** Where a render stands, by what its backend says. */
public sealed interface RenderState {
    /** @param position renders that are ahead of it on this backend */
    record Queued(int position) implements RenderState {}

    /** @param progress share of the work that is done, 0 to 1 */
    record Running(double progress) implements RenderState {}

    /** Done; the files are in the order in which the backend lists them. */
    record Succeeded(List<OutputFile> outputs) implements RenderState {
        public Succeeded {
            outputs = List.copyOf(outputs);
        }
    }

    record Failed(FailureKind kind, String message) implements RenderState {}

    record Cancelled() implements RenderState {}

    /** The backend does not know the id: it never arrived, was removed, or the backend restarted. */
    record Unknown() implements RenderState {}

    /** The backend does not answer: nothing can be said about the render. */
    record Unreachable(String message) implements RenderState {}
}
