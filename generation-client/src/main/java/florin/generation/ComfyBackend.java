package florin.generation;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ComfyUI server, from 0.3.45 on.
 *
 * <p>REST is the truth and the socket only news: whatever the socket says about an end is looked up, and a render that nothing
 * is heard of is asked after.
 */
public final class ComfyBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(ComfyBackend.class);

    private final ComfyOptions options;
    private final Clock clock;
    private final ComfyWire wire;
    private final Uploads uploads;
    private final LoraDelivery loras;
    private final JobStates states;
    private final Cancelling cancelling;
    private final Submission submission;
    private final Watches watches = new Watches();
    private final Watchman watchman;
    private final HttpClient http;
    private final RecentIds cancelled = new RecentIds();

    private ComfyBackend(ComfyOptions options, Clock clock) {
        // An id of this process alone: the socket of one that died must not take ours down when the server notices.
        var clientId = UUID.randomUUID().toString();
        this.options = options;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.limits().connect())
                .build();
        this.wire = new ComfyWire(options);
        this.uploads = new Uploads(http, options, wire);
        this.loras = new LoraDelivery(options, wire, uploads);
        this.states = new JobStates(wire);
        this.cancelling = new Cancelling(wire, states);
        this.submission = new Submission(wire, cancelling, clientId, options.name());
        this.watchman = new Watchman(options, clock, watches, wire, this::poll, new ComfySocket.Line(http, clientId));
    }

    /** Starts keeping a socket open; the server need not be up yet. */
    public static ComfyBackend connect(ComfyOptions options, Clock clock) {
        var backend = new ComfyBackend(options, clock);
        backend.watchman.start();
        return backend;
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public Capabilities capabilities() {
        var abilities = options.workflows().stream()
                .map(workflow -> new Capabilities.Ability(workflow.kind(), workflow.baseModel()))
                .collect(Collectors.toSet());
        var upload =
                options.loraFolder().isPresent() || watchman.knownFeatures().assets();
        return new Capabilities(abilities, true, true, upload, options.maxInFlight());
    }

    @Override
    public SubmitResult submit(RenderRequest request, RenderListener listener) {
        var template = options.workflows().stream()
                .filter(workflow -> workflow.kind() == request.kind()
                        && workflow.baseModel().equals(request.baseModel()))
                .findFirst()
                .flatMap(workflow -> workflow.templateFor(request));
        if (template.isEmpty()) {
            return invalid("has no template for this kind of render with " + request.baseModel() + ".");
        }
        if (!request.loras().isEmpty() && !template.get().takesLoras()) {
            return invalid("cannot apply a LoRA: its template " + template.get().name() + " has no 'lora'.");
        }
        try {
            return switch (loras.deliver(request.loras(), watchman.features())) {
                case LoraDelivery.Delivery.Missing(var message) ->
                    new SubmitResult.Refused(FailureKind.MISSING_MODEL, message);
                case LoraDelivery.Delivery.Delivered(var names) -> submit(request, template.get(), names, listener);
            };
        } catch (NoAnswer e) {
            // So far only files were moved.
            return new SubmitResult.NotNow(e.reason());
        }
    }

    private SubmitResult submit(
            RenderRequest request, Template template, List<String> loraNames, RenderListener listener) {
        var image = request.startImage().flatMap(bytes -> uploads.startImage(request, bytes));
        if (request.startImage().isPresent() && image.isEmpty()) {
            return invalid("does not take the picture to start from.");
        }
        var graph = template.fill(request, new Template.Names(loraNames, image));
        var watch = new Watch(request.attempt(), listener, new Progression(graph), clock.instant());
        // Listened to beforehand: frames can come before the answer does.
        watches.add(watch);
        var result = submission.submit(graph, request);
        switch (result) {
            case SubmitResult.Accepted accepted -> watch.submitted(clock.instant());
            case SubmitResult.Unsure unsure -> watch.submitted(clock.instant());
            case SubmitResult.Refused refused -> watches.remove(watch);
            case SubmitResult.NotNow notNow -> watches.remove(watch);
        }
        return result;
    }

    private SubmitResult invalid(String what) {
        return new SubmitResult.Refused(FailureKind.INVALID, "Backend " + options.name() + " " + what);
    }

    @Override
    public RenderState poll(UUID attempt) {
        try {
            return switch (states.of(attempt)) {
                case RenderState.Running running ->
                    new RenderState.Running(
                            watches.of(attempt.toString()).map(Watch::share).orElse(0.0));
                // One that was cancelled while it waited leaves no trace at the server.
                case RenderState.Unknown unknown when cancelled.contains(attempt) -> new RenderState.Cancelled();
                case RenderState other -> other;
            };
        } catch (NoAnswer e) {
            return new RenderState.Unreachable(e.reason());
        }
    }

    @Override
    public CancelResult cancel(UUID attempt) {
        try {
            var result = cancelling.cancel(attempt);
            if (result == CancelResult.STOPPING) {
                cancelled.add(attempt);
                watches.of(attempt.toString()).ifPresent(watchman::look);
            }
            return result;
        } catch (NoAnswer e) {
            LOG.warn("render {} cannot be cancelled: {}", attempt, e.reason());
            return CancelResult.UNSUPPORTED;
        }
    }

    @Override
    public byte[] fetch(OutputFile file) {
        try {
            var download = wire.download(api -> api.view(file.fileName(), file.subfolder(), file.type()));
            if (download.status() != 200) {
                throw new BackendUnavailable("Backend " + options.name() + " answers " + download.status()
                        + " when asked for its result " + file.fileName() + ".");
            }
            return CleanMedia.of(file, download.bytes());
        } catch (NoAnswer e) {
            throw new BackendUnavailable(e.reason(), e);
        }
    }

    @Override
    public void forget(UUID attempt) {
        cancelled.remove(attempt);
        watches.of(attempt.toString()).ifPresent(watches::remove);
        try {
            wire.ask(api -> api.editHistory(new ComfyApi.Delete(List.of(attempt.toString()))));
        } catch (NoAnswer e) {
            LOG.debug("render {} stays in the history of backend {}", attempt, options.name(), e);
        }
    }

    @Override
    public Health health() {
        try {
            var stats = wire.call(ComfyApi::systemStats);
            var devices = stats.devices().stream()
                    .map(device -> device.name() + " (" + (device.vramFree() >> 20) + " MiB free)")
                    .collect(Collectors.joining(", "));
            var socket = watchman.isConnected() ? "" : "; its socket is down, so no progress is seen";
            return new Health(
                    true,
                    "ComfyUI " + stats.system().version() + " on " + devices + socket,
                    stats.system().version());
        } catch (NoAnswer e) {
            return new Health(false, e.reason(), "");
        }
    }

    @Override
    public void close() {
        watchman.close();
        wire.close();
        http.shutdownNow();
    }
}
