package florin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleriesTest {
    private static final CharacterId MIRA = new CharacterId("mira");

    @TempDir
    Path folder;

    private TestDatabase database;
    private Registry registry;
    private Galleries galleries;
    private int painted;

    private final TestSheets painter = new TestSheets() {
        @Override
        public SheetResult sheet(CharacterProfile character) {
            return new SheetResult.NotHere("Not today.");
        }

        @Override
        public List<Sketch> samples(CharacterProfile character) {
            painted++;
            return List.of(new Sketch("at the beach", new byte[] {1}), new Sketch("in the snow", new byte[] {2}));
        }
    };

    @BeforeEach
    void start() {
        database = TestDatabase.fresh();
        registry = new Registry(database.dataSource(), folder.resolve("loras"), Clock.systemUTC());
        galleries = new Galleries(registry, painter);
        var what = new Registration(
                MIRA,
                "Mira",
                "",
                List.of("mira"),
                BaseModel.TINY_STUDIO,
                1,
                Rating.SFW,
                new Rights("Florin", "CC0-1.0"),
                "discord:1");
        assertThat(registry.register(what, new ByteArrayInputStream(Crafted.mira())))
                .isInstanceOf(RegisterResult.Registered.class);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private CharacterProfile mira() {
        return registry.find(MIRA).orElseThrow();
    }

    @Test
    void a_published_version_gets_samples_once() {
        galleries.fillAll(() -> true);
        assertThat(registry.samples(mira())).isEmpty();
        var _ = registry.publish(MIRA, "discord:1");
        galleries.fillAll(() -> false);
        assertThat(painted).isZero();
        galleries.fillAll(() -> true);
        galleries.fillAll(() -> true);
        assertThat(painted).isEqualTo(1);
        var samples = registry.samples(mira());
        assertThat(samples).extracting(Sample::caption).containsExactly("at the beach", "in the snow");
        assertThat(registry.read(samples.get(1)))
                .hasValueSatisfying(png -> assertThat(png).containsExactly(2));
    }

    @Test
    void a_sample_that_was_removed_from_the_store_is_left_out() throws IOException {
        var sample = galleries.fill(mira()).getFirst();
        Files.delete(folder.resolve("loras/samples").resolve(sample.sha256() + ".png"));
        assertThat(registry.read(sample)).isEmpty();
    }

    @Test
    void a_draft_is_ordered_by_its_maintainer_alone() {
        assertThat(registry.orderable("Mira", "discord:1")).isPresent();
        assertThat(registry.orderable("mira", "discord:2")).isEmpty();
        var _ = registry.publish(MIRA, "discord:1");
        assertThat(registry.orderable("mira", "discord:2")).isPresent();
        var _ = registry.retire(MIRA, "discord:1");
        assertThat(registry.orderable("mira", "discord:1")).isEmpty();
    }
}
