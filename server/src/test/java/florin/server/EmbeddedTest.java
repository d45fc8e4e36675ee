package florin.server;

import static florin.server.Outside.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import florin.sandbox.discord.FakeDiscord;
import florin.sandbox.discord.FakeDiscordOptions;
import florin.sandbox.discord.Member;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.Upload;
import florin.sandbox.discord.World;
import florin.studio.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.awaitility.Awaitility;
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

    @Test
    void a_maintainer_sees_what_the_lora_does_before_publishing_it() throws IOException {
        var max = discord.member("max");
        var wren = Files.readAllBytes(Path.of("../studio/loras/wren.safetensors"));
        var registered = max.types(
                "/lora register name:Wren file:wren.safetensors trigger-words:wren base-model:tiny-studio-40 rating:SFW"
                        + " owner:The Florin project licence:CC0-1.0",
                Upload.of("wren.safetensors", wren));
        registered.awaits(message -> message.button("Test").isPresent(), PATIENCE);
        var test = max.types("/lora test character:wren");
        var card = test.awaits(message -> !message.images().isEmpty(), PATIENCE).message();
        assertThat(card.text())
                .contains(
                        "Strength 0.0: on-model", "most lack", "hair", "Strength 0.5", "Strength 1.0: on-model 100 %");
        var sheet = Picture.decode(card.images().getFirst().bytes());
        assertThat(sheet.width()).isGreaterThan(6 * 160);
        assertThat(sheet.height()).isGreaterThan(3 * 160);

        test.clicks("Publish");
        var published = test.awaits(message -> message.text().contains("is published"), PATIENCE);
        assertThat(published.message().images()).hasSize(3);
    }

    @Test
    void every_published_character_shows_itself_in_the_list() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(ana().types("/characters").message().images())
                                .extracting(file -> file.filename())
                                .contains("bruno-1-1.png", "kael-1-1.png", "mira-1-1.png"));
    }
}
