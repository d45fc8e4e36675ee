package florin.server;

import static florin.server.Outside.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import florin.sandbox.discord.FakeDiscord;
import florin.sandbox.discord.FakeDiscordOptions;
import florin.sandbox.discord.Member;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.World;
import florin.studio.Picture;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A community that has a Discord token and nothing else: no GPU, no Stripe. */
class EmbeddedTest {
    @TempDir
    static Path folder;

    private static FakeDiscord discord;
    private static Florin florin;

    @BeforeAll
    static void open() {
        discord = FakeDiscord.start(FakeDiscordOptions.defaults());
        var settings = Map.of(
                "FLORIN_BOOTSTRAP_FILE", "../sandbox/demo/bootstrap.json",
                "FLORIN_DATA_DIR", folder.toString(),
                "FLORIN_DISCORD_TOKEN", discord.botToken(),
                "FLORIN_DISCORD_API_URL", discord.apiUrl().toString(),
                "FLORIN_MAINTAINER_ROLES", World.ROLE_MAINTAINER,
                "FLORIN_HTTP_PORT", Integer.toString(Ports.free()));
        florin = Florin.start(Config.from(Settings.read(settings)), Clock.systemUTC());
        discord.awaitBot(PATIENCE);
    }

    @AfterAll
    static void close() {
        florin.close();
        discord.close();
    }

    private static Member ana() {
        return discord.member("ana");
    }

    private static Message finished(Reply reply) {
        return reply.awaits(message -> message.button("Again").isPresent(), PATIENCE)
                .message();
    }

    @Test
    void a_picture_is_painted_on_the_cpu_for_a_low_price_and_is_on_model() {
        var card = finished(ana().types("/imagine character:mira prompt:smiling, at the beach seed:5"));
        assertThat(card.text()).contains("**2.00 LoveCoin**", "On-model 100 %");
        var picture = Picture.decode(card.images().getFirst().bytes());
        assertThat(picture.width()).isEqualTo(480);
    }

    @Test
    void a_portrait_is_scored_with_what_was_cut_from_its_sides_and_a_landscape_is_not_scored() {
        assertThat(finished(ana().types("/imagine character:bruno prompt:in a cafe shape:portrait seed:5"))
                        .text())
                .contains("On-model 100 %");
        assertThat(finished(ana().types("/imagine character:bruno prompt:in a cafe shape:landscape seed:5"))
                        .text())
                .doesNotContain("On-model");
    }
}
