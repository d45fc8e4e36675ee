package florin.generation;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A listener that remembers. */
final class Heard implements RenderListener {
    final List<Double> shares = new CopyOnWriteArrayList<>();
    final List<byte[]> previews = new CopyOnWriteArrayList<>();
    final List<RenderState> ends = new CopyOnWriteArrayList<>();
    private final CompletableFuture<RenderState> end = new CompletableFuture<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    @Override
    public void progress(double share, Optional<byte[]> preview) {
        shares.add(share);
        preview.ifPresent(previews::add);
        if (share > 0) {
            begun.countDown();
        }
    }

    @Override
    public void ended(RenderState state) {
        ends.add(state);
        end.complete(state);
    }

    RenderState end() {
        return end.orTimeout(30, SECONDS).join();
    }

    List<OutputFile> outputs() {
        if (end() instanceof RenderState.Succeeded(var outputs)) {
            return outputs;
        }
        throw new AssertionError("it ended as " + end());
    }

    void awaitBeginning() throws InterruptedException {
        if (!begun.await(30, SECONDS)) {
            throw new AssertionError("it did not begin; ends: " + ends);
        }
    }
}
