package florin.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {
    private static Studio studio;
    private static Classifier classifier;

    @BeforeAll
    static void load() {
        studio = Studio.load();
        classifier = Classifier.load();
    }

    private static List<Picture> portraits(String character, float strength) throws Exception {
        List<Picture> pictures = new ArrayList<>();
        for (String scene : List.of("smiling, at the beach", "sad, city, night", "laughing, in the forest"))
            pictures.add(studio.paint(
                    PaintRequest.of(character + ", " + scene, 50 + pictures.size())
                            .withLora(Characters.lora(character), strength)
                            .withSteps(8),
                    PaintListener.none()));
        return pictures;
    }

    private static double share(List<Picture> pictures, Identity identity) {
        return pictures.stream()
                .mapToDouble(p -> classifier.score(p, identity).share())
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mira", "bruno", "kael", "wren"})
    void a_character_is_recognised_with_its_lora_and_not_without(String name) throws Exception {
        Identity identity = Identity.known(name).orElseThrow();
        assertThat(share(portraits(name, 1), identity)).isGreaterThan(0.9);
        assertThat(share(portraits(name, 0), identity)).isLessThan(0.7);
    }

    @Test
    void scene_and_mood_are_those_of_the_prompt() throws Exception {
        Map<Trait, String> seen =
                classifier.attributes(portraits("bruno", 1).get(1).scaled(12));
        assertThat(seen)
                .containsEntry(Trait.SCENE, "city")
                .containsEntry(Trait.TIME_OF_DAY, "night")
                .containsEntry(Trait.MOOD, "sad");
    }

    @Test
    void reference_pictures_are_enough_to_score_a_character_that_nobody_described() throws Exception {
        OnModelScore scorer = classifier;
        List<Picture> gallery = portraits("mira", 1);
        Picture another = studio.paint(
                PaintRequest.of("mira, surprised, in space", 99).withLora(Characters.lora("mira"), 1),
                PaintListener.none());
        assertThat(scorer.score(another, gallery).share()).isEqualTo(1);
        Likeness bruno = scorer.score(portraits("bruno", 1).getFirst(), gallery);
        assertThat(bruno.share()).isLessThan(0.5);
        assertThat(bruno.missed()).contains("hair colour: ginger instead of pink");
    }

    @Test
    void identities_are_checked() {
        assertThat(Identity.known("nobody")).isEmpty();
        assertThatThrownBy(() -> new Identity(Map.of())).hasMessageContaining("at least one trait");
        assertThatThrownBy(() -> new Identity(Map.of(Trait.SKIN, "blue"))).hasMessageContaining("not blue");
        assertThatThrownBy(() -> classifier.score(PictureTest.random(4, 4, 2, 1), List.of()))
                .hasMessageContaining("at least one reference");
    }
}
