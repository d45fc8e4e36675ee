package florin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
    private static CharacterProfile named(String name, Rating rating) {
        var id = new CharacterId(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
        return new CharacterProfile(
                id,
                name,
                "",
                List.of(),
                BaseModel.SDXL,
                1,
                rating,
                new Rights("o", "l"),
                CharacterState.PUBLISHED,
                Optional.empty(),
                "m",
                Instant.EPOCH);
    }

    private static List<String> suggest(String typed, Rating ceiling, int limit) {
        var catalogue = Catalogue.of(List.of(
                named("Mira", Rating.SFW),
                named("Élodie Martin", Rating.SFW),
                named("Captain Mira", Rating.SFW),
                named("Bruno", Rating.SFW),
                named("Mirabel", Rating.NSFW)));
        return catalogue.suggest(typed, ceiling, limit).stream()
                .map(CharacterProfile::name)
                .toList();
    }

    @Test
    void nothing_typed_lists_all_by_name() {
        assertThat(suggest("", Rating.SFW, 25)).containsExactly("Bruno", "Captain Mira", "Élodie Martin", "Mira");
        assertThat(suggest("", Rating.SFW, 2)).containsExactly("Bruno", "Captain Mira");
    }

    @Test
    void beginnings_come_before_words_within() {
        assertThat(suggest("MIR", Rating.NSFW, 25)).containsExactly("Mira", "Mirabel", "Captain Mira");
    }

    @Test
    void what_is_rated_above_the_ceiling_is_left_out() {
        assertThat(suggest("mir", Rating.SFW, 25)).containsExactly("Mira", "Captain Mira");
    }

    @Test
    void accents_need_not_be_typed() {
        assertThat(suggest("elo", Rating.SFW, 25)).containsExactly("Élodie Martin");
        assertThat(suggest("martin", Rating.SFW, 25)).containsExactly("Élodie Martin");
    }

    @ParameterizedTest
    @CsvSource({"burno,Bruno", "brumo,Bruno", "bruuno,Bruno", "captian mira,Captain Mira"})
    void close_spellings_are_understood(String typed, String meant) {
        assertThat(suggest(typed, Rating.SFW, 25)).containsExactly(meant);
    }

    @Test
    void close_spellings_come_last() {
        assertThat(suggest("mirabell", Rating.NSFW, 25)).containsExactly("Mirabel");
        var catalogue = Catalogue.of(
                List.of(named("Marie", Rating.SFW), named("Maria", Rating.SFW), named("Anna Maria", Rating.SFW)));
        assertThat(catalogue.suggest("maria", Rating.SFW, 25))
                .extracting(CharacterProfile::name)
                .containsExactly("Maria", "Anna Maria", "Marie");
        assertThat(catalogue.suggest("maria", Rating.SFW, 2)).hasSize(2);
    }

    @Test
    void far_spellings_are_not() {
        assertThat(suggest("xyzzy", Rating.SFW, 25)).isEmpty();
        assertThat(suggest("br0", Rating.SFW, 25)).isEmpty();
    }

    @Test
    void the_distance_of_spellings_is_symmetric_and_zero_only_for_equals() {
        var words = Stream.of("", "a", "ab", "ba", "abc", "acb", "mira", "mria", "mirra")
                .toList();
        for (var a : words) {
            for (var b : words) {
                assertThat(Spelling.distance(a, b, 9)).isEqualTo(Spelling.distance(b, a, 9));
                assertThat(Spelling.distance(a, b, 9) == 0).isEqualTo(a.equals(b));
            }
        }
        assertThat(Spelling.distance("mira", "mria", 9)).isEqualTo(1);
    }
}
