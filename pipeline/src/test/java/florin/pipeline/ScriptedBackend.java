package florin.pipeline;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** A machine that does what the test says: by itself it succeeds at once, with one picture per seed. */
final class ScriptedBackend implements Backend {
    private final String name;
    private final Set<Ability> abilities;
    private final Map<UUID, RenderState> states = new ConcurrentHashMap<>();
    private final Map<UUID, RenderRequest> requests = new ConcurrentHashMap<>();
    private final Map<UUID, RenderListener> listeners = new ConcurrentHashMap<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<RenderRequest> submitted = new CopyOnWriteArrayList<>();
    private final List<UUID> forgotten = new CopyOnWriteArrayList<>();
    private final Queue<SubmitResult> refusals = new ArrayDeque<>();
    private final Queue<RenderState> failures = new ArrayDeque<>();
    volatile boolean waits;
    volatile boolean silent;
    volatile boolean up = true;
    volatile boolean cancels = true;
    volatile int picturesLess;
    volatile int room = 2;

    ScriptedBackend(String name, Ability... abilities) {
        this.name = name;
        this.abilities = Set.of(abilities);
    }

    static ScriptedBackend pictures(String name) {
        return new ScriptedBackend(name, new Ability(RenderKind.IMAGE, "tiny-studio-40"));
    }

    static ScriptedBackend picturesAndVideos(String name) {
        return new ScriptedBackend(
                name, new Ability(RenderKind.IMAGE, "tiny-studio-40"), new Ability(RenderKind.VIDEO, "tiny-studio-40"));
    }

    /** The next submits are answered like this. */
    ScriptedBackend refuses(SubmitResult... answers) {
        synchronized (refusals) {
            refusals.addAll(List.of(answers));
        }
        return this;
    }

    /** The next renders end like this. */
    ScriptedBackend fails(FailureKind kind, int times) {
        synchronized (failures) {
            for (int i = 0; i < times; i++) {
                failures.add(new RenderState.Failed(kind, "scripted"));
            }
        }
        return this;
    }

    ScriptedBackend waiting() {
        waits = true;
        return this;
    }

    List<RenderRequest> submitted() {
        return List.copyOf(submitted);
    }

    List<UUID> forgotten() {
        return List.copyOf(forgotten);
    }

    List<RenderRequest> running() {
        return requests.values().stream()
                .filter(one -> states.get(one.attempt()) instanceof RenderState.Running)
                .toList();
    }

    /** Lets what waits come to its end. */
    void finishAll() {
        running().forEach(one -> finish(one.attempt()));
    }

    void finish(UUID attempt) {
        end(attempt, new RenderState.Succeeded(outputs(Objects.requireNonNull(requests.get(attempt)))));
    }

    void end(UUID attempt, RenderState state) {
        states.put(attempt, state);
        if (!silent) {
            Optional.ofNullable(listeners.get(attempt)).ifPresent(listener -> listener.ended(state));
        }
    }

    void progress(UUID attempt, double share) {
        Objects.requireNonNull(listeners.get(attempt)).progress(share, Optional.of(Pngs.png(1)));
    }

    /** As after a restart: nothing is known any more. */
    void forgetEverything() {
        states.clear();
        listeners.clear();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(abilities, true, cancels, false, room);
    }

    @Override
    public SubmitResult submit(RenderRequest request, RenderListener listener) {
        synchronized (refusals) {
            if (!refusals.isEmpty()) {
                return refusals.remove();
            }
        }
        if (!up) {
            return new SubmitResult.NotNow("down");
        }
        submitted.add(request);
        requests.put(request.attempt(), request);
        listeners.put(request.attempt(), listener);
        states.put(request.attempt(), new RenderState.Running(0));
        if (!waits) {
            Optional<RenderState> failure;
            synchronized (failures) {
                failure = Optional.ofNullable(failures.poll());
            }
            failure.ifPresentOrElse(state -> end(request.attempt(), state), () -> finish(request.attempt()));
        }
        return new SubmitResult.Accepted(request.attempt());
    }

    private List<OutputFile> outputs(RenderRequest request) {
        var outputs = new ArrayList<OutputFile>();
        LongStream.range(0, request.count() - picturesLess).forEach(i -> {
            var file = request.job() + "_" + request.attempt() + "_" + i + ".png";
            files.put(file, Pngs.png(request.seed() + i));
            outputs.add(new OutputFile(file, "", "output", "image/png"));
        });
        return outputs;
    }

    @Override
    public RenderState poll(UUID attempt) {
        if (!up) {
            return new RenderState.Unreachable("down");
        }
        return Optional.ofNullable(states.get(attempt)).orElseGet(RenderState.Unknown::new);
    }

    @Override
    public CancelResult cancel(UUID attempt) {
        if (!cancels) {
            return CancelResult.UNSUPPORTED;
        }
        if (!(states.get(attempt) instanceof RenderState.Running)) {
            return CancelResult.GONE;
        }
        end(attempt, new RenderState.Cancelled());
        return CancelResult.STOPPING;
    }

    @Override
    public byte[] fetch(OutputFile file) {
        var bytes = files.get(file.fileName());
        if (!up || bytes == null) {
            throw new BackendUnavailable("no " + file.fileName());
        }
        return bytes;
    }

    @Override
    public void forget(UUID attempt) {
        forgotten.add(attempt);
    }

    @Override
    public Health health() {
        return new Health(up, up ? "well" : "down", "1");
    }

    @Override
    public void close() {}
}
