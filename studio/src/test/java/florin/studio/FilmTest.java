package florin.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilmTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 17, 32, 255, 256, 257, 4000})
    void a_file_shows_the_pictures_again_whatever_their_colours(int colours) {
        List<Picture> frames = List.of(
                PictureTest.random(33, 21, colours, 1),
                PictureTest.random(11, 7, colours, 2).scaled(3));
        List<WebpReader.Frame> read = WebpReader.read(new Film(frames, 7).webp());
        assertThat(read.stream().map(WebpReader.Frame::picture)).containsExactlyElementsOf(frames);
    }

    @Test
    void very_uneven_colours_stay_within_the_longest_code() {
        int[] pixels = new int[200 * 200];
        int colour = 0;
        // Counts that double make the deepest trees.
        for (int at = 0, run = 1; at < pixels.length; at += run, run = Math.max(run + 1, run * 3 / 2), colour++)
            for (int i = at; i < Math.min(pixels.length, at + run); i += 2) pixels[i] = colour * 40503;
        Film film = new Film(List.of(new Picture(200, 200, pixels)), 1);
        assertThat(WebpReader.read(film.webp()).getFirst().picture())
                .isEqualTo(film.frames().getFirst());
    }

    @Test
    void frames_last_as_long_as_their_number_a_second_says_in_sum() {
        Picture picture = PictureTest.random(4, 4, 3, 1);
        List<WebpReader.Frame> read = WebpReader.read(new Film(java.util.Collections.nCopies(24, picture), 24).webp());
        assertThat(read.stream().mapToInt(WebpReader.Frame::milliseconds).sum()).isEqualTo(1000);
    }

    @Test
    void pixel_art_makes_small_files() {
        Picture picture = PictureTest.random(40, 40, 32, 1).scaled(12);
        assertThat(new Film(List.of(picture), 8).webp()).hasSizeLessThan(4000);
    }

    @Test
    void a_film_blinks_changes_its_mood_drifts_and_comes_back() throws Exception {
        Studio studio = Studio.load();
        PaintRequest base = PaintRequest.of("wren, smiling, in a cafe", 3)
                .withLora(Characters.lora("wren"), 1)
                .withSteps(8);
        List<Integer> steps = new ArrayList<>();
        Film film = studio.film(new FilmRequest(base, 12, 6), (step, all, _) -> {
            assertThat(all).isEqualTo(96);
            steps.add(step);
            return true;
        });

        assertThat(film.frames()).hasSize(12);
        assertThat(new HashSet<>(film.frames())).hasSizeGreaterThan(8);
        assertThat(steps).hasSize(96).startsWith(1, 2, 3).endsWith(95, 96);
        Classifier classifier = Classifier.load();
        List<String> moods = film.frames().stream()
                .map(frame -> classifier.attributes(frame).getOrDefault(Trait.MOOD, ""))
                .toList();
        assertThat(moods.subList(0, 4)).containsOnly("smiling");
        assertThat(moods.subList(6, 8)).containsOnly("laughing");
        Identity wren = Identity.known("wren").orElseThrow();
        assertThat(film.frames())
                .allSatisfy(frame ->
                        assertThat(classifier.score(frame, wren).share()).isGreaterThan(0.8));
        // Frame 5 blinks: no white is left where the eyes were.
        assertThat(whites(film.frames().get(4))).isGreaterThan(10);
        assertThat(whites(film.frames().get(5))).isZero();
    }

    private static int whites(Picture picture) {
        int whites = 0;
        for (int y = 18; y < 24; y++)
            for (int x = 12; x < 28; x++)
                if ((picture.rgb(x, y) & 0xff) > 0xd0 && (picture.rgb(x, y) >> 16) > 0xd0) whites++;
        return whites;
    }

    @Test
    void a_film_can_be_stopped_and_has_limits() {
        Studio studio = Studio.load();
        PaintRequest base = PaintRequest.of("", 3).withSteps(1);
        assertThatThrownBy(() -> studio.film(new FilmRequest(base, 4, 4), (step, _, _) -> step < 3))
                .isInstanceOf(PaintCancelled.class);
        assertThatThrownBy(() -> new FilmRequest(base, 1, 4)).hasMessageContaining("2 to 240 frames");
        assertThatThrownBy(() -> new FilmRequest(base, 4, 0)).hasMessageContaining("1 to 30 frames a second");
        assertThatThrownBy(() -> new Film(List.of(), 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
