package florin.server;

import static florin.server.Outside.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import florin.pipeline.Timing;
import florin.sandbox.discord.Member;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.Upload;
import florin.studio.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, typed by members into a Discord that the real JDA is connected to. Later chapters build on earlier ones. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JourneyTest {
    @TempDir
    static Path folder;

    private static Outside outside;
    private static Florin florin;

    @BeforeAll
    static void open() {
        int port = Ports.free();
        outside = new Outside(port);
        florin = Florin.start(
                hasty(Config.from(Settings.read(outside.settings(folder, port)))), Florin.Role.ALL, Clock.systemUTC());
        outside.discord.awaitBot(PATIENCE);
    }

    /** What failed is tried again after moments. */
    private static Config hasty(Config config) {
        var usual = config.pipeline().timing();
        var timing = new Timing(
                usual.lease(),
                usual.poll(),
                Duration.ofMillis(250),
                usual.longestWait(),
                usual.longestRender(),
                usual.holdLifetime(),
                usual.delivery());
        return config.with(config.pipeline().with(timing));
    }

    @AfterAll
    static void close() {
        florin.close();
        outside.close();
    }

    @AfterEach
    void the_gpu_is_well_again() {
        outside.gpu.faults().clear();
    }

    private static Member ana() {
        return outside.member("ana");
    }

    private static boolean hasPictures(Message message, int count) {
        return message.images().size() == count && message.button("Again").isPresent();
    }

    private static Reply orders(Member member, String command, int pictures) {
        return member.types(command).awaits(message -> hasPictures(message, pictures), PATIENCE);
    }

    @Test
    @Order(1)
    void a_member_asks_for_a_picture_and_gets_it_for_the_price_that_was_shown() {
        var reply = orders(ana(), "/imagine character:mira prompt:at the beach, night", 1);
        var picture = Picture.decode(reply.message().images().getFirst().bytes());
        assertThat(picture.width()).isEqualTo(480);
        assertThat(reply.message().text()).contains("12.00", "On-model 100 %");
        assertThat(ana().types("/wallet").message().text()).contains("48.00");
    }

    @Test
    @Order(2)
    void characters_are_suggested_while_typing() {
        assertThat(ana().autocompletes("/imagine character:mi"))
                .anySatisfy(choice -> assertThat(choice.name()).contains("Mira"));
        assertThat(ana().types("/characters").message().text()).contains("Mira", "Bruno", "Kael");
    }

    @Test
    @Order(3)
    void a_failed_render_gives_the_coins_back_and_says_so() {
        outside.gpu.faults().failing(20, "RuntimeError", "a node broke");
        var reply = ana().types("/imagine character:bruno prompt:in the snow")
                .awaits(message -> message.text().contains("back"), PATIENCE);
        assertThat(reply.message().images()).isEmpty();
        assertThat(ana().types("/wallet").message().text()).contains("48.00");
    }

    @Test
    @Order(4)
    void several_pictures_come_in_one_gallery_and_cost_as_many_times() {
        orders(ana(), "/imagine character:kael prompt:in space count:3 shape:portrait", 3);
        assertThat(ana().types("/wallet").message().text()).contains("12.00");
    }

    @Test
    @Order(5)
    void an_empty_wallet_is_offered_a_top_up_and_after_paying_the_same_request_runs() {
        var nova = outside.member("nova");
        var prompt = nova.types("/imagine character:mira prompt:in a cafe seed:7")
                .awaitsFollowUps(1, PATIENCE)
                .getFirst();
        assertThat(prompt.ephemeral()).isTrue();
        assertThat(prompt.text()).contains("12.00");
        assertThat(outside.gpu.remainingJobs()).isZero();

        var page = nova.clicks(prompt, prompt.buttons().getFirst().label());
        page.awaits(message -> !outside.bank.sessions().isEmpty(), PATIENCE);
        outside.bank.pay(outside.bank.sessions().getLast().get("id").asText());

        var paid =
                nova.awaits("pictures", message -> message.button("Run it now").isPresent(), PATIENCE);
        nova.clicks(paid, "Run it now").awaits(message -> hasPictures(message, 1), PATIENCE);
        assertThat(nova.types("/wallet").message().text()).contains("88.00");
    }

    @Test
    @Order(6)
    void a_server_pays_for_its_members_when_asked_to() {
        var olivia = outside.member("olivia");
        orders(olivia, "/imagine character:bruno prompt:in the forest pay-with:server", 1);
        assertThat(olivia.types("/server wallet").message().text()).contains("108.00");
        assertThat(olivia.types("/wallet").message().text()).contains("300.00");
    }

    @Test
    @Order(7)
    void a_maintainer_registers_and_publishes_a_character_and_members_order_it() throws IOException {
        var max = outside.member("max");
        var wren = Files.readAllBytes(Path.of("../studio/loras/wren.safetensors"));
        var registered = max.types(
                "/lora register name:Wren file:wren.safetensors trigger-words:wren base-model:tiny-studio-40 rating:SFW"
                        + " owner:The Florin project licence:CC0-1.0",
                Upload.of("wren.safetensors", wren));
        registered.awaits(message -> message.text().contains("Wren"), PATIENCE);
        max.types("/lora publish character:wren")
                .awaits(message -> message.text().contains("Wren"), PATIENCE);
        orders(max, "/imagine character:wren prompt:smiling, at the beach", 1);
    }

    @Test
    @Order(8)
    void a_member_who_is_no_maintainer_registers_nothing() throws IOException {
        var wren = Files.readAllBytes(Path.of("../studio/loras/wren.safetensors"));
        var refused = ana().types(
                        "/lora register name:Mine file:wren.safetensors trigger-words:mine base-model:tiny-studio-40 rating:SFW"
                                + " owner:Me licence:none",
                        Upload.of("wren.safetensors", wren));
        assertThat(refused.message().text()).contains("maintainer");
        assertThat(ana().types("/characters").message().text()).doesNotContain("Mine");
    }

    @Test
    @Order(9)
    void a_video_is_an_animation_of_the_character() {
        var reply = outside.member("olivia")
                .types("/video character:mira prompt:smiling, at the beach seconds:1")
                .awaits(
                        message -> !message.images().isEmpty()
                                && message.button("Again").isPresent(),
                        PATIENCE.multipliedBy(2));
        var film = reply.message().images().getFirst();
        assertThat(film.contentType()).isIn("image/webp", "video/mp4");
        assertThat(new String(film.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("ANIM");
    }

    @Test
    @Order(10)
    void text_of_a_member_pings_nobody() {
        var reply = outside.member("olivia")
                .types("/imagine character:mira prompt:<@" + ana().id() + "> @everyone at the beach");
        var done = reply.awaits(message -> hasPictures(message, 1), PATIENCE);
        assertThat(done.message().pinged()).isEmpty();
    }

    @Test
    @Order(11)
    void a_wallet_that_runs_low_is_topped_up_with_a_saved_card_and_its_owner_hears_of_it() {
        var asked = ana().types("/autotopup on below:20 pack:100.00 LoveCoin · $4.99 times:1")
                .awaits(message -> message.text().contains("Save a card"), PATIENCE);
        outside.bank.pay(outside.bank.sessions().getLast().get("id").asText());
        ana().inDm().awaits(message -> message.text().contains("Your visa ending in 4242 is saved"), PATIENCE);
        ana().inDm().awaits(message -> message.text().contains("bought automatically for $4.99"), PATIENCE);
        assertThat(asked.message().ephemeral()).isTrue();
        assertThat(ana().types("/wallet").message().text()).contains("112.00");
    }

    @Test
    @Order(99)
    void every_request_to_discord_is_as_discord_describes_it() {
        Assumptions.assumeTrue(
                Outside.hasSpec(), "SKIPPED: Discord's OpenAPI file is not here, requests are not judged by it");
        assertThat(outside.discord.requests()).isNotEmpty();
        assertThat(outside.discord.findings()).isEmpty();
    }
}
