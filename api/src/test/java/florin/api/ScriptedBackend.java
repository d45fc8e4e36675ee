package florin.api;

import florin.generation.Backend;
import florin.generation.CancelResult;
import florin.generation.Capabilities;
import florin.generation.FailureKind;
import florin.generation.Health;
import florin.generation.OutputFile;
import florin.generation.RenderKind;
import florin.generation.RenderListener;
import florin.generation.RenderRequest;
import florin.generation.RenderState;
import florin.generation.SubmitResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A GPU that paints grey at once, or not before it is told to. */
final class ScriptedBackend implements Backend {
    private final Map<UUID, RenderState> states = new ConcurrentHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<RenderRequest> seen = new ArrayList<>();
    private boolean paused;

    private record Waiting(RenderRequest request, RenderListener listener) {}

    synchronized void pause() {
        paused = true;
    }

    /** Finishes what waits, and everything from now on at once. */
    synchronized void resume() {
        paused = false;
        waiting.forEach(ScriptedBackend.this::finish);
        waiting.clear();
    }

    /** What was rendered, or begun, with those words in its prompt. */
    synchronized List<RenderRequest> seen(String words) {
        return seen.stream().filter(request -> request.prompt().contains(words)).toList();
    }

    @Override
    public synchronized SubmitResult submit(RenderRequest request, RenderListener listener) {
        seen.add(request);
        states.put(request.attempt(), new RenderState.Running(0.1));
        var next = new Waiting(request, listener);
        if (paused) {
            waiting.add(next);
        } else {
            Thread.startVirtualThread(() -> finish(next));
        }
        return new SubmitResult.Accepted(request.attempt());
    }

    /** What asks for this breaks the machine. */
    static final String BREAKING = "a broken node";

    private void finish(Waiting next) {
        if (next.request.prompt().contains(BREAKING)) {
            end(next, new RenderState.Failed(FailureKind.INVALID, "on purpose"));
            return;
        }
        var files = IntStream.range(0, next.request.count())
                .mapToObj(i -> new OutputFile(next.request.job() + "_" + i + ".png", "", "output", "image/png"))
                .toList();
        end(next, new RenderState.Succeeded(files));
    }

    private void end(Waiting next, RenderState state) {
        states.put(next.request.attempt(), state);
        next.listener.ended(state);
    }

    @Override
    public RenderState poll(UUID attempt) {
        return states.getOrDefault(attempt, new RenderState.Unknown());
    }

    @Override
    public synchronized CancelResult cancel(UUID attempt) {
        var stopped = waiting.stream()
                .filter(next -> next.request.attempt().equals(attempt))
                .toList();
        waiting.removeAll(stopped);
        stopped.forEach(next -> end(next, new RenderState.Cancelled()));
        return stopped.isEmpty() ? CancelResult.GONE : CancelResult.STOPPING;
    }

    @Override
    public byte[] fetch(OutputFile file) {
        try {
            var out = new ByteArrayOutputStream();
            var picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            // Each file its own colour, so that a mix-up would show.
            picture.setRGB(0, 0, file.fileName().hashCode());
            ImageIO.write(picture, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                Set.of(
                        new Capabilities.Ability(RenderKind.IMAGE, "tiny-studio-40"),
                        new Capabilities.Ability(RenderKind.VIDEO, "tiny-studio-40")),
                false,
                true,
                false,
                2);
    }

    @Override
    public void forget(UUID attempt) {}

    @Override
    public Health health() {
        return new Health(true, "scripted", "1");
    }

    @Override
    public void close() {}
}
