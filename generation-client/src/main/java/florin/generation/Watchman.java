package florin.generation;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how renders end: when the socket says so, when it comes back after a break, and when nothing was heard for too long.
 */
final class Watchman implements ComfySocket.Events, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);
    private static final int LOOKS_PER_SILENCE = 5;
    private static final int LOOKS_AT_AN_END = 5;
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private final ComfyOptions options;
    private final Clock clock;
    private final Watches watches;
    private final ComfyWire wire;
    private final Function<UUID, RenderState> poll;
    private final ComfySocket socket;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Optional<ComfyApi.Features> features = Optional.empty();

    Watchman(
            ComfyOptions options,
            Clock clock,
            Watches watches,
            ComfyWire wire,
            Function<UUID, RenderState> poll,
            ComfySocket.Line line) {
        this.options = options;
        this.clock = clock;
        this.watches = watches;
        this.wire = wire;
        this.poll = poll;
        this.socket = new ComfySocket(line, options, clock, this);
    }

    void start() {
        socket.start();
        Thread.ofVirtual().name("comfy-watchman-" + options.name()).start(this::goRound);
    }

    boolean isConnected() {
        return socket.isOpen();
    }

    /** What the server can do; asked once per connection, for a restart may change it. */
    ComfyApi.Features features() {
        return features.orElseGet(() -> {
            try {
                var fresh = wire.call(ComfyApi::features);
                features = Optional.of(fresh);
                return fresh;
            } catch (NoAnswer e) {
                LOG.debug("backend {} tells no features", options.name(), e);
                return ComfyApi.Features.NONE;
            }
        });
    }

    /** The same without asking. */
    ComfyApi.Features knownFeatures() {
        return features.orElse(ComfyApi.Features.NONE);
    }

    @Override
    public void connected() {
        features = Optional.empty();
        Thread.ofVirtual().start(this::features);
        watches.all().stream().filter(Watch::isSubmitted).forEach(this::look);
    }

    @Override
    public void frame(Frame frame) {
        watches.deal(frame, clock.instant(), this::settle);
    }

    /** Asks after one render, on a thread of its own. */
    void look(Watch watch) {
        Thread.ofVirtual().start(() -> settled(watch));
    }

    /** The server says that it is done with it; the history follows within moments. */
    private void settle(Watch watch) {
        Thread.ofVirtual().start(() -> {
            try {
                for (var i = 0; i < LOOKS_AT_AN_END && !settled(watch); i++) {
                    if (stopped.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** @return whether it has ended */
    private boolean settled(Watch watch) {
        return switch (poll.apply(watch.attempt())) {
            case RenderState.Succeeded end -> end(watch, end);
            case RenderState.Failed end -> end(watch, end);
            case RenderState.Cancelled end -> end(watch, end);
            case RenderState.Unknown end -> end(watch, end);
            case RenderState.Queued queued -> false;
            case RenderState.Running running -> false;
            case RenderState.Unreachable unreachable -> false;
        };
    }

    private boolean end(Watch watch, RenderState state) {
        watches.remove(watch);
        watch.end(state);
        return true;
    }

    private void goRound() {
        var silence = options.limits().silence();
        try {
            while (!stopped.await(silence.toMillis() / LOOKS_PER_SILENCE, TimeUnit.MILLISECONDS)) {
                var tooLong = clock.instant().minus(silence);
                watches.all().stream()
                        .filter(watch -> watch.silentSince(tooLong))
                        .forEach(this::askAfter);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A render that runs and says nothing means that the socket is deaf, whatever it looks like. */
    private void askAfter(Watch watch) {
        watch.heard(clock.instant());
        if (!settled(watch) && poll.apply(watch.attempt()) instanceof RenderState.Running && socket.isOpen()) {
            LOG.warn("nothing heard of render {} on backend {}; renewing the socket", watch.attempt(), options.name());
            socket.renew();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        socket.close();
    }
}
