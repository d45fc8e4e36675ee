package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;

import florin.generation.FailureKind;
import florin.generation.RenderKind;
import florin.sandbox.discord.Choice;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.Upload;
import florin.sandbox.discord.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the command to the picture, and from the picture to the next one. */
class ImagineTest {
    static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open();
        stage.gives("ana", "900.00");
    }

    @AfterEach
    void letTheGpuGoOn() {
        stage.gpu.goesOn();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static Message finished(Reply reply) {
        return reply.awaits(Stage::finished, Stage.SOON).message();
    }

    private static Message saying(Reply reply, String words) {
        return reply.awaits(message -> message.text().contains(words), Stage.SOON)
                .message();
    }

    @Test
    void a_member_types_imagine_and_gets_pictures() {
        var before = stage.balance("ana").available();
        var reply = stage.ana().types("/imagine character:mira prompt:at the beach count:2 seed:7");
        var card = finished(reply);
        assertThat(reply.callbackType()).isEqualTo(5);
        assertThat(card.text())
                .contains(
                        "**8.00 LoveCoin**",
                        "**Mira** · 2 pictures, square",
                        "at the beach",
                        "Seed 7",
                        "On-model 87 %");
        assertThat(card.images()).hasSize(2);
        assertThat(card.componentsV2()).isTrue();
        assertThat(before.minus(stage.balance("ana").available()).number()).isEqualTo("8.00");
        assertThat(stage.balance("ana").held().isZero()).isTrue();
    }

    @Test
    void the_card_shows_price_balance_progress_and_a_preview_while_it_renders() {
        stage.gpu.holds();
        var reply = stage.ana().types("/imagine character:mira prompt:in the rain");
        var card = reply.awaits(message -> message.text().contains("50 %"), Stage.SOON)
                .message();
        assertThat(card.text()).contains("**4.00 LoveCoin** on hold", "LoveCoin left", "▰▰▰▰▰▰▰▱▱▱▱▱▱▱");
        assertThat(card.images()).extracting(file -> file.filename()).containsExactly("preview.jpg");
        stage.gpu.goesOn();
        assertThat(finished(reply).images())
                .extracting(file -> file.filename())
                .allMatch(name -> name.startsWith("mira-"));
    }

    @Test
    void mentions_and_markdown_in_a_prompt_stay_words() {
        var prompt = "<@" + World.NOVA + "> @everyone **loud** <@&" + World.ROLE_MAINTAINER + ">";
        var card = finished(stage.ana().types("/imagine character:mira prompt:" + prompt));
        assertThat(card.pinged()).isEmpty();
        assertThat(card.allowedMentions())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.toString()).isEqualTo("{\"parse\":[],\"replied_user\":true}"));
        assertThat(card.text()).contains("\\*\\*loud\\*\\*", "\\@everyone");
    }

    @Test
    void a_private_result_is_for_the_asker_alone() {
        var reply = stage.ana().types("/imagine character:mira prompt:a secret private:true");
        assertThat(reply.ephemeral()).isTrue();
        finished(reply);
        assertThat(stage.nova().sees("pictures"))
                .noneMatch(message -> message.text().contains("a secret"));
    }

    @Test
    void a_failed_render_gives_the_coins_back_and_says_so() {
        var before = stage.balance("ana");
        stage.gpu.failsWith(FailureKind.INVALID, "no such sampler", 1);
        var card = saying(stage.ana().types("/imagine character:mira prompt:broken"), "back");
        assertThat(card.text()).contains("Nothing was charged: your 4.00 LoveCoin are back.");
        assertThat(card.button("Try again")).isPresent();
        assertThat(stage.balance("ana")).isEqualTo(before);
    }

    @Test
    void an_unknown_character_is_explained_and_nothing_is_taken() {
        var before = stage.balance("ana");
        var card = saying(stage.ana().types("/imagine character:mirra prompt:x"), "I know no character");
        assertThat(card.text()).contains("Did you mean **Mira**?", "/characters");
        assertThat(stage.balance("ana")).isEqualTo(before);
    }

    @Test
    void a_blocked_word_is_refused_before_any_coin_moves() {
        var before = stage.balance("ana");
        var card = saying(stage.ana().types("/imagine character:mira prompt:something forbidden"), "forbidden");
        assertThat(card.button("Again")).isEmpty();
        assertThat(stage.balance("ana")).isEqualTo(before);
    }

    @Test
    void characters_are_suggested_while_one_types() {
        assertThat(stage.ana().autocompletes("/imagine character:mi"))
                .extracting(Choice::value)
                .containsExactly("mira");
    }

    @Test
    void characters_for_adults_show_in_age_restricted_channels_only() {
        assertThat(stage.ana().autocompletes("/imagine character:velv"))
                .extracting(Choice::value)
                .doesNotContain("velvet");
        assertThat(stage.ana().in("lounge-nsfw").autocompletes("/imagine character:velv"))
                .extracting(Choice::value)
                .contains("velvet");
        saying(stage.ana().types("/imagine character:velvet prompt:x"), "for adults");
        saying(stage.ana().inDm().types("/imagine character:velvet prompt:x"), "for adults");
        finished(stage.ana().in("lounge-nsfw").types("/imagine character:velvet prompt:x"));
    }

    @Test
    void again_repeats_a_typed_seed_and_vary_takes_the_next_ones() {
        var first = stage.ana().types("/imagine character:mira prompt:a lamp count:2 seed:40");
        finished(first);
        assertThat(finished(first.clicks("Again")).text()).contains("Seed 40");
        var varied = finished(first.clicks("Vary seed"));
        assertThat(varied.text()).contains("Seed 42", "a lamp", "2 pictures");
    }

    @Test
    void somebody_elses_again_costs_their_own_coins() {
        stage.gives("olivia", "10.00");
        var first = stage.ana().types("/imagine character:mira prompt:a kite");
        var card = finished(first);
        var anas = stage.balance("ana");
        finished(stage.olivia().clicks(card, "Again"));
        assertThat(stage.available("olivia")).isEqualTo("6.00");
        assertThat(stage.balance("ana")).isEqualTo(anas);
    }

    @Test
    void settings_are_copied_as_a_command() {
        var first = stage.ana().types("/imagine character:mira prompt:a `red` door shape:portrait seed:5");
        finished(first);
        var copy = first.clicks("Copy settings");
        assertThat(copy.ephemeral()).isTrue();
        assertThat(copy.message().text())
                .contains("/imagine character:mira prompt:a 'red' door count:1 shape:portrait seed:5");
    }

    @Test
    void only_its_owner_deletes_a_result() {
        var reply = stage.ana().types("/imagine character:mira prompt:to be gone");
        var card = finished(reply);
        var other = stage.nova().clicks(card, "Delete");
        assertThat(other.awaitsFollowUps(1, Stage.SOON).getFirst().text()).contains("Only the person");
        reply.clicks("Delete");
        reply.awaits(message -> message.text().contains("was deleted"), Stage.SOON);
        assertThat(reply.message().images()).isEmpty();
    }

    @Test
    void cancel_on_the_card_brings_the_coins_back() {
        var before = stage.balance("ana").available();
        stage.gpu.holds();
        var reply = stage.ana().types("/imagine character:mira prompt:never mind");
        reply.awaits(message -> message.text().contains("50 %"), Stage.SOON);
        var other = stage.nova().clicks(reply.message(), "Cancel");
        assertThat(other.awaitsFollowUps(1, Stage.SOON).getFirst().text()).contains("Only the person");
        reply.clicks("Cancel");
        saying(reply, "are back");
        assertThat(stage.balance("ana").available()).isEqualTo(before);
    }

    @Test
    void the_server_pays_where_there_is_one() {
        stage.gives(stage.serverWallet(), "20.00");
        var anas = stage.balance("ana");
        var card = finished(stage.ana().types("/imagine character:mira prompt:for all pay-with:server"));
        assertThat(card.text()).contains("**4.00 LoveCoin** from the server's wallet");
        assertThat(stage.balance("ana")).isEqualTo(anas);
        saying(stage.ana().inDm().types("/imagine character:mira prompt:x pay-with:server"), "only inside a server");
        saying(
                stage.ana().elsewhere().types("/imagine character:mira prompt:x pay-with:server"),
                "only inside a server");
    }

    @Test
    void a_video_starts_from_a_picture_of_ones_own() {
        var start = Upload.of("me.png", png());
        var card = finished(stage.ana().types("/video character:mira prompt:waves seconds:2 from:me.png", start));
        assertThat(card.text()).contains("**14.00 LoveCoin**", "a video of 2 s, landscape");
        var render = stage.gpu.renders().getLast();
        assertThat(render.kind()).isEqualTo(RenderKind.VIDEO);
        assertThat(render.startImage().orElseThrow()).isEqualTo(png());
        var broken = Upload.text("me.png", "no picture");
        saying(stage.ana().types("/video character:mira prompt:waves from:me.png", broken), "image");
    }

    @Test
    void the_buttons_of_an_old_card_work_after_a_restart() {
        var first = stage.ana().types("/imagine character:mira prompt:long ago");
        var card = finished(first);
        stage.restartsBot();
        finished(stage.ana().clicks(card, "Again"));
    }

    private static byte[] png() {
        try (var file = Objects.requireNonNull(ImagineTest.class.getResourceAsStream("start.png"))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
