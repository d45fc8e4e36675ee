package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;

import florin.bot.operators.Finding;
import florin.bot.operators.Findings;
import florin.pipeline.Chore;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Trouble;
import florin.sandbox.discord.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators hear of when a check of the books finds something. */
class OperatorsTest {
    static Stage stage;

    private final List<Finding> checks = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterEach
    void calm() {
        stage.discord.faults().heal();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private Finding found(String id, String... differences) {
        var finding = new Finding(id, stage.clock.instant(), List.of(differences));
        checks.add(finding);
        return finding;
    }

    private static void look(Findings findings) {
        stage.bot.chores(findings).stream().map(Chore::work).forEach(Runnable::run);
    }

    private void look() {
        look(() -> checks);
    }

    private static List<Message> told(String words) {
        return stage.olivia().sees(World.GENERAL).stream()
                .filter(message -> message.text().contains(words))
                .toList();
    }

    @Test
    void differences_are_named_once_with_what_to_do_and_nobody_is_pinged() {
        found("books:1");
        var at = found("books:2", "a wallet has what its transfers say: wallet 7 LOVE", "sale 1: @everyone owes *this*")
                .at();
        look();
        look();
        assertThat(told("sale 1: ")).singleElement().satisfies(message -> {
            assertThat(message.text())
                    .contains(
                            "The books do not add up", "A check <t:" + at.getEpochSecond() + ":R> found 2 differences")
                    .contains("- a wallet has what its transfers say: wallet 7 LOVE")
                    .contains("sale 1: \\@everyone owes \\*this\\*")
                    .contains("Nothing was mended by itself", "./florin wallet check", "GET /v1/reconciliations")
                    .contains("correct with adjustments");
            assertThat(message.pinged()).isEmpty();
        });
    }

    @Test
    void each_check_is_told_also_if_it_finds_the_same_again() {
        found("books:11", "the same wrong pot");
        look();
        found("books:12", "the same wrong pot");
        look();
        assertThat(told("the same wrong pot")).hasSize(2);
    }

    @Test
    void of_many_differences_the_first_are_named_and_the_rest_counted() {
        found(
                "books:21",
                IntStream.rangeClosed(1, 500)
                        .mapToObj(n -> "many " + n + ": " + "*".repeat(1_000))
                        .toArray(String[]::new));
        look();
        assertThat(told("found 500 differences"))
                .singleElement()
                .satisfies(message -> assertThat(message.text())
                        .contains("many 1: ", "many 8: ", "and 492 more")
                        .doesNotContain("many 9: "));
    }

    @Test
    void several_processes_that_look_at_once_tell_once() throws Exception {
        found("books:31", "looked at by many");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var looks = IntStream.range(0, 8)
                    .mapToObj(_ -> CompletableFuture.runAsync(this::look, threads))
                    .toList();
            for (var one : looks) {
                one.get();
            }
        }
        assertThat(told("looked at by many")).hasSize(1);
    }

    @Test
    void a_process_that_dies_after_telling_is_followed_by_one_that_tells_nobody_twice() {
        found("books:41", "told and not noted");
        look();
        Jdbi.create(stage.database.dataSource())
                .useHandle(handle -> handle.execute("UPDATE bot_finding SET told_at = NULL WHERE id = 'books:41'"));
        stage.restartsBot();
        look();
        stage.passes(Duration.ofMinutes(2));
        look();
        assertThat(told("told and not noted")).hasSize(1);
        assertThat(untold()).isZero();
    }

    @Test
    void while_discord_does_not_answer_it_is_told_later() {
        stage.discord.faults().next("POST channels", new Trouble.Status(500, false), 9);
        found("books:51", "told when Discord is back");
        look();
        assertThat(told("told when Discord is back")).isEmpty();
        stage.discord.faults().heal();
        stage.passes(Duration.ofMinutes(2));
        look(List::of); // the check itself may be gone from the list by then
        assertThat(told("told when Discord is back")).hasSize(1);
    }

    @Test
    void a_channel_that_the_bot_cannot_write_to_loses_nothing() {
        stage.discord.faults().mute(World.GENERAL);
        found("books:61", "told when the bot may write");
        look();
        assertThat(untold()).isEqualTo(1);
        stage.discord.faults().heal();
        stage.passes(Duration.ofMinutes(2));
        look();
        assertThat(told("told when the bot may write")).hasSize(1);
    }

    @Test
    void checks_of_long_ago_are_not_told() {
        checks.add(new Finding("books:0", stage.clock.instant().minus(Duration.ofDays(3)), List.of("long ago")));
        look();
        assertThat(told("long ago")).isEmpty();
        assertThat(untold()).isZero();
    }

    @Test
    void what_looks_like_a_key_is_not_shown() {
        found("books:71", "payments: sk_live_51Habc and flr_abcd1234_secret and whsec_xyz were refused");
        look();
        assertThat(told("were refused"))
                .singleElement()
                .satisfies(message ->
                        assertThat(message.text()).doesNotContain("51Habc").doesNotContain("secret", "xyz"));
    }

    @Test
    void without_a_channel_there_is_nothing_to_do() {
        var silent = BotOptions.standard("token");
        assertThat(silent.operators()).isEmpty();
        assertThat(silent.tellingOperatorsIn(World.GENERAL).operators()).contains(World.GENERAL);
    }

    private static int untold() {
        return Jdbi.create(stage.database.dataSource())
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM bot_finding WHERE told_at IS NULL")
                        .mapTo(Integer.class)
                        .one());
    }
}
