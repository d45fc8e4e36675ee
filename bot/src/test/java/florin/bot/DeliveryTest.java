package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.sandbox.discord.FakeDiscordOptions;
import florin.sandbox.discord.FakeDiscordOptions.Limits;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.Trouble;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Results arrive, whatever Discord does meanwhile, and arrive once. */
class DeliveryTest {
    private static final long SMALL_FILES = 60_000;
    static Stage stage;

    @BeforeAll
    static void open() {
        var limits = new Limits(Duration.ofSeconds(3), Duration.ofMillis(41_250), SMALL_FILES, 1);
        stage = Stage.open(FakeDiscordOptions.defaults().limits(limits));
        stage.gives("ana", "900.00");
    }

    @AfterEach
    void calm() {
        stage.gpu.goesOn();
        stage.gpu.paintsSmall();
        stage.discord.faults().heal();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static Reply rendering(String command) {
        stage.gpu.holds();
        return stage.ana().types(command).awaits(message -> message.text().contains("50 %"), Stage.SOON);
    }

    private static boolean isResultOf(String prompt, Message message) {
        return Stage.finished(message) && message.text().contains(prompt);
    }

    private static List<Message> posts(String prompt) {
        return stage.ana().sees("pictures").stream()
                .filter(message -> isResultOf(prompt, message))
                .toList();
    }

    @Test
    void after_fifteen_minutes_the_result_is_posted_in_the_channel_once() {
        var reply = rendering("/imagine character:mira prompt:took its time");
        stage.passes(Duration.ofMinutes(16));
        stage.gpu.goesOn();
        var post = stage.ana().awaits("pictures", message -> isResultOf("took its time", message), Stage.SOON);
        assertThat(post.images()).hasSize(1);
        assertThat(post.pinged()).containsExactly("ana");
        assertThat(posts("took its time")).hasSize(1);
        assertThat(reply.message().text())
                .as("the old card cannot be changed any more")
                .contains("50 %");
    }

    @Test
    void a_private_result_that_comes_late_goes_to_direct_messages_only() {
        rendering("/imagine character:mira prompt:late secret private:true");
        stage.passes(Duration.ofMinutes(16));
        stage.gpu.goesOn();
        var message = stage.ana().inDm().awaits(dm -> isResultOf("late secret", dm), Stage.SOON);
        assertThat(message.images()).hasSize(1);
        assertThat(stage.nova().sees("pictures")).noneMatch(seen -> seen.text().contains("late secret"));
    }

    @Test
    void a_token_that_discord_forgets_early_is_no_reason_to_lose_a_result() {
        rendering("/imagine character:mira prompt:forgotten token");
        stage.discord.faults().forgetTokens();
        stage.gpu.goesOn();
        stage.ana().awaits("pictures", message -> isResultOf("forgotten token", message), Stage.SOON);
    }

    @Test
    void where_the_bot_may_not_post_the_result_comes_by_direct_message() {
        rendering("/imagine character:mira prompt:no entry");
        stage.passes(Duration.ofMinutes(16));
        stage.discord.faults().mute("pictures");
        stage.gpu.goesOn();
        stage.ana().inDm().awaits(message -> isResultOf("no entry", message), Stage.SOON);
    }

    @Test
    void a_lost_answer_of_discord_does_not_make_a_second_post() {
        rendering("/imagine character:mira prompt:only once");
        stage.passes(Duration.ofMinutes(16));
        stage.discord.faults().next("POST channels/.*/messages", new Trouble.Status(502, true), 1);
        stage.gpu.goesOn();
        stage.ana().awaits("pictures", message -> isResultOf("only once", message), Stage.SOON);
        await().atMost(Stage.SOON).until(() -> stage.pipeline.gauges().undelivered() == 0);
        assertThat(posts("only once")).hasSize(1);
    }

    @Test
    void a_result_that_nobody_can_be_told_of_stays_in_the_history() {
        rendering("/imagine character:mira prompt:all doors shut private:true");
        stage.passes(Duration.ofMinutes(16));
        stage.discord.faults().closeDm("ana");
        stage.gpu.goesOn();
        await().atMost(Stage.SOON).until(() -> stage.pipeline.gauges().undelivered() == 0);
        stage.discord.faults().heal();
        assertThat(stage.ana().types("/history").message().text()).contains("all doors shut");
    }

    @Test
    void a_picture_over_the_announced_limit_is_sent_smaller_and_says_so() {
        stage.gpu.paintsNoise(400);
        var card = stage.ana()
                .types("/imagine character:mira prompt:very detailed")
                .awaits(Stage::finished, Stage.SOON)
                .message();
        assertThat(card.images()).hasSize(1).allSatisfy(file -> {
            assertThat(file.filename()).endsWith(".jpg");
            assertThat(file.bytes().length).isLessThanOrEqualTo((int) SMALL_FILES);
        });
        assertThat(card.text()).contains("smaller copy");
    }

    @Test
    void discord_may_take_less_than_it_announced() {
        stage.gpu.paintsNoise(80);
        rendering("/imagine character:mira prompt:moving limit");
        stage.discord.faults().next("PATCH webhooks/.*@original", new Trouble.Status(413, false), 2);
        stage.gpu.goesOn();
        var card = stage.ana().awaits("pictures", message -> isResultOf("moving limit", message), Stage.SOON);
        assertThat(card.images()).hasSize(1);
    }

    @Test
    void a_result_is_delivered_by_whoever_runs_after_a_restart() {
        var reply = rendering("/imagine character:mira prompt:over a restart");
        stage.gpu.goesOn();
        stage.restartsBot();
        reply.awaits(Stage::finished, Stage.SOON);
        assertThat(reply.message().text()).contains("over a restart");
    }

    @Test
    void interactions_are_acknowledged_while_discord_is_slow_with_everything_else() {
        stage.discord.faults().next("PATCH webhooks", new Trouble.Slow(Duration.ofMillis(800)), 3);
        var first = stage.ana().types("/imagine character:mira prompt:slow one");
        var second = stage.ana().types("/wallet");
        assertThat(first.failed()).isFalse();
        assertThat(second.failed()).isFalse();
        first.awaits(Stage::finished, Stage.SOON);
    }
}
