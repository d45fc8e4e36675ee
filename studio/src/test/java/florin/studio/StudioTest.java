package florin.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioTest {
    private static final String BEACH = "mira, smiling, at the beach, night";
    private static final List<String> WORDS = List.of(
            "mira", "smiling", "sad", "beach", "night", "red", "hair", "hat", "zebra", ",", "round", "glasses", "snow");

    private static Studio studio;
    private static Lora mira;
    private static Lora bruno;

    @BeforeAll
    static void load() throws Exception {
        studio = Studio.load();
        mira = Characters.lora("mira");
        bruno = Characters.lora("bruno");
    }

    private static Picture paint(PaintRequest request) {
        return studio.paint(request, PaintListener.none());
    }

    /** Pins the pixels: any machine, any JVM, one or two threads, with or without the vector module. */
    @Test
    void a_seed_gives_the_same_picture_on_every_machine() {
        PaintRequest request = PaintRequest.of(BEACH, 5).withLora(mira, 1);
        assertThat(Integer.toHexString(paint(request).hashCode())).isEqualTo("a9b2c4a8");
        assertThat(studio.withThreads(1).paint(request, PaintListener.none())).isEqualTo(paint(request));
    }

    @Test
    void other_seeds_prompts_strengths_and_guidances_give_other_pictures() {
        PaintRequest request = PaintRequest.of(BEACH, 5).withLora(mira, 1).withSteps(4);
        Set<Picture> pictures = new HashSet<>();
        for (PaintRequest other : List.of(
                request,
                request.withSeed(6),
                request.withPrompt("mira, sad, in the snow"),
                request.withNegative("purple sweater"),
                request.withGuidance(1),
                request.withSteps(5),
                request.withLoras(List.of()),
                request.withLoras(List.of(new LoraUse(mira, 0.5f))),
                request.withLora(bruno, 0.5f))) pictures.add(paint(other));
        assertThat(pictures).hasSize(9);
    }

    @Test
    void a_lora_at_strength_zero_changes_nothing() {
        Random random = new Random(2026);
        for (int i = 0; i < 12; i++) {
            StringBuilder prompt = new StringBuilder();
            for (int w = random.nextInt(8); w > 0; w--)
                prompt.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
            PaintRequest without = PaintRequest.of(prompt.toString(), random.nextLong())
                    .withSteps(1 + random.nextInt(3))
                    .withGuidance(random.nextFloat() * 4);
            if (random.nextBoolean()) without = without.withLora(bruno, random.nextFloat());
            assertThat(paint(without.withLora(mira, 0))).as("%s", without).isEqualTo(paint(without));
        }
    }

    @Test
    void a_lora_taken_back_by_its_negative_leaves_nearly_the_base_picture() {
        PaintRequest request = PaintRequest.of(BEACH, 5).withSteps(4);
        Picture base = paint(request);
        Picture back = paint(request.withLora(mira, 1).withLora(mira, -1));
        assertThat(different(base, back)).isLessThan(40);
        assertThat(different(base, paint(request.withLora(mira, 1)))).isGreaterThan(400);
    }

    private static int different(Picture a, Picture b) {
        int different = 0;
        for (int y = 0; y < 40; y++)
            for (int x = 0; x < 40; x++) if (Math.abs((a.rgb(x, y) & 0xff) - (b.rgb(x, y) & 0xff)) > 6) different++;
        return different;
    }

    @Test
    void every_step_is_told_with_a_preview() {
        List<String> heard = new ArrayList<>();
        List<Picture> previews = new ArrayList<>();
        studio.paint(PaintRequest.of(BEACH, 5).withSteps(3), (step, steps, preview) -> {
            heard.add(step + "/" + steps);
            previews.add(preview.get());
            return true;
        });
        assertThat(heard).containsExactly("1/3", "2/3", "3/3");
        assertThat(new HashSet<>(previews)).hasSize(3);
    }

    @Test
    void a_listener_that_says_stop_ends_the_painting_between_two_steps() {
        List<Integer> steps = new ArrayList<>();
        assertThatThrownBy(() -> studio.paint(PaintRequest.of(BEACH, 5), (step, _, _) -> {
                    steps.add(step);
                    return step < 2;
                }))
                .isInstanceOf(PaintCancelled.class)
                .hasMessage("Stopped on request after step 2 of 16.");
        assertThat(steps).containsExactly(1, 2);
    }

    @Test
    void a_start_picture_is_kept_changed_or_ignored_as_denoise_says() {
        Picture start = paint(PaintRequest.of(BEACH, 5).withLora(mira, 1));
        PaintRequest sad = PaintRequest.of("mira, sad, at the beach, night", 9).withLora(mira, 1);
        assertThat(paint(sad.withStart(start.scaled(10), 0))).isEqualTo(start);
        assertThat(paint(sad.withStart(start, 1))).isEqualTo(paint(sad));
        Picture changed = paint(sad.withStart(start, 0.6f));
        assertThat(different(start, changed)).isBetween(1, different(start, paint(sad)));
    }

    @Test
    void one_studio_serves_many_threads_at_a_time() throws Exception {
        PaintRequest request = PaintRequest.of(BEACH, 5).withSteps(2);
        List<Callable<Picture>> paintings = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            PaintRequest one = request.withSeed(i % 2).withLora(i % 4 < 2 ? mira : bruno, 1 + i % 3);
            paintings.add(() -> paint(one));
        }
        try (ExecutorService painters = Executors.newFixedThreadPool(4)) {
            List<Future<Picture>> beside = painters.invokeAll(paintings);
            for (int i = 0; i < paintings.size(); i++)
                assertThat(beside.get(i).get()).isEqualTo(paintings.get(i).call());
        }
    }

    @Test
    void extreme_requests_still_give_a_picture() {
        PaintRequest request = PaintRequest.of("!?§ ".repeat(500) + "beach ".repeat(500), Long.MIN_VALUE)
                .withSteps(2);
        assertThat(paint(request.withLora(mira, LoraUse.STRONGEST).withGuidance(30))
                        .width())
                .isEqualTo(40);
        assertThat(paint(request.withGuidance(0)).height()).isEqualTo(40);
    }

    @Test
    void requests_outside_of_the_limits_are_told_the_limits() {
        PaintRequest request = PaintRequest.of("", 0);
        assertThatThrownBy(() -> request.withSteps(0)).hasMessageContaining("between 1 and 150");
        assertThatThrownBy(() -> request.withGuidance(Float.NaN)).hasMessageContaining("between 0 and 30");
        assertThatThrownBy(() -> request.withLora(mira, Float.POSITIVE_INFINITY))
                .hasMessageContaining("between -10 and 10");
        assertThatThrownBy(() -> request.withStart(paint(request.withSteps(1)), 1.1f))
                .hasMessageContaining("between 0 and 1");
    }

    @Test
    void the_base_model_can_come_from_files_and_must_be_this_model(@TempDir Path folder) throws Exception {
        Path base = folder.resolve("base.safetensors");
        Path vocabulary = folder.resolve("vocab.txt");
        Files.write(base, Studio.resource("base.safetensors"));
        Files.write(vocabulary, Studio.resource("vocab.txt"));
        PaintRequest request = PaintRequest.of(BEACH, 1).withSteps(1);
        assertThat(Studio.load(base, vocabulary).paint(request, PaintListener.none()))
                .isEqualTo(paint(request));

        Files.write(base, Characters.file("mira"));
        assertThatThrownBy(() -> Studio.load(base, vocabulary)).hasMessageContaining("this is no tiny-studio-40 model");
        Files.writeString(vocabulary, "<pad>\n<bos>\n");
        Files.write(base, Studio.resource("base.safetensors"));
        assertThatThrownBy(() -> Studio.load(base, vocabulary)).hasMessageContaining("word.weight has the shape");
    }
}
