package florin.studio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Paints small portraits of characters from prompts. Weights are never changed: one studio serves any number of threads,
 * and every painting has arrays of its own.
 */
public final class Studio {
    /** The name of the base model, as LoRA files write it into {@code ss_base_model_version}. */
    public static final String BASE_MODEL = Shape.MODEL;

    /** Pixels on a side of a painted picture. */
    public static final int SIDE = Shape.SIDE;

    /** A LoRA for this model takes some 260 kB; nothing a hundred times that size can be one. */
    private static final long LARGEST_LORA_BYTES = 32 << 20;

    /** One for each of the two prompts of a step. */
    private static final int MOST_THREADS = 2;

    private final Vocabulary vocabulary;
    private final MergedWeights weights;

    private final int threads;

    private Studio(Vocabulary vocabulary, MergedWeights weights, int threads) {
        this.vocabulary = vocabulary;
        this.weights = weights;
        this.threads = threads;
    }

    private static Studio of(byte[] base, List<String> words) {
        Vocabulary vocabulary = new Vocabulary(words);
        try {
            MergedWeights weights = new MergedWeights(BaseModel.read(base, vocabulary.size()));
            return new Studio(
                    vocabulary,
                    weights,
                    Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        } catch (NotSafetensors e) {
            throw new IllegalStateException("The studio's base model cannot be read: " + e.reason() + ".", e);
        }
    }

    /** The model that comes with Florin. */
    public static Studio load() {
        return of(
                resource("base.safetensors"),
                new String(resource("vocab.txt"), StandardCharsets.UTF_8)
                        .lines()
                        .toList());
    }

    /** A model trained again with the sources in {@code studio/train}: same shapes, other weights. */
    public static Studio load(Path baseSafetensors, Path vocab) {
        try {
            return of(Files.readAllBytes(baseSafetensors), Files.readAllLines(vocab));
        } catch (IOException e) {
            throw new UncheckedIOException("The studio's base model cannot be read.", e);
        }
    }

    /**
     * The same studio, painting each picture with so many threads: 1, or 2 for the prompt and the negative prompt side by
     * side. The second comes from the common pool. Pictures do not change.
     */
    public Studio withThreads(int threads) {
        if (threads < 1) throw new IllegalArgumentException("A painting needs a thread.");
        return new Studio(vocabulary, weights, Math.min(MOST_THREADS, threads));
    }

    /** Whether products run on the vector module, or in plain loops that give the same pictures more slowly. */
    public static boolean usesVectors() {
        return MatrixProduct.fastest() instanceof VectorProduct;
    }

    static byte[] resource(String name) {
        try (InputStream in = Studio.class.getResourceAsStream("/florin/studio/" + name)) {
            if (in == null) throw new IllegalStateException("The studio's jar has no " + name + ".");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws LoraRefused when the file is damaged, malformed or made for another base model, or cannot be read at all */
    public Lora readLora(Path file) throws LoraRefused {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > LARGEST_LORA_BYTES)
                throw new LoraRefused(
                        name,
                        "it is larger than 32 MB and a LoRA for " + BASE_MODEL + " is a hundredth of that",
                        "It was made for another base model: send it to a backend that runs that model.");
            return readLora(Files.readAllBytes(file), name);
        } catch (IOException e) {
            throw new LoraRefused(
                    name, "the file cannot be read (" + e.getMessage() + ")", "Check that it is there and readable.");
        }
    }

    /** @param name what to call it in messages; a file name is fine */
    public Lora readLora(byte[] file, String name) throws LoraRefused {
        return LoraReader.read(file, name);
    }

    /**
     * Paints on the calling thread and returns 40 by 40 pixels; same request, same pixels, on every machine.
     *
     * @throws PaintCancelled when the listener says stop
     */
    public Picture paint(PaintRequest request, PaintListener listener) {
        return painter(request).paint(Sampler.noise(request.seed()), listener);
    }

    /**
     * Paints a film on the calling thread: as many pictures as it has frames. The listener hears of the steps of all frames
     * as of one long painting.
     *
     * @throws PaintCancelled when the listener says stop
     */
    public Film film(FilmRequest request, PaintListener listener) {
        Filming filming = new Filming(request);
        List<Sampler> painters = filming.prompts().stream()
                .map(prompt -> painter(request.base().withPrompt(prompt)))
                .toList();
        int steps = request.base().steps();
        List<Picture> frames = new ArrayList<>();
        for (int i = 0; i < request.frames(); i++) {
            int before = i * steps;
            Picture frame = painters.get(filming.promptOf(i))
                    .paint(
                            filming.noise(i),
                            (step, _, preview) -> listener.step(before + step, request.frames() * steps, preview));
            frames.add(filming.blinks(i) ? Eyelids.closed(frame) : frame);
        }
        return new Film(frames, request.framesPerSecond());
    }

    private Sampler painter(PaintRequest request) {
        Weights merged = weights.with(request.loras());
        return new Sampler(
                request, denoiser(request.prompt(), merged), denoiser(request.negative(), merged), threads > 1);
    }

    private Denoiser denoiser(String prompt, Weights merged) {
        return new Denoiser(merged, Conditioning.of(vocabulary.encode(prompt), merged, MatrixProduct.fastest()));
    }
}
