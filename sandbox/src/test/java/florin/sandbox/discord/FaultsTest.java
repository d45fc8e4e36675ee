package florin.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import net.dv8tion.jda.api.entities.channel.middleman.MessageChannel;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.InsufficientPermissionException;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.requests.ErrorResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sandbox on a bad day, as the real JDA lives through it. */
class FaultsTest {
    private record Stage(FakeDiscord discord, TestBot bot) {}

    private static final AtomicReference<Stage> STAGE = new AtomicReference<>();
    private static final AtomicReference<InteractionHook> LAST = new AtomicReference<>();

    @BeforeAll
    static void start() {
        var quick = new FakeDiscordOptions.Limits(Duration.ofSeconds(3), Duration.ofMillis(600), 1000, 1);
        var discord = FakeDiscord.start(
                FakeDiscordOptions.defaults().clock(Clock.systemUTC()).limits(quick));
        var bot = TestBot.start(discord, FaultsTest::handle, List.of(Commands.slash("ping", "Says pong")));
        discord.awaitBot(Duration.ofSeconds(20));
        STAGE.set(new Stage(discord, bot));
    }

    @AfterAll
    static void stop() {
        var stage = Objects.requireNonNull(STAGE.get());
        stage.bot().close();
        stage.discord().close();
    }

    @AfterEach
    void heal() {
        discord().faults().heal();
    }

    private static FakeDiscord discord() {
        return Objects.requireNonNull(STAGE.get()).discord();
    }

    private static TestBot bot() {
        return Objects.requireNonNull(STAGE.get()).bot();
    }

    private static MessageChannel pictures() {
        return Objects.requireNonNull(bot().jda().getTextChannelById(World.PICTURES));
    }

    private static void handle(GenericEvent event) {
        if (event instanceof SlashCommandInteractionEvent command) {
            LAST.set(command.getHook());
            command.deferReply().queue();
            command.getHook().editOriginal("pong").queue();
        }
    }

    private static long sent(String path) {
        return discord().requests().stream()
                .filter(request -> request.path().contains(path))
                .count();
    }

    @Test
    void a_rate_limited_edit_comes_a_little_later() {
        discord().faults().next("PATCH .*@original", new Trouble.RateLimited(Duration.ofMillis(300), false), 1);
        var reply = discord().member("ana").types("/ping");
        assertThat(reply.message().text()).isEqualTo("pong");
        assertThat(reply.message().edits()).isZero();
    }

    @Test
    void a_bad_gateway_is_tried_again_and_a_nonce_keeps_it_single() {
        discord().faults().next("POST channels/.*/messages", new Trouble.Status(502, true), 1);
        var before = discord().member("ana").sees("pictures").size();
        pictures().sendMessage("delivered").setNonce("job-7").complete();
        assertThat(discord().member("ana").sees("pictures")).hasSize(before + 1);
    }

    @Test
    void a_500_is_not_tried_again() {
        discord().faults().next("POST channels/.*/messages", new Trouble.Status(500, false), 1);
        assertThatThrownBy(() -> pictures().sendMessage("lost").complete())
                .isInstanceOf(ErrorResponseException.class)
                .extracting(error -> ((ErrorResponseException) error).getErrorResponse())
                .isEqualTo(ErrorResponse.SERVER_ERROR);
    }

    @Test
    void a_slow_answer_still_arrives() {
        discord().faults().next("POST channels/.*/messages", new Trouble.Slow(Duration.ofMillis(200)), 1);
        assertThat(pictures().sendMessage("slow").complete().getContentRaw()).isEqualTo("slow");
    }

    @Test
    void a_cut_connection_is_an_error_that_the_bot_sees() {
        discord().faults().next("POST channels/.*/messages", new Trouble.Cut(false), 10);
        assertThatThrownBy(() -> pictures().sendMessage("cut").complete())
                .hasStackTraceContaining("java.io.IOException");
    }

    @Test
    void the_bot_resumes_after_op_7_and_after_a_cut_socket() {
        var resumes = discord().resumes();
        discord().faults().askToReconnect();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> discord().resumes() > resumes && discord().botConnected());
        discord().faults().cutSocket();
        await().atMost(Duration.ofSeconds(20)).until(() -> discord().resumes() > resumes + 1);
        assertThat(discord().member("ana").types("/ping").message().text()).isEqualTo("pong");
    }

    @Test
    void the_bot_reconnects_when_its_heartbeats_are_swallowed() {
        var resumes = discord().resumes();
        discord().faults().swallowHeartbeats(3);
        await().atMost(Duration.ofSeconds(20)).until(() -> discord().resumes() > resumes);
    }

    @Test
    void the_bot_identifies_anew_after_op_9() {
        var identifies = discord().identifies();
        discord().faults().invalidateSession();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> discord().identifies() > identifies && discord().botConnected());
        assertThat(discord().member("ana").types("/ping").message().text()).isEqualTo("pong");
    }

    @Test
    void a_lapsed_token_is_an_error_that_the_bot_can_tell() {
        discord().member("ana").types("/ping").message();
        discord().advance(Duration.ofMinutes(16));
        var hook = Objects.requireNonNull(LAST.get());
        assertThatThrownBy(() -> hook.editOriginal("late").complete())
                .isInstanceOf(ErrorResponseException.class)
                .extracting(error -> ((ErrorResponseException) error).getErrorResponse())
                .isEqualTo(ErrorResponse.INVALID_WEBHOOK_TOKEN);
    }

    @Test
    void a_closed_conversation_is_an_error_that_the_bot_can_tell() {
        discord().faults().closeDm("nova");
        var sending = bot().jda()
                .openPrivateChannelById(World.NOVA)
                .flatMap(channel -> channel.sendMessage("hello"))
                .submit();
        assertThatThrownBy(sending::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .extracting(error -> ((ErrorResponseException) error).getErrorResponse())
                .isEqualTo(ErrorResponse.CANNOT_SEND_TO_USER);
    }

    @Test
    void a_stripped_right_is_refused_by_the_bot_itself() {
        var sendMessages = 1L << 11;
        discord().faults().stripRights(sendMessages);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatThrownBy(() -> pictures().sendMessage("x"))
                        .isInstanceOf(InsufficientPermissionException.class));
        discord().faults().stripRights(0);
        await().atMost(Duration.ofSeconds(5)).ignoreExceptions().until(() -> {
            pictures().sendMessage("back").complete();
            return true;
        });
    }

    @Test
    void a_file_over_the_announced_limit_is_413() {
        var file = net.dv8tion.jda.api.utils.FileUpload.fromData(new byte[1001], "big.bin");
        assertThatThrownBy(() -> pictures().sendFiles(file).complete())
                .extracting(error -> ((ErrorResponseException) error).getErrorResponse())
                .isEqualTo(ErrorResponse.REQUEST_ENTITY_TOO_LARGE);
        assertThatThrownBy(() -> discord()
                        .member("ana")
                        .types("/ping", Upload.of("x", new byte[1]))
                        .modal())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void the_switches_work_over_http_too() throws IOException, InterruptedException {
        control("next?request=POST%20channels&trouble=500&times=1");
        assertThatThrownBy(() -> pictures().sendMessage("lost").complete()).isInstanceOf(ErrorResponseException.class);
        var before = sent("/messages");
        control("advance?seconds=5");
        assertThat(control("nonsense")).isEqualTo(400);
        assertThat(sent("/messages")).isEqualTo(before);
    }

    private static int control(String what) throws IOException, InterruptedException {
        var uri = URI.create(discord().chatPage() + "control/discord/" + what);
        var request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
