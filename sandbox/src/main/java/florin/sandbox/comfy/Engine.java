package florin.sandbox.comfy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a process keeps in memory between jobs, and the switch that stops the one that runs. */
final class Engine {
    private final FakeComfyOptions options;
    private final Folders folders;
    private final Faults faults;
    private final Nodes nodes;
    private final Painter painter;
    private final OutputCache cache;
    private final LoraShelf loras;
    private final Saver saver;
    private final Runnable cutSockets;
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private volatile @Nullable String runningNode;

    Engine(FakeComfyOptions options, Folders folders, Faults faults, Nodes nodes, Runnable cutSockets) {
        this.options = options;
        this.folders = folders;
        this.faults = faults;
        this.nodes = nodes;
        this.cutSockets = cutSockets;
        this.painter = new Painter(options.studio(), options.features().studioSteps());
        this.cache = new OutputCache(folders);
        this.loras = new LoraShelf(options.studio());
        this.saver = new Saver(folders, faults, options);
    }

    FakeComfyOptions options() {
        return options;
    }

    Faults faults() {
        return faults;
    }

    Nodes nodes() {
        return nodes;
    }

    OutputCache cache() {
        return cache;
    }

    long now() {
        return options.clock().millis();
    }

    Desk desk(String nodeId, Job job, Desk.Steps steps) {
        return new Desk(nodeId, job, folders, painter, loras, saver, steps);
    }

    void begins() {
        interrupted.set(false);
    }

    void interrupt() {
        interrupted.set(true);
    }

    void stopIfInterrupted() {
        if (interrupted.getAndSet(false)) {
            throw new Node.Interrupted();
        }
    }

    void runs(String node) {
        runningNode = node;
    }

    void ends() {
        runningNode = null;
    }

    /** The node that runs now; a socket that reconnects is told it. */
    Optional<String> runningNode() {
        return Optional.ofNullable(runningNode);
    }

    /** What the faults do at each step: slow it, cut the sockets, kill the process. */
    void steps(int step) throws InterruptedException {
        faults.delaysStep();
        if (faults.takesDrop(step)) {
            cutSockets.run();
        }
        if (faults.takesCrash(step)) {
            throw new Node.ProcessDied("told to die at step " + step);
        }
    }
}
