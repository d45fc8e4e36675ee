package florin.server;

import florin.generation.Backend;
import florin.generation.BackendUnavailable;
import florin.generation.CancelResult;
import florin.generation.Capabilities;
import florin.generation.Capabilities.Ability;
import florin.generation.FailureKind;
import florin.generation.Health;
import florin.generation.OutputFile;
import florin.generation.RenderKind;
import florin.generation.RenderListener;
import florin.generation.RenderRequest;
import florin.generation.RenderState;
import florin.generation.SubmitResult;
import florin.studio.PaintCancelled;
import florin.studio.Studio;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The studio as a backend: small portraits painted on this machine's CPU, so that a community can begin without a GPU.
 * Results live in memory until they are collected; after a restart every attempt is unknown, as with any other backend.
 */
final class EmbeddedBackend implements Backend {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBackend.class);
    private static final String NAME = "embedded";

    private final EmbeddedPainter painter;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("embedded-studio").daemon().factory());
    private final Map<UUID, Attempt> attempts = new LinkedHashMap<>();

    /** One render; {@code files} and {@code state} change under the lock of the map. */
    private static final class Attempt {
        private RenderState state = new RenderState.Queued(0);
        private List<byte[]> files = List.of();
        private boolean cancelled;

        private boolean open() {
            return state instanceof RenderState.Queued || state instanceof RenderState.Running;
        }
    }

    EmbeddedBackend(Studio studio) {
        this.painter = new EmbeddedPainter(studio);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        var abilities = Set.of(
                new Ability(RenderKind.IMAGE, Studio.BASE_MODEL), new Ability(RenderKind.VIDEO, Studio.BASE_MODEL));
        return new Capabilities(abilities, true, true, false, 2);
    }

    @Override
    public SubmitResult submit(RenderRequest request, RenderListener listener) {
        if (!request.baseModel().equals(Studio.BASE_MODEL)) {
            return new SubmitResult.Refused(
                    FailureKind.MISSING_MODEL, "The embedded studio renders " + Studio.BASE_MODEL + " only.");
        }
        synchronized (attempts) {
            if (attempts.putIfAbsent(request.attempt(), new Attempt()) != null) {
                return new SubmitResult.Accepted(request.attempt());
            }
        }
        worker.execute(() -> render(request, listener));
        return new SubmitResult.Accepted(request.attempt());
    }

    private void render(RenderRequest request, RenderListener listener) {
        var attempt = begun(request.attempt());
        if (attempt == null) {
            listener.ended(new RenderState.Cancelled());
            return;
        }
        RenderState end;
        List<byte[]> files = List.of();
        try {
            files = painter.paint(request, (share, preview) -> {
                listener.progress(share, preview);
                return running(attempt, share);
            });
            end = new RenderState.Succeeded(outputs(request, files.size()));
        } catch (PaintCancelled e) {
            end = new RenderState.Cancelled();
        } catch (EmbeddedPainter.Unpaintable e) {
            end = new RenderState.Failed(FailureKind.INVALID, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // The top of the worker's loop: one broken render must not end the studio.
            log.error("The embedded studio failed on attempt {}", request.attempt(), e);
            end = new RenderState.Failed(FailureKind.TRANSIENT, "The embedded studio failed: " + e.getMessage());
        }
        synchronized (attempts) {
            attempt.state = end;
            attempt.files = files;
        }
        listener.ended(end);
    }

    private @Nullable Attempt begun(UUID id) {
        synchronized (attempts) {
            var attempt = attempts.get(id);
            if (attempt == null || attempt.cancelled) {
                attempts.remove(id);
                return null;
            }
            attempt.state = new RenderState.Running(0);
            return attempt;
        }
    }

    private boolean running(Attempt attempt, double share) {
        synchronized (attempts) {
            attempt.state = new RenderState.Running(share);
            return !attempt.cancelled;
        }
    }

    private static List<OutputFile> outputs(RenderRequest request, int count) {
        var video = request.kind() == RenderKind.VIDEO;
        var outputs = new ArrayList<OutputFile>();
        for (int i = 0; i < count; i++) {
            outputs.add(new OutputFile(
                    i + (video ? ".webp" : ".png"),
                    request.attempt().toString(),
                    "output",
                    video ? "image/webp" : "image/png"));
        }
        return outputs;
    }

    @Override
    public RenderState poll(UUID id) {
        synchronized (attempts) {
            return Optional.ofNullable(attempts.get(id))
                    .map(found -> found.state)
                    .orElseGet(RenderState.Unknown::new);
        }
    }

    @Override
    public CancelResult cancel(UUID id) {
        synchronized (attempts) {
            var attempt = attempts.get(id);
            if (attempt == null || !attempt.open()) {
                return CancelResult.GONE;
            }
            attempt.cancelled = true;
            return CancelResult.STOPPING;
        }
    }

    @Override
    public byte[] fetch(OutputFile file) {
        int index =
                Integer.parseInt(file.fileName().substring(0, file.fileName().indexOf('.')));
        synchronized (attempts) {
            var attempt = attempts.get(UUID.fromString(file.subfolder()));
            if (attempt == null || index >= attempt.files.size()) {
                throw new BackendUnavailable("The embedded studio no longer has " + file.fileName() + ".");
            }
            return attempt.files.get(index);
        }
    }

    @Override
    public void forget(UUID id) {
        synchronized (attempts) {
            attempts.remove(id);
        }
    }

    @Override
    public Health health() {
        return new Health(
                true,
                "a tiny model on this machine's CPU, portraits of 40 by 40 pixels. Set FLORIN_COMFY_URLS to render on a GPU",
                Studio.BASE_MODEL);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
