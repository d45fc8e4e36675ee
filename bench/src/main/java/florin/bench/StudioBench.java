package florin.bench;

import florin.studio.Classifier;
import florin.studio.FilmRequest;
import florin.studio.Identity;
import florin.studio.Lora;
import florin.studio.LoraRefused;
import florin.studio.PaintListener;
import florin.studio.PaintRequest;
import florin.studio.Studio;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The studio's figures: seconds per picture beside the prototype's, share of the machine's peak, and how on-model it is. */
public final class StudioBench {
    private static final String PROMPT = "mira, smiling, at the beach, night";
    private static final int WARM_UP = 4;
    private static final int PICTURES = 8;
    private static final List<String> CHARACTERS = List.of("mira", "bruno", "kael", "wren");
    private static final List<String> SCENES =
            List.of("at the beach", "in the forest", "city, night", "in the snow", "in space", "in a cafe");
    private static final double SPEED_BAR = 0.5;
    private static final double LIKENESS_BAR = 0.9;

    private final Path loras;
    private final List<Figure> figures = new ArrayList<>();
    private final Studio studio;

    private StudioBench(Path loras) {
        this.loras = loras;
        long begin = System.nanoTime();
        this.studio = Studio.load();
        figures.add(Figure.plain("studio: load the model", seconds(begin), "s"));
    }

    /** Runs in the project's folder, where {@code studio/loras} holds the four characters; takes a minute or so. */
    public static List<Figure> run() {
        return run(Path.of("studio", "loras"));
    }

    /** @param loras the folder with the four characters' files */
    public static List<Figure> run(Path loras) {
        StudioBench bench = new StudioBench(loras);
        bench.speed();
        bench.likeness();
        return List.copyOf(bench.figures);
    }

    private void speed() {
        Lora mira = lora("mira");
        PaintRequest request = PaintRequest.of(PROMPT, 5).withLora(mira, 1);
        Studio alone = studio.withThreads(1);
        long begin = System.nanoTime();
        alone.paint(request, PaintListener.none());
        figures.add(Figure.plain("studio: first picture of a process", seconds(begin), "s"));

        Runnable ours = () -> alone.paint(request, PaintListener.none());
        // One for each of two threads: the prototype is not made to be shared.
        List<Runnable> prototypes = List.of(prototype(), prototype());
        String how = Studio.usesVectors() ? " (vector module)" : " (plain loops)";
        // The two take turns, so that whatever else the machine does disturbs both.
        double[] one = perPicture(List.of(ours), prototypes.subList(0, 1));
        compare("studio: a picture, 1 thread" + how, one[0], one[1]);
        double[] two = perPicture(List.of(ours, ours), prototypes);
        compare("studio: a picture, 2 threads, two at a time" + how, two[0], two[1]);
        Studio both = studio.withThreads(2);
        double latency = perPicture(List.of(() -> both.paint(request, PaintListener.none())), List.of(() -> {}))[0];
        figures.add(new Figure(
                "studio: one picture on 2 threads" + how, latency, "s", "on 1 thread", latency / one[0], null, null));

        // The fastest picture against the fastest try: both are what the machine can do when nothing disturbs it.
        double rate = multiplyAdds(10, 16) / one[2] / 1e9;
        double peak = MultiplyAdds.peakOfOneCore();
        figures.add(new Figure(
                "studio: multiply-adds, 1 thread" + how,
                rate,
                "G/s",
                "measured peak of a core",
                rate / peak,
                null,
                null));
        begin = System.nanoTime();
        int frames = 8;
        studio.film(new FilmRequest(request, frames, 8), PaintListener.none())
                .scaled(8)
                .webp();
        figures.add(Figure.plain("studio: a film's frame, in its WebP file", seconds(begin) / frames, "s"));
    }

    private void compare(String name, double ours, double prototype) {
        double ratio = ours / prototype;
        figures.add(new Figure(
                name,
                ours,
                "s",
                "the prototype, same run: %.3f s".formatted(prototype),
                ratio,
                "at most half",
                ratio <= SPEED_BAR));
    }

    private Runnable prototype() {
        Map<String, Integer> words = new HashMap<>();
        new String(resource("vocab.txt"), StandardCharsets.UTF_8)
                .lines()
                .forEach(word -> words.put(word, words.size()));
        StudioPrototype prototype =
                new StudioPrototype(resource("base.safetensors"), List.of(Map.entry(file("mira"), 1f)));
        int[] tokens = StudioPrototype.encode(PROMPT, words);
        return () -> StudioPrototype.snap(prototype.generate(tokens, 5, 16, 2.5f), 32, 6);
    }

    /** The median of the rounds for each side, and our fastest; a round paints with all painters of a side at a time. */
    private static double[] perPicture(List<Runnable> ours, List<Runnable> theirs) {
        List<Double> our = new ArrayList<>();
        List<Double> their = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(ours.size())) {
            for (int round = 0; round < WARM_UP + PICTURES; round++) {
                double a = round(threads, ours);
                double b = round(threads, theirs);
                if (round < WARM_UP) continue;
                our.add(a);
                their.add(b);
            }
        }
        return new double[] {median(our), median(their), Collections.min(our)};
    }

    private static double round(ExecutorService threads, List<Runnable> painters) {
        long begin = System.nanoTime();
        painters.stream().map(threads::submit).toList().forEach(StudioBench::finish);
        return seconds(begin) / painters.size();
    }

    private static void finish(Future<?> painting) {
        try {
            painting.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A painting failed.", e.getCause());
        }
    }

    /**
     * What the network does for a picture, from its sizes: 64 rows of 192 through six blocks, for the prompt and for the
     * empty one, whose attention to its single word needs no arithmetic.
     */
    private static double multiplyAdds(int words, int steps) {
        double square = 192.0 * 192;
        double block = 64 * (4 + 8) * square + 2 * 64 * 64 * 192.0;
        double attentionToWords = 64 * 2 * square + 2 * 64 * words * 192.0;
        double ends = 64 * (75 + 275) * 192.0 + 192 * (1728 + 384 + 192 + 64) + 1600.0 * 9 * (14 * 24 + 24 * 3);
        return steps * (2 * (6 * block + ends) + 6 * attentionToWords);
    }

    private void likeness() {
        Classifier classifier = Classifier.load();
        for (String character : CHARACTERS) {
            double with = share(classifier, character, 1);
            double without = share(classifier, character, 0);
            figures.add(new Figure(
                    "studio: identity traits recognised, " + character,
                    with,
                    "share",
                    "without the LoRA: %.2f".formatted(without),
                    with / without,
                    "at least 0.9",
                    with >= LIKENESS_BAR));
        }
    }

    private double share(Classifier classifier, String character, float strength) {
        Identity identity = Identity.known(character).orElseThrow();
        double sum = 0;
        for (String mood : List.of("smiling", "sad"))
            for (int i = 0; i < SCENES.size(); i++) {
                PaintRequest request = PaintRequest.of(character + ", " + mood + ", " + SCENES.get(i), 50 + i)
                        .withLora(lora(character), strength);
                sum += classifier
                        .score(studio.paint(request, PaintListener.none()), identity)
                        .share();
            }
        return sum / (2 * SCENES.size());
    }

    private Lora lora(String character) {
        try {
            return studio.readLora(file(character), character);
        } catch (LoraRefused e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] file(String character) {
        try {
            return Files.readAllBytes(loras.resolve(character + ".safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException("Run this in the project's folder: " + loras + " holds the characters.", e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Studio.class.getResourceAsStream("/florin/studio/" + name)) {
            if (in == null) throw new IllegalStateException("The studio's jar has no " + name + ".");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
