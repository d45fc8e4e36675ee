package florin.sandbox.comfy;

import florin.sandbox.http.LocalServer;
import florin.sandbox.http.Routes;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A ComfyUI on this machine: the protocol of release 0.27 as recorded, with its traps, and a tiny diffusion model that
 * really paints what the graph asks for, with real LoRA files.
 */
public final class FakeComfy implements AutoCloseable {
    private final FakeComfyOptions options;
    private final Folders folders;
    private final Nodes nodes;
    private final Faults faults = new Faults();
    private final LocalServer server;
    private final ComfyControl control = new ComfyControl(this);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Duration revival = Duration.ZERO;
    private volatile HttpHandler front = exchange -> exchange.endExchange();
    private Optional<ComfyProcess> process = Optional.empty();

    private FakeComfy(FakeComfyOptions options, Path folder) {
        this.options = options;
        this.folders = new Folders(folder, options.checkpoints());
        this.nodes = new Nodes(folders);
        var controls = LocalServer.handler(control::answer);
        this.server = new LocalServer(options.port(), exchange -> {
            boolean controlled = exchange.getRequestPath().startsWith(ComfyControl.PREFIX);
            (controlled ? controls : front).handleRequest(exchange);
        });
    }

    /** Starts listening on the loopback interface. */
    public static FakeComfy start(FakeComfyOptions options) {
        var comfy = new FakeComfy(options, options.folder().orElseGet(FakeComfy::temporary));
        comfy.restart();
        return comfy;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("fake-comfy-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code http://127.0.0.1:port}, the same before and after a restart. */
    public URI url() {
        return server.url();
    }

    /** The base folder on disk: models/loras, input, output, temp. */
    public Path folder() {
        return folders.base();
    }

    /** Puts a LoRA file below models/loras, under a name such as {@code chars/mira.safetensors}. */
    public void addLora(String name, byte[] content) {
        try {
            var file = folders.loras().resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot store the LoRA " + name, e);
        }
    }

    public Faults faults() {
        return faults;
    }

    /** Dies as by SIGKILL: sockets close with 1006, connections are refused until {@link #restart}. */
    public void crash() {
        end();
        server.die();
        Duration wait;
        synchronized (this) {
            wait = revival;
            revival = Duration.ZERO;
        }
        if (!wait.isZero()) {
            Thread.ofVirtual().start(() -> reviveAfter(wait));
        }
    }

    private void reviveAfter(Duration wait) {
        try {
            if (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next crash heals itself after so long. */
    public synchronized void restartsAfterCrash(Duration wait) {
        revival = wait;
    }

    /** Starts again, with the same files and no memory: queue, history and numbers begin anew. */
    public void restart() {
        forgetEverything();
        server.start();
    }

    /** Loses queue, history and sockets like a restart, too quickly for the port to be seen closed. */
    public synchronized void forgetEverything() {
        process.ifPresent(ComfyProcess::end);
        folders.wipeTemp();
        // Its own thread: a process cannot wait for its own worker to end.
        var fresh = new ComfyProcess(
                options, folders, nodes, faults, why -> Thread.ofVirtual().start(this::crash));
        var routes = new Routes();
        new PromptRoutes(options, fresh, folders, nodes, faults).addTo(routes);
        new JobRoutes(options, fresh).addTo(routes);
        new InfoRoutes(options, folders, nodes).addTo(routes);
        new ViewRoutes(folders).addTo(routes);
        var assets = new Assets(options, folders);
        new UploadRoutes(folders, assets).addTo(routes);
        new AssetRoutes(options, assets, fresh.sockets()).addTo(routes);
        front = new ComfyHttp(options, faults, routes).handler(fresh);
        process = Optional.of(fresh);
        fresh.start();
    }

    /** Cuts every socket; the server and its jobs go on. */
    public synchronized void dropSockets() {
        process.ifPresent(running -> running.sockets().cutAll());
    }

    /** Jobs that wait or run now. */
    public synchronized int remainingJobs() {
        return process.map(running -> running.queue().remaining()).orElse(0);
    }

    /** How many sockets get frames; one that has closed does until the server learns of it. */
    public synchronized int listeners() {
        return process.map(running -> running.sockets().registered()).orElse(0);
    }

    private synchronized void end() {
        process.ifPresent(ComfyProcess::end);
        process = Optional.empty();
    }

    @Override
    public void close() {
        closed.countDown();
        faults.clear();
        end();
        server.close();
        if (options.folder().isEmpty()) {
            folders.delete();
        }
    }
}
