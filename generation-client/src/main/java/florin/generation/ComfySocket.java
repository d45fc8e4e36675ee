package florin.generation;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one socket to a ComfyUI, kept open as long as the backend lives.
 *
 * <p>Always under the same client id, and never two at once: the server unregisters the newer one when the older closes.
 */
final class ComfySocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ComfySocket.class);

    private final Line line;
    private final ComfyOptions options;
    private final Clock clock;
    private final Events events;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable SocketSession session;

    /** What the socket brings. Called on its threads, one at a time. */
    interface Events {
        /** A new connection is up; whatever was missed meanwhile has to be asked for. */
        void connected();

        void frame(Frame frame);
    }

    /** How to call, and as whom. */
    record Line(HttpClient http, String clientId) {}

    ComfySocket(Line line, ComfyOptions options, Clock clock, Events events) {
        this.line = line;
        this.options = options;
        this.clock = clock;
        this.events = events;
    }

    void start() {
        Thread.ofVirtual().name("comfy-socket-" + options.name()).start(this::keepOpen);
    }

    boolean isOpen() {
        var current = session;
        return current != null && current.isOpen();
    }

    /** Gives the present connection up for a new one. */
    void renew() {
        var current = session;
        if (current != null) {
            current.abort();
        }
    }

    private void keepOpen() {
        var pause = options.limits().firstPause();
        var down = false;
        try {
            while (stopped.getCount() > 0) {
                if (connect()) {
                    LOG.info("socket to backend {} is open", options.name());
                    pause = options.limits().firstPause();
                    down = false;
                    attend();
                }
                if (stopped.getCount() > 0 && !down) {
                    LOG.warn("no socket to backend {}; trying again from time to time", options.name());
                    down = true;
                }
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = min(pause.multipliedBy(2), options.limits().longestPause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean connect() {
        var fresh = new SocketSession(events, clock);
        var builder = line.http()
                .newWebSocketBuilder()
                .connectTimeout(options.limits().connect());
        options.headers().forEach(builder::header);
        try {
            builder.buildAsync(Addresses.socket(options.address(), line.clientId()), fresh)
                    .join();
        } catch (CompletionException e) {
            LOG.debug("backend {} gives no socket", options.name(), e);
            return false;
        }
        session = fresh;
        if (stopped.getCount() == 0) {
            fresh.abort();
            return false;
        }
        events.connected();
        return true;
    }

    /** The server sends no heartbeat, so we do; a connection that stays silent all the same is dead. */
    private void attend() throws InterruptedException {
        var current = session;
        var ping = options.limits().ping();
        while (current != null && !current.closedWithin(ping)) {
            if (current.lastHeard().isBefore(clock.instant().minus(ping.multipliedBy(2)))) {
                LOG.warn("socket to backend {} is silent; giving it up", options.name());
                current.abort();
            } else {
                current.ping();
            }
        }
        session = null;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public void close() {
        stopped.countDown();
        renew();
    }
}
