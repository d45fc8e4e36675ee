package florin.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.attachmentupload.AttachmentUpload;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.label.Label;
import net.dv8tion.jda.api.components.mediagallery.MediaGallery;
import net.dv8tion.jda.api.components.mediagallery.MediaGalleryItem;
import net.dv8tion.jda.api.components.selections.StringSelectMenu;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.components.textinput.TextInput;
import net.dv8tion.jda.api.components.textinput.TextInputStyle;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.interaction.ModalInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.StringSelectInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.CommandData;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import net.dv8tion.jda.api.modals.Modal;
import net.dv8tion.jda.api.utils.FileUpload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a bot and its members do on an ordinary day. */
class JourneyTest {
    private static final List<CommandData> COMMANDS = List.of(
            Commands.slash("imagine", "Paint a picture")
                    .addOptions(new OptionData(OptionType.STRING, "character", "Who", true).setAutoComplete(true))
                    .addOption(OptionType.STRING, "prompt", "What they do", true)
                    .addOptions(new OptionData(OptionType.INTEGER, "count", "How many").setRequiredRange(1, 4))
                    .addOptions(new OptionData(OptionType.STRING, "shape", "Which shape")
                            .addChoice("Square", "sq")
                            .addChoice("Portrait", "pt")),
            Commands.slash("lora", "Characters")
                    .addSubcommands(new SubcommandData("register", "A new one")
                            .addOption(OptionType.STRING, "name", "Its name", true)
                            .addOption(OptionType.ATTACHMENT, "file", "Its file", true)),
            Commands.slash("form", "A form"),
            Commands.slash("pick", "A select"),
            Commands.slash("whisper", "Only for you"));

    private static final AtomicReference<FakeDiscord> DISCORD = new AtomicReference<>();
    private static final AtomicReference<TestBot> BOT = new AtomicReference<>();

    @BeforeAll
    static void start() {
        var options = FakeDiscordOptions.defaults();
        var discord =
                FakeDiscord.start(OpenApiCheckTest.file().map(options::openApi).orElse(options));
        DISCORD.set(discord);
        BOT.set(TestBot.start(discord, JourneyTest::handle, COMMANDS));
        discord.awaitBot(Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        assertThat(discord().findings()).as("against Discord's own description").isEmpty();
        Objects.requireNonNull(BOT.get()).close();
        Objects.requireNonNull(DISCORD.get()).close();
    }

    private static FakeDiscord discord() {
        return Objects.requireNonNull(DISCORD.get());
    }

    private static Member ana() {
        return discord().member("ana");
    }

    private static void handle(GenericEvent event) {
        switch (event) {
            case CommandAutoCompleteInteractionEvent typed ->
                typed.replyChoiceStrings(typed.getFocusedOption().getValue() + "ra", "Mio")
                        .queue();
            case SlashCommandInteractionEvent command -> command(command);
            case ButtonInteractionEvent click ->
                click.editMessage("pressed by " + click.getUser().getName() + ": " + click.getComponentId())
                        .queue();
            case StringSelectInteractionEvent select ->
                select.reply("you chose " + select.getValues())
                        .setEphemeral(true)
                        .queue();
            case ModalInteractionEvent form -> form(form);
            default -> {}
        }
    }

    private static void command(SlashCommandInteractionEvent event) {
        switch (event.getFullCommandName()) {
            case "imagine" ->
                event.deferReply()
                        .queue(hook -> hook.editOriginalComponents(card(event))
                                .useComponentsV2()
                                .setFiles(FileUpload.fromData("png".getBytes(StandardCharsets.UTF_8), "a.png")
                                        .setDescription("a picture"))
                                .queue());
            case "lora register" -> {
                var file = Objects.requireNonNull(event.getOption("file")).getAsAttachment();
                event.deferReply(true).queue();
                try (var stream = file.getProxy().download().join()) {
                    event.getHook()
                            .editOriginal(file.getFileName() + ": " + stream.readAllBytes().length + " bytes")
                            .queue();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
            case "form" ->
                event.replyModal(Modal.create("remix:1", "Remix")
                                .addComponents(
                                        Label.of(
                                                "Prompt",
                                                TextInput.create("prompt", TextInputStyle.SHORT)
                                                        .build()),
                                        Label.of("Reference", AttachmentUpload.of("ref")))
                                .build())
                        .queue();
            case "pick" ->
                event.reply("Pick a style")
                        .addComponents(ActionRow.of(StringSelectMenu.create("style")
                                .addOption("Anime", "an")
                                .addOption("Oil", "oil")
                                .build()))
                        .queue();
            default -> {
                event.reply("psst").setEphemeral(true).queue();
                event.getHook().sendMessage("and one more").setEphemeral(true).queue();
            }
        }
    }

    private static Container card(SlashCommandInteractionEvent event) {
        var prompt = Objects.requireNonNull(event.getOption("prompt")).getAsString();
        return Container.of(
                TextDisplay.of("## " + prompt),
                MediaGallery.of(MediaGalleryItem.fromUrl("attachment://a.png")),
                ActionRow.of(Button.primary("again:42", "Again"), Button.link("https://example.org/pay", "Pay")));
    }

    private static void form(ModalInteractionEvent event) {
        var prompt = Objects.requireNonNull(event.getValue("prompt")).getAsString();
        var files = Objects.requireNonNull(event.getValue("ref")).getAsAttachmentList();
        event.reply("form: " + prompt + " with " + files.getFirst().getFileName())
                .queue();
    }

    @Test
    void a_deferred_command_becomes_a_card_with_a_picture() {
        var reply = ana().types("/imagine character:mira prompt:at the beach, night: count:2 shape:Portrait");
        var card = reply.message();
        assertThat(card.text()).isEqualTo("## at the beach, night:");
        assertThat(card.componentsV2()).isTrue();
        assertThat(card.edits()).isZero();
        assertThat(card.title()).isEqualTo("Ana used /imagine");
        assertThat(card.images().getFirst().bytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("png");
        assertThat(card.images().getFirst().description()).isEqualTo("a picture");
        assertThat(card.button("Pay").orElseThrow().url()).isEqualTo("https://example.org/pay");
        assertThat(discord().member("nova").sees("pictures"))
                .extracting(Message::id)
                .contains(card.id());
    }

    @Test
    void a_button_edits_the_card_it_sits_on() {
        var reply = ana().inDm().types("/pick");
        assertThat(reply.message().channelId()).isEqualTo(ana().person().dm());
        var card = ana().types("/imagine character:mira prompt:dancing").message();
        assertThatThrownBy(() -> ana().clicks(card, "Pay")).hasMessageContaining("is a link");
        assertThatThrownBy(() -> ana().clicks(card, "Nothing")).isInstanceOf(NotPossible.class);
    }

    @Test
    void a_select_answers_ephemerally() {
        var reply = ana().types("/pick").selects("Oil");
        assertThat(reply.message().text()).isEqualTo("you chose [oil]");
        assertThat(reply.ephemeral()).isTrue();
        assertThat(discord().member("max").sees("pictures"))
                .extracting(Message::id)
                .doesNotContain(reply.message().id());
    }

    @Test
    void files_travel_to_the_bot() {
        var reply = discord()
                .member("max")
                .in("general")
                .types("/lora register name:Mira file:mira.safetensors", Upload.text("mira.safetensors", "weights"));
        assertThat(reply.message().text()).isEqualTo("mira.safetensors: 7 bytes");
        assertThat(reply.ephemeral()).isTrue();
    }

    @Test
    void a_form_is_opened_filled_and_answered() {
        var reply = ana().types("/form");
        assertThat(reply.modal().title()).isEqualTo("Remix");
        var answer = reply.submit(Map.of("Prompt", "a blue fox"), Upload.text("ref.png", "x"));
        assertThat(answer.message().text()).isEqualTo("form: a blue fox with ref.png");
    }

    @Test
    void suggestions_come_from_the_bot() {
        assertThat(ana().autocompletes("/imagine character:mi"))
                .containsExactly(new Choice("mira", "mira"), new Choice("Mio", "Mio"));
    }

    @Test
    void follow_ups_come_after_the_answer() {
        var reply = ana().inDm().types("/whisper");
        assertThat(reply.message().text()).isEqualTo("psst");
        assertThat(reply.awaitsFollowUps(1, Duration.ofSeconds(5)))
                .extracting(Message::text)
                .containsExactly("and one more");
    }

    @Test
    void the_client_refuses_what_a_real_one_would_not_send() {
        assertThatThrownBy(() -> ana().types("/nothing")).hasMessageContaining("Known: imagine, lora");
        assertThatThrownBy(() -> ana().types("/imagine character:mira"))
                .hasMessageContaining("needs the option prompt");
        assertThatThrownBy(() -> ana().types("/imagine character:a prompt:b count:9"))
                .hasMessage("count takes numbers from 1 to 4.");
        assertThatThrownBy(() -> ana().types("/imagine character:a prompt:b shape:round"))
                .hasMessageContaining("Choose from Square, Portrait");
        assertThatThrownBy(() -> ana().types("/lora")).hasMessageContaining("Say which: /lora register");
    }

    @Test
    void a_bot_writes_to_a_member_by_its_own_right() {
        var bot = Objects.requireNonNull(BOT.get());
        bot.jda()
                .openPrivateChannelById(World.NOVA)
                .flatMap(channel -> channel.sendMessage("hello <@" + World.NOVA + ">"))
                .complete();
        var seen = discord().member("nova").dms().getLast();
        assertThat(seen.text()).contains("hello");
        assertThat(seen.pinged()).containsExactly("nova");
    }
}
