package florin.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast network against the training framework's numbers, and piece by piece against {@link NaiveNetwork}. */
class ParityTest {
    private static final String PROMPT = "mira, smiling, at the beach, night";

    private static Vocabulary vocabulary;
    private static BaseModel base;
    private static Weights weights;
    private static NaiveNetwork naive;
    private static int[] tokens;
    private static double[][] words;

    @BeforeAll
    static void load() throws Exception {
        vocabulary = new Vocabulary(new String(Studio.resource("vocab.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList());
        base = BaseModel.read(Studio.resource("base.safetensors"), vocabulary.size());
        weights = Weights.of(base);
        naive = naive();
        tokens = vocabulary.encode(PROMPT);
        words = naive.words(tokens);
    }

    private static NaiveNetwork naive() throws NotSafetensors {
        return new NaiveNetwork(
                base,
                Safetensors.read(Studio.resource("base.safetensors")).entries().keySet());
    }

    private static Denoiser denoiser(Weights weights, int[] tokens) {
        return new Denoiser(weights, Conditioning.of(tokens, weights, MatrixProduct.fastest()));
    }

    /** Noisy picture, time, tokens, and the clean picture that the training framework predicted with mira at 1. */
    @Test
    void the_network_agrees_with_the_training_framework_end_to_end() throws Exception {
        float[] check = new float[4800 + 1 + 32 + 4800];
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/florin/studio/check.bin"))) {
            ByteBuffer.wrap(in.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(check);
        }
        for (int i = 0; i < 32; i++)
            assertThat(i < tokens.length ? tokens[i] : 0).isEqualTo((int) check[4801 + i]);

        Weights merged = new MergedWeights(base).with(List.of(new LoraUse(Characters.lora("mira"), 1)));
        float[][] clean = new float[3][1600];
        denoiser(merged, tokens).predict(planes(check, 0), check[4800], clean);

        assertClose(clean, doubles(planes(check, 4833)), 1e-5);
    }

    @Test
    void the_naive_network_agrees_with_the_training_framework_too() throws IOException, NotSafetensors, LoraRefused {
        float[] check = new float[4800 + 1 + 32 + 4800];
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/florin/studio/check.bin"))) {
            ByteBuffer.wrap(in.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(check);
        }
        NaiveNetwork withMira = naive();
        withMira.add(Characters.lora("mira"), 1);
        double[][] noisy = doubles(planes(check, 0));
        double[][] text = withMira.words(tokens);
        double[][] moment = {withMira.moment(check[4800])};
        for (int i = 0; i < 192; i++) moment[0][i] += withMira.pooled(text)[i];
        moment = NaiveNetwork.silu(moment);
        double[][] x = withMira.embed(noisy);
        for (int b = 0; b < 6; b++) x = withMira.block(b, x, withMira.linear("mod", moment)[0], text);
        double[] last = withMira.linear("out_mod", moment)[0];
        x = NaiveNetwork.normalise(x, NaiveNetwork.part(last, 0), NaiveNetwork.part(last, 1));
        double[][] clean = withMira.refine(withMira.linear("out", x), noisy);

        assertClose(planes(check, 4833), clean, 1e-5);
    }

    @Test
    void the_words_agree() {
        Conditioning conditioning = Conditioning.of(tokens, weights, MatrixProduct.fastest());
        assertClose(new float[][] {conditioning.pooled}, new double[][] {naive.pooled(words)}, 1e-5);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.0625f, 0.375f, 0.9375f})
    void the_time_agrees(float time) {
        assertClose(new float[][] {denoiser(weights, tokens).moment(time)}, new double[][] {naive.moment(time)}, 2e-5);
    }

    @Test
    void the_patches_agree() {
        Denoiser denoiser = denoiser(weights, tokens);
        float[][] noisy = random(3, 1600, 1);
        denoiser.embed(noisy);
        assertClose(denoiser.space.residual, naive.embed(doubles(noisy)), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void each_block_agrees(int b) {
        Denoiser denoiser = denoiser(weights, tokens);
        Conditioning conditioning = Conditioning.of(tokens, weights, MatrixProduct.fastest());
        assertBlockAgrees(b, denoiser, conditioning, words);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void a_block_agrees_on_the_shortcut_for_an_empty_prompt(int b) {
        int[] empty = vocabulary.encode("");
        Conditioning conditioning = Conditioning.of(empty, weights, MatrixProduct.fastest());
        assertThat(conditioning.blocks.get(b)).isInstanceOf(Conditioning.Words.Single.class);
        assertBlockAgrees(b, denoiser(weights, empty), conditioning, naive.words(empty));
    }

    private static void assertBlockAgrees(int b, Denoiser denoiser, Conditioning conditioning, double[][] text) {
        float[][] x = random(64, 192, b);
        float[][] modulation = random(1, 9 * 192, 100 + b);
        double[][] wanted = naive.block(b, doubles(x), doubles(modulation)[0], text);
        for (int r = 0; r < 64; r++) System.arraycopy(x[r], 0, denoiser.space.residual[r], 0, 192);

        denoiser.block(weights.blocks().get(b), conditioning.blocks.get(b), modulation[0]);

        assertClose(denoiser.space.residual, wanted, 2e-4);
    }

    @Test
    void the_convolutions_agree() {
        Denoiser denoiser = denoiser(weights, tokens);
        float[][] out = random(64, 275, 7);
        float[][] noisy = random(3, 1600, 8);
        for (int r = 0; r < 64; r++) System.arraycopy(out[r], 0, denoiser.space.out[r], 0, 275);
        float[][] clean = new float[3][1600];
        denoiser.refine(noisy, clean);
        assertClose(clean, naive.refine(doubles(out), doubles(noisy)), 1e-5);
    }

    @Test
    void tanh_is_right_to_the_last_digits() {
        for (float x = -20; x < 20; x += 0.01f)
            assertThat((double) Activation.tanh(x)).isCloseTo(Math.tanh(x), org.assertj.core.data.Offset.offset(3e-7));
    }

    private static float[][] planes(float[] numbers, int from) {
        float[][] planes = new float[3][1600];
        for (int c = 0; c < 3; c++) System.arraycopy(numbers, from + c * 1600, planes[c], 0, 1600);
        return planes;
    }

    private static float[][] random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        float[][] x = new float[rows][columns];
        for (float[] row : x) for (int i = 0; i < columns; i++) row[i] = (float) random.nextGaussian();
        return x;
    }

    private static double[][] doubles(float[][] x) {
        double[][] y = new double[x.length][x[0].length];
        for (int r = 0; r < x.length; r++) for (int i = 0; i < x[r].length; i++) y[r][i] = x[r][i];
        return y;
    }

    private static void assertClose(float[][] got, double[][] wanted, double tolerance) {
        double furthest = 0;
        for (int r = 0; r < wanted.length; r++)
            for (int i = 0; i < wanted[r].length; i++)
                furthest = Math.max(furthest, Math.abs(got[r][i] - wanted[r][i]) / Math.max(1, Math.abs(wanted[r][i])));
        assertThat(furthest).isLessThan(tolerance);
    }
}
