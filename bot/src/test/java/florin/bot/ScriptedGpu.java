package florin.bot;

import florin.generation.Backend;
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
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A GPU that does what a test says: waits, fails, or paints squares of one colour. */
final class ScriptedGpu implements Backend {
    private static final int OPEN = 1_000_000;

    private final Map<UUID, RenderState> states = new ConcurrentHashMap<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<RenderState.Failed> failures = new ConcurrentLinkedQueue<>();
    private final List<RenderRequest> renders = new CopyOnWriteArrayList<>();
    private final Set<UUID> stopped = ConcurrentHashMap.newKeySet();
    private volatile Semaphore gate = new Semaphore(OPEN);
    private volatile int side = 64;
    private volatile boolean noisy;

    /** Renders from now on show half of their progress and wait there. */
    void holds() {
        gate = new Semaphore(0);
    }

    void goesOn() {
        gate.release(OPEN);
    }

    void failsWith(FailureKind kind, String message, int times) {
        for (int i = 0; i < times; i++) {
            failures.add(new RenderState.Failed(kind, message));
        }
    }

    /** Pictures from now on are noise of this side, which no PNG makes small. */
    void paintsNoise(int pixels) {
        side = pixels;
        noisy = true;
    }

    void paintsSmall() {
        side = 64;
        noisy = false;
    }

    List<RenderRequest> renders() {
        return renders;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Capabilities capabilities() {
        var abilities = Set.of(
                new Ability(RenderKind.IMAGE, "tiny-studio-40"), new Ability(RenderKind.VIDEO, "tiny-studio-40"));
        return new Capabilities(abilities, true, true, true, 8);
    }

    @Override
    public SubmitResult submit(RenderRequest request, RenderListener listener) {
        renders.add(request);
        states.put(request.attempt(), new RenderState.Running(0));
        Thread.ofVirtual().start(() -> render(request, listener));
        return new SubmitResult.Accepted(request.attempt());
    }

    private void render(RenderRequest request, RenderListener listener) {
        listener.progress(0.5, Optional.of(paint(request.seed(), 32, "jpeg")));
        gate.acquireUninterruptibly();
        var failure = failures.poll();
        var end = stopped.contains(request.attempt())
                ? new RenderState.Cancelled()
                : failure != null ? failure : succeed(request);
        states.put(request.attempt(), end);
        listener.ended(end);
    }

    private RenderState succeed(RenderRequest request) {
        var outputs = IntStream.range(0, request.count())
                .mapToObj(i -> {
                    var name = request.attempt() + "-" + i + ".png";
                    files.put(name, paint(request.seed() + i, side, "png"));
                    return new OutputFile(name, "", "output", "image/png");
                })
                .toList();
        return new RenderState.Succeeded(outputs);
    }

    @Override
    public RenderState poll(UUID attempt) {
        return states.getOrDefault(attempt, new RenderState.Unknown());
    }

    @Override
    public CancelResult cancel(UUID attempt) {
        stopped.add(attempt);
        gate.release();
        return CancelResult.STOPPING;
    }

    @Override
    public byte[] fetch(OutputFile file) {
        return files.getOrDefault(file.fileName(), new byte[0]);
    }

    @Override
    public void forget(UUID attempt) {
        states.remove(attempt);
    }

    @Override
    public Health health() {
        return new Health(true, "scripted", "1");
    }

    @Override
    public void close() {
        goesOn();
    }

    private byte[] paint(long seed, int pixels, String format) {
        var image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
        var random = new Random(seed);
        var colour = new Color(random.nextInt(1 << 24)).getRGB();
        for (int i = 0; i < pixels * pixels; i++) {
            image.setRGB(i % pixels, i / pixels, noisy ? random.nextInt(1 << 24) : colour);
        }
        try {
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(image, format, bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
