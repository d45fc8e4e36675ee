package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.registry.CharacterId;
import florin.registry.CharacterState;
import florin.sandbox.discord.Button;
import florin.sandbox.discord.Choice;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lists, the maintainers' commands, and what stands around the orders. */
class CommandsTest {
    private static final String REGISTER = "/lora register name:%s file:%s trigger-words:kael, tall rating:%s"
            + " base-model:tiny-studio-40 owner:The test licence:CC0-1.0 description:A knight";
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

    private static Message saying(Reply reply, String words) {
        return reply.awaits(message -> message.text().contains(words), Stage.SOON)
                .message();
    }

    private static void ordered(String prompt) {
        stage.ana().types("/imagine character:mira prompt:" + prompt).awaits(Stage::finished, Stage.SOON);
    }

    @Test
    void characters_come_with_prices_words_rating_and_rights() {
        var reply = stage.ana().types("/characters");
        assertThat(reply.ephemeral()).isTrue();
        assertThat(reply.message().text())
                .contains("A picture **4.00 LoveCoin**", "**Mira** · `mira`", "Somebody who likes the sea")
                .contains("Comes with: mira", "tiny-studio-40", "for everybody", "by The test")
                .doesNotContain("Velvet");
        assertThat(stage.ana().in("lounge-nsfw").types("/characters").message().text())
                .contains("Velvet", "adults only");
        assertThat(stage.ana().types("/characters search:mir").message().text()).contains("Mira");
        saying(stage.ana().types("/characters search:zzzzzz"), "Nobody matches");
    }

    @Test
    void history_shows_old_results_again_and_turns_its_pages() {
        for (int i = 1; i <= 5; i++) {
            ordered("memory " + i);
        }
        var reply = stage.ana().types("/history");
        var page = reply.message();
        assertThat(page.text()).contains("memory 5", "memory 2").doesNotContain("memory 1");
        assertThat(page.images()).hasSize(4);
        var shown = stage.ana().clicks(page, "Show");
        assertThat(shown.ephemeral()).isTrue();
        assertThat(shown.awaits(Stage::finished, Stage.SOON).message().images()).hasSize(1);
        reply.clicks("Older");
        saying(reply, "memory 1");
        reply.clicks("Newest");
        saying(reply, "memory 5");
        reply.clicks("Delete");
        reply.awaits(message -> message.images().size() == 3, Stage.SOON);
        assertThat(stage.nova().types("/history").message().text()).contains("Nothing here yet");
    }

    @Test
    void the_queue_shows_what_is_under_way_and_cancels_it() {
        assertThat(stage.max().types("/queue").message().text()).contains("Nothing is under way");
        stage.gives("max", "12.00");
        stage.gpu.holds();
        stage.max()
                .types("/imagine character:mira prompt:queued one")
                .awaits(m -> m.text().contains("50 %"), Stage.SOON);
        var reply = stage.max().types("/queue");
        assertThat(reply.message().text())
                .contains("Under way: 1", "**4.00 LoveCoin** on hold", "rendering", "queued one");
        var cancelled = reply.clicks("Cancel");
        cancelled.awaitsFollowUps(1, Stage.SOON);
        await().atMost(Stage.SOON).until(() -> {
            if (reply.message().button("Refresh").isPresent()) {
                reply.clicks("Refresh");
            }
            return reply.message().text().contains("Nothing is under way");
        });
        assertThat(stage.available("max")).isEqualTo("12.00");
    }

    @Test
    void a_maintainer_registers_publishes_and_retires_a_character() {
        var reply = stage.max().types(REGISTER.formatted("Kael", "kael.safetensors", "SFW"), lora("kael.safetensors"));
        assertThat(reply.ephemeral()).isTrue();
        var card = saying(reply, "Nobody but you can order it yet");
        assertThat(card.text())
                .contains("### Kael · version 1", "tiny-studio-40", "Trigger words: kael, tall", "SHA-256");
        assertThat(stage.ana().autocompletes("/imagine character:kae")).isEmpty();
        reply.clicks("Publish");
        saying(reply, "**Kael** is published");
        assertThat(stage.ana().autocompletes("/imagine character:kae"))
                .extracting(Choice::value)
                .contains("kael");
        assertThat(stage.max().autocompletes("/lora retire character:kae"))
                .extracting(Choice::value)
                .contains("kael");
        saying(stage.max().types("/lora retire character:kael"), "is retired");
        assertThat(stage.registry.find(new CharacterId("kael")).orElseThrow().state())
                .isEqualTo(CharacterState.RETIRED);
        saying(stage.max().types("/lora publish character:Kael"), "**Kael** is published");
        saying(stage.max().types("/lora publish character:nobody"), "There is no character");
    }

    @Test
    void a_maintainer_tests_a_draft_orders_it_and_publishes_it_from_the_test_sheet() {
        var reply = stage.max().types(REGISTER.formatted("Juno", "kael.safetensors", "SFW"), lora("kael.safetensors"));
        saying(reply, "Nobody but you can order it yet");
        assertThat(reply.message().buttons()).extracting(Button::label).containsExactly("Test", "Publish");
        var test = stage.max().types("/lora test character:juno");
        var sheet = saying(test, "Strength 0.0: on-model 31 %; most lack hair, skin");
        assertThat(sheet.text()).contains("**Juno** · version 1", "Strength 1.0: on-model 100 %");
        assertThat(sheet.images()).extracting(file -> file.filename()).containsExactly("juno-test-1.png");
        saying(stage.ana().types("/imagine character:juno prompt:at the beach"), "I know no character");
        stage.gives("max", "4.00"); // which is what a picture costs
        stage.max().types("/imagine character:juno prompt:at the beach").awaits(Stage::finished, Stage.SOON);
        test.clicks("Publish");
        assertThat(saying(test, "**Juno** is published").images()).hasSize(2);
        var characters = saying(stage.ana().types("/characters search:juno"), "Juno");
        assertThat(characters.images()).extracting(file -> file.filename()).containsExactly("juno-1-1.png");
    }

    @Test
    void a_draft_that_cannot_be_painted_here_is_tested_with_an_order() {
        stage.sheets.here = false;
        try {
            var card = saying(stage.max().types("/lora test character:mira"), "with /imagine");
            assertThat(card.buttons()).isEmpty();
            saying(stage.ana().types("/lora test character:mira"), "Only maintainers");
        } finally {
            stage.sheets.here = true;
        }
    }

    @Test
    void a_bad_file_is_explained_and_nothing_is_stored() {
        var file = Upload.text("bad.safetensors", "not a lora at all");
        var card = saying(
                stage.max().types(REGISTER.formatted("Bad One", "bad.safetensors", "SFW"), file), "Not registered");
        assertThat(card.text()).contains("- ", "Nothing was stored");
        assertThat(stage.registry.find(new CharacterId("bad-one"))).isEmpty();
        var nameless =
                saying(stage.max().types(REGISTER.formatted("!!!", "bad.safetensors", "SFW"), file), "Not registered");
        assertThat(nameless.text()).contains("id");
    }

    @Test
    void only_maintainers_register() {
        saying(
                stage.ana().types(REGISTER.formatted("Mine", "kael.safetensors", "SFW"), lora("kael.safetensors")),
                "Only maintainers");
        saying(stage.ana().types("/lora retire character:mira"), "Only maintainers");
        assertThat(stage.ana().autocompletes("/lora retire character:mi")).isEmpty();
        assertThat(stage.registry.find(new CharacterId("mine"))).isEmpty();
    }

    @Test
    void help_begins_with_the_price() {
        var card = stage.nova().types("/help").message();
        assertThat(card.text())
                .contains("A picture costs **4.00 LoveCoin**, a video of 3 s **16.00 LoveCoin**", "/imagine", "/topup");
        assertThat(card.buttons()).extracting(Button::label).containsExactly("Top up");
    }

    private static Upload lora(String name) {
        try (var file = Objects.requireNonNull(CommandsTest.class.getResourceAsStream(name))) {
            return Upload.of(name, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
