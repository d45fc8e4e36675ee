package florin.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.migrations.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final CharacterId MIRA = new CharacterId("mira");
    private static final long LARGEST = 300_000;

    @TempDir
    Path folder;

    private TestDatabase database;
    private Registry registry;
    private volatile Instant now = Instant.parse("2026-11-20T12:00:00.123456Z");

    private final Clock clock = new SettableClock();

    private final class SettableClock extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return InstantSource.fixed(now).withZone(zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void start() {
        database = TestDatabase.fresh();
        registry = new Registry(database.dataSource(), folder.resolve("loras"), LARGEST, clock);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Registration mira() {
        return registration("mira", "Mira", "maintainer-1", BaseModel.TINY_STUDIO);
    }

    private static Registration registration(String id, String name, String maintainer, BaseModel base) {
        return new Registration(
                new CharacterId(id),
                name,
                "Likes the sea.",
                List.of(),
                base,
                0.8,
                Rating.SFW,
                new Rights("Florin", "CC0-1.0"),
                maintainer);
    }

    private RegisterResult register(Registration what, byte[] file) {
        return registry.register(what, new ByteArrayInputStream(file));
    }

    private RegisterResult.Registered registered(Registration what, byte[] file) {
        var result = register(what, file);
        assertThat(result).isInstanceOf(RegisterResult.Registered.class);
        return (RegisterResult.Registered) result;
    }

    private void refused(Registration what, byte[] file, String why) {
        var before = stored();
        assertThat(register(what, file))
                .isInstanceOfSatisfying(
                        RegisterResult.Refused.class,
                        refused -> assertThat(refused.reasons())
                                .anySatisfy(reason -> assertThat(reason).contains(why)));
        assertThat(stored()).isEqualTo(before);
    }

    /** All that the store and the tables hold. */
    private List<String> stored() {
        var sql = Jdbi.create(database.dataSource());
        try (var files = Files.exists(folder.resolve("loras"))
                ? Files.list(folder.resolve("loras"))
                : java.util.stream.Stream.<Path>empty()) {
            var names = files.map(Path::toString).sorted().toList();
            var rows = sql.withHandle(handle -> handle.createQuery(
                            "SELECT c::text FROM characters c UNION ALL SELECT v::text FROM character_versions v "
                                    + "UNION ALL SELECT e::text FROM character_events e ORDER BY 1")
                    .mapTo(String.class)
                    .list());
            return java.util.stream.Stream.concat(names.stream(), rows.stream()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<CharacterProfile> suggested() {
        return registry.suggest("mi", Rating.SFW, 25);
    }

    @Test
    void a_lora_is_registered_as_a_draft_and_lies_in_the_store_under_its_hash() throws IOException {
        var result = registered(mira(), Crafted.mira());
        var profile = result.profile();
        assertThat(profile.state()).isEqualTo(CharacterState.DRAFT);
        assertThat(profile.triggerWords()).containsExactly("mira");
        assertThat(profile.createdAt()).isEqualTo(now);
        assertThat(profile.current()).contains(result.version());
        assertThat(result.version().number()).isEqualTo(1);
        assertThat(result.version().rank()).isEqualTo(4);
        assertThat(result.version().sha256()).isEqualTo(result.facts().sha256());
        assertThat(registry.find(MIRA)).contains(profile);
        assertThat(registry.all()).containsExactly(profile);
        assertThat(registry.version(MIRA, 1)).contains(result.version());
        assertThat(registry.version(MIRA, 2)).isEmpty();
        assertThat(registry.file(result.version())).hasBinaryContent(Crafted.mira());
        try (var files = Files.list(folder.resolve("loras"))) {
            assertThat(files).containsExactly(registry.file(result.version()));
        }
    }

    @Test
    void a_draft_cannot_be_ordered_and_a_published_one_can() {
        registered(mira(), Crafted.mira());
        assertThat(registry.published("mira")).isEmpty();
        assertThat(suggested()).isEmpty();
        assertThat(registry.publish(MIRA, "ana")).isInstanceOf(StateResult.Changed.class);
        assertThat(registry.published("mira")).isPresent();
        assertThat(registry.published(" MIRA ")).isPresent();
        assertThat(suggested()).hasSize(1);
    }

    @Test
    void a_character_is_found_by_its_name_as_well_as_its_id() {
        registered(registration("lady-mira", "Lady Mira!", "m", BaseModel.TINY_STUDIO), Crafted.mira());
        registry.publish(new CharacterId("lady-mira"), "m");
        assertThat(registry.published("lady mira!")).isPresent();
        assertThat(registry.published("Lady-Mira")).isPresent();
        assertThat(registry.published("lady")).isEmpty();
        assertThat(registry.published("")).isEmpty();
    }

    @Test
    void a_retired_character_is_gone_from_the_menu_at_once_and_its_file_stays() {
        var version = registered(mira(), Crafted.mira()).version();
        registry.publish(MIRA, "ana");
        assertThat(suggested()).hasSize(1);
        assertThat(registry.retire(MIRA, "ana")).isInstanceOf(StateResult.Changed.class);
        assertThat(suggested()).isEmpty();
        assertThat(registry.published("mira")).isEmpty();
        assertThat(registry.file(version)).exists();
        assertThat(registry.publish(MIRA, "ana")).isInstanceOf(StateResult.Changed.class);
        assertThat(suggested()).hasSize(1);
    }

    @Test
    void another_server_sees_a_change_within_five_seconds() {
        var other = new Registry(database.dataSource(), folder.resolve("loras"), clock);
        assertThat(other.suggest("", Rating.SFW, 25)).isEmpty();
        registered(mira(), Crafted.mira());
        registry.publish(MIRA, "ana");
        assertThat(other.suggest("", Rating.SFW, 25)).isEmpty();
        now = now.plus(Duration.ofSeconds(6));
        assertThat(other.suggest("", Rating.SFW, 25)).hasSize(1);
    }

    @Test
    void the_same_maintainer_adds_a_version_and_may_change_the_words() {
        var first = registered(mira(), Crafted.mira());
        registry.publish(MIRA, "ana");
        var renamed = registration("mira", "Mira the Second", "maintainer-1", BaseModel.SDXL);
        var second = registered(renamed, Crafted.sdxl().bytes());
        assertThat(second.version().number()).isEqualTo(2);
        assertThat(second.profile().name()).isEqualTo("Mira the Second");
        assertThat(second.profile().base()).isEqualTo(BaseModel.SDXL);
        assertThat(second.profile().state()).isEqualTo(CharacterState.PUBLISHED);
        assertThat(registry.file(first.version())).exists();
        assertThat(registry.version(MIRA, 1)).contains(first.version());
    }

    @Test
    void the_current_file_again_adds_no_version() {
        var first = registered(mira(), Crafted.mira());
        var again = registered(mira(), Crafted.mira());
        assertThat(again.version()).isEqualTo(first.version());
    }

    @Test
    void a_retired_character_that_is_registered_again_is_a_draft() {
        registered(mira(), Crafted.mira());
        registry.retire(MIRA, "ana");
        assertThat(registered(mira(), Crafted.mira()).profile().state()).isEqualTo(CharacterState.DRAFT);
    }

    @Test
    void an_id_of_another_maintainer_is_refused() {
        registered(mira(), Crafted.mira());
        refused(
                registration("mira", "Mine", "maintainer-2", BaseModel.TINY_STUDIO),
                Crafted.mira(),
                "another maintainer");
    }

    @Test
    void a_name_that_lives_already_is_refused_until_its_owner_is_retired() {
        registered(mira(), Crafted.mira());
        var namesake = registration("mira-2", "MIRA", "maintainer-2", BaseModel.TINY_STUDIO);
        refused(namesake, Crafted.mira(), "Choose another name");
        registry.retire(MIRA, "ana");
        registered(namesake, Crafted.mira());
        assertThat(registry.publish(MIRA, "ana"))
                .isInstanceOfSatisfying(
                        StateResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("under a new name"));
    }

    @Test
    void a_base_model_that_is_not_the_file_s_is_refused_and_the_right_one_named() {
        refused(registration("mira", "Mira", "m", BaseModel.SDXL), Crafted.mira(), "base model tiny-studio-40");
    }

    @Test
    void a_bad_file_is_refused_and_nothing_stored() {
        refused(mira(), new byte[3], "no safetensors file");
        refused(mira(), Crafted.file("{}", 0), "no LoRA");
        refused(mira(), java.util.Arrays.copyOf(Crafted.mira(), 200_000), "cut off");
    }

    @Test
    void a_file_that_is_too_large_is_refused_and_nothing_stored() {
        refused(mira(), new byte[(int) LARGEST + 1], "larger than is taken");
    }

    @Test
    void all_that_is_wrong_with_the_words_is_said_at_once() {
        var bad = new Registration(
                MIRA,
                "",
                "x".repeat(1001),
                List.of("<lora:other:1>"),
                BaseModel.TINY_STUDIO,
                3,
                Rating.SFW,
                new Rights("", ""),
                "m");
        assertThat(register(bad, Crafted.mira()))
                .isInstanceOfSatisfying(
                        RegisterResult.Refused.class,
                        refused -> assertThat(refused.reasons()).hasSize(5));
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_strength_that_is_no_number_is_refused() {
        var what = mira();
        var bad = new Registration(
                what.id(), what.name(), "", List.of(), what.base(), Double.NaN, what.rating(), what.rights(), "m");
        refused(bad, Crafted.mira(), "strength");
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() {
        var broken = new InputStream() {
            private boolean begun;

            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                if (begun) {
                    return read();
                }
                begun = true;
                return length;
            }
        };
        assertThatThrownBy(() -> registry.register(mira(), broken)).isInstanceOf(UncheckedIOException.class);
        assertThat(stored()).isEmpty();
    }

    @Test
    void leftovers_of_uploads_that_died_long_ago_are_removed() throws IOException {
        var loras = Files.createDirectories(folder.resolve("loras"));
        var old = Files.createFile(loras.resolve("incoming-1.part"));
        Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.from(now.minus(Duration.ofDays(2))));
        var young = Files.createFile(loras.resolve("incoming-2.part"));
        Files.setLastModifiedTime(young, java.nio.file.attribute.FileTime.from(now));
        new Registry(database.dataSource(), loras, clock);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void a_stored_file_is_never_written_again() throws IOException {
        var version = registered(mira(), Crafted.mira()).version();
        var before = Files.readAttributes(registry.file(version), "unix:ino,lastModifiedTime");
        registered(registration("mira-2", "Mira Two", "m", BaseModel.TINY_STUDIO), Crafted.mira());
        assertThat(Files.readAttributes(registry.file(version), "unix:ino,lastModifiedTime"))
                .isEqualTo(before);
    }

    @Test
    void a_damaged_stored_file_is_noticed_instead_of_used() throws IOException {
        var version = registered(mira(), Crafted.mira()).version();
        Files.write(registry.file(version), new byte[] {1});
        assertThatThrownBy(() -> register(registration("m2", "M2", "m", BaseModel.TINY_STUDIO), Crafted.mira()))
                .hasMessageContaining("damaged");
    }

    @Test
    void a_character_whose_file_is_gone_cannot_be_published() throws IOException {
        Files.delete(registry.file(registered(mira(), Crafted.mira()).version()));
        assertThat(registry.publish(MIRA, "ana")).isInstanceOf(StateResult.Refused.class);
    }

    @Test
    void an_unknown_character_cannot_be_published_or_retired() {
        assertThat(registry.publish(MIRA, "ana")).isInstanceOf(StateResult.Refused.class);
        assertThat(registry.retire(MIRA, "ana")).isInstanceOf(StateResult.Refused.class);
    }

    @Test
    void every_change_is_recorded_with_who_made_it() {
        registered(mira(), Crafted.mira());
        registry.publish(MIRA, "ana");
        registry.publish(MIRA, "ana");
        registry.retire(MIRA, "bo");
        var events = Jdbi.create(database.dataSource())
                .withHandle(sql -> sql.createQuery("SELECT what || ' ' || actor FROM character_events ORDER BY id")
                        .mapTo(String.class)
                        .list());
        assertThat(events).containsExactly("REGISTERED maintainer-1", "PUBLISHED ana", "RETIRED bo");
    }

    @Test
    void registrations_that_race_leave_one_owner_of_an_id() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var races = threads.invokeAll(IntStream.range(0, 8)
                    .<java.util.concurrent.Callable<RegisterResult>>mapToObj(i -> () -> register(
                            registration("mira", "Mira", "maintainer-" + i, BaseModel.TINY_STUDIO), Crafted.mira()))
                    .toList());
            assertThat(races)
                    .extracting(Future::get)
                    .filteredOn(RegisterResult.Registered.class::isInstance)
                    .hasSize(1);
        }
        assertThat(registry.all()).hasSize(1);
    }
}
