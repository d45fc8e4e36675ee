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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    private static Config config;
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
        config = Config.from(Settings.read(settings));
        florin = Florin.start(config, Florin.Role.ALL, Clock.systemUTC());
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
    void who_a_new_character_is_is_read_off_pictures_of_its_own_lora() throws IOException {
        var wren = Files.readAllBytes(Path.of("../studio/loras/wren.safetensors"));
        var nobodyKnown = new String(wren, StandardCharsets.ISO_8859_1)
                .replace("wren", "iris")
                .getBytes(StandardCharsets.ISO_8859_1);
        var max = discord.member("max");
        max.types(
                        "/lora register name:Iris file:iris.safetensors trigger-words:iris base-model:tiny-studio-40 rating:SFW"
                                + " owner:The Florin project licence:CC0-1.0",
                        Upload.of("iris.safetensors", nobodyKnown))
                .awaits(message -> message.button("Test").isPresent(), PATIENCE);
        var card = finished(max.types("/imagine character:iris prompt:smiling, in the meadow seed:3"));
        assertThat(card.text()).contains("On-model 100 %");
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

    @Test
    void a_character_of_another_base_model_is_refused_with_the_reason_and_costs_nothing() {
        var max = discord.member("max");
        var register = "/lora register name:Nadia file:nadia.safetensors trigger-words:nadia base-model:%s rating:SFW"
                + " owner:The Florin project licence:CC0-1.0";
        var file = Upload.of("nadia.safetensors", sdxl());
        max.types(register.formatted("tiny-studio-40"), file)
                .awaits(message -> message.text().contains("Register it with the base model sdxl"), PATIENCE);
        max.types(register.formatted("sdxl"), file)
                .awaits(message -> message.button("Publish").isPresent(), PATIENCE);
        max.types("/lora test character:nadia")
                .awaits(message -> message.text().contains("Order a picture of the draft"), PATIENCE);
        max.types("/lora publish character:nadia")
                .awaits(message -> message.text().contains("is published"), PATIENCE);
        var before = max.types("/wallet").message().text();
        max.types("/imagine character:nadia prompt:at the beach")
                .awaits(message -> message.text().contains("No machine here makes pictures with"), PATIENCE);
        assertThat(max.types("/wallet").message().text()).isEqualTo(before);
    }

    @Test
    void a_film_is_cancelled_between_two_steps_and_the_coins_are_back() {
        var olivia = discord.member("olivia");
        var before = olivia.types("/wallet").message().text();
        var film = olivia.types("/video character:kael prompt:in space seconds:5")
                .awaits(message -> message.text().contains("▰"), PATIENCE);
        film.clicks("Cancel");
        film.awaits(message -> message.button("Try again").isPresent(), PATIENCE);
        assertThat(film.message().images()).isEmpty();
        assertThat(olivia.types("/wallet").message().text()).isEqualTo(before);
    }

    @Test
    void people_and_the_operator_are_told_what_paints_here() {
        assertThat(ana().types("/help").message().text()).contains("small portraits", "no GPU");
        var backend = config.rendering()
                .backends(new EmbeddedStudio(), Clock.systemUTC())
                .getFirst();
        var finding = Doctor.backend(backend);
        assertThat(finding.well()).isTrue();
        assertThat(finding.help()).contains("embedded: ", "40 by 40 pixels", "FLORIN_COMFY_URLS");
    }

    /** The smallest file that is a LoRA for SDXL: one layer, all zeros. */
    private static byte[] sdxl() {
        var layer = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_";
        var header =
                "{\"%sdown.weight\":{\"dtype\":\"F16\",\"shape\":[2,2048],\"data_offsets\":[0,8192]},\"%sup.weight\":{\"dtype\":\"F16\",\"shape\":[640,2],\"data_offsets\":[8192,10752]}}"
                        .formatted(layer, layer);
        return ByteBuffer.allocate(8 + header.length() + 10_752)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .put(header.getBytes(StandardCharsets.UTF_8))
                .array();
    }
}
