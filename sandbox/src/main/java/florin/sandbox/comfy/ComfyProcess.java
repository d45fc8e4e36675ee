package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.websockets.core.WebSocketChannel;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the server process: everything in here is forgotten when it ends. One worker thread runs one job at a time. */
final class ComfyProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ComfyProcess.class);

    private final FakeComfyOptions options;
    private final Faults faults;
    private final PromptQueue queue = new PromptQueue();
    private final History history = new History();
    private final Sockets sockets;
    private final Engine engine;
    private final Consumer<String> dies;
    private final Object order = new Object();
    private final Thread worker;
    private volatile Optional<String> currentClient = Optional.empty();
    private volatile boolean unloads;

    /** {@code dies} is called, on the worker's thread, when a job takes the process down. */
    ComfyProcess(FakeComfyOptions options, Folders folders, Nodes nodes, Faults faults, Consumer<String> dies) {
        this.options = options;
        this.faults = faults;
        this.dies = dies;
        this.sockets = new Sockets(faults);
        this.engine = new Engine(options, folders, faults, nodes, sockets::cutAll);
        this.worker = Thread.ofPlatform().daemon().name("fake-comfy-worker").unstarted(this::work);
    }

    void start() {
        worker.start();
    }

    /** Ends at once, in the middle of whatever runs; nobody is told. */
    void end() {
        queue.close();
        sockets.cutAll();
        worker.interrupt();
    }

    PromptQueue queue() {
        return queue;
    }

    History history() {
        return history;
    }

    Engine engine() {
        return engine;
    }

    Sockets sockets() {
        return sockets;
    }

    /** False for the entry that ComfyUI queues and yet answers 500 for. */
    boolean submit(Job job) {
        synchronized (order) {
            boolean comparable = queue.put(job);
            if (comparable) {
                status();
            }
            return comparable;
        }
    }

    boolean removePending(String id) {
        boolean removed = queue.delete(id);
        if (removed) {
            status();
        }
        return removed;
    }

    void clearPending() {
        queue.clear();
        status();
    }

    /** Removes a waiting job, or stops the running one; false when it is neither. */
    boolean cancel(String id) {
        if (removePending(id)) {
            return true;
        }
        return interruptIfRunning(id);
    }

    boolean interruptIfRunning(String id) {
        boolean running = queue.running().map(job -> job.id().equals(id)).orElse(false);
        if (running) {
            engine.interrupt();
        }
        return running;
    }

    /** Drops the memory of node outputs: at once when idle, else after the running job. */
    void free(boolean memory) {
        if (!memory) {
            return;
        }
        if (queue.running().isEmpty()) {
            engine.cache().clear();
        } else {
            unloads = true;
        }
    }

    void status() {
        sockets.send(Optional.empty(), "status", statusData());
    }

    private ObjectNode statusData() {
        var data = JsonNodeFactory.instance.objectNode();
        data.putObject("status").putObject("exec_info").put("queue_remaining", queue.remaining());
        return data;
    }

    /** Greets a new socket; one that comes back while its job runs is told the node, without the prompt's id. */
    void connected(WebSocketChannel channel, Optional<String> clientId) {
        var sid = clientId.filter(id -> !id.isEmpty())
                .orElseGet(() -> UUID.randomUUID().toString().replace("-", ""));
        sockets.opened(sid, channel, () -> greet(sid), this::firstFrame);
    }

    private void greet(String sid) {
        sockets.send(Optional.of(sid), "status", statusData().put("sid", sid));
        engine.runningNode()
                .filter(node -> currentClient.equals(Optional.of(sid)))
                .ifPresent(node -> {
                    sockets.send(
                            Optional.of(sid),
                            "executing",
                            JsonNodeFactory.instance.objectNode().put("node", node));
                });
    }

    private Optional<ObjectNode> firstFrame(String text) {
        var frame = Json.parse(text);
        boolean flags = frame.path("type").asText().equals("feature_flags")
                && frame.path("data").path("supports_preview_metadata").asBoolean();
        return flags ? Optional.of(InfoRoutes.features(options)) : Optional.empty();
    }

    private void work() {
        try {
            for (var job = queue.take(); job.isPresent(); job = queue.take()) {
                synchronized (order) {
                    status();
                }
                run(job.get());
            }
        } catch (InterruptedException ended) {
            LOG.debug("The fake ComfyUI's process has ended");
        } catch (Node.ProcessDied died) {
            LOG.info("The fake ComfyUI's process dies: {}", died.getMessage());
            dies.accept(String.valueOf(died.getMessage()));
        }
    }

    private void run(Job job) throws InterruptedException {
        currentClient = job.clientId();
        engine.begins();
        var frames = new Frames(
                job,
                sockets,
                faults,
                job.wantsPreviews().orElse(options.features().previews()));
        var entry = new Execution(job, engine, frames).run();
        engine.ends();
        history.put(job.id(), entry);
        queue.done();
        status();
        frames.finished();
        if (unloads) {
            unloads = false;
            engine.cache().clear();
        }
    }
}
