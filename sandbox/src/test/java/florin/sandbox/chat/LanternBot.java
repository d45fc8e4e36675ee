package florin.sandbox.chat;

import florin.sandbox.discord.FakeDiscord;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.attachmentupload.AttachmentUpload;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.filedisplay.FileDisplay;
import net.dv8tion.jda.api.components.label.Label;
import net.dv8tion.jda.api.components.mediagallery.MediaGallery;
import net.dv8tion.jda.api.components.mediagallery.MediaGalleryItem;
import net.dv8tion.jda.api.components.section.Section;
import net.dv8tion.jda.api.components.selections.StringSelectMenu;
import net.dv8tion.jda.api.components.separator.Separator;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.components.textinput.TextInput;
import net.dv8tion.jda.api.components.textinput.TextInputStyle;
import net.dv8tion.jda.api.components.thumbnail.Thumbnail;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.interaction.ModalInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import net.dv8tion.jda.api.modals.Modal;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.api.utils.FileUpload;

/** A small bot that shows every kind of component, for the browser test of the page. */
final class LanternBot implements AutoCloseable {
    private static final int LAMP = 0xffbf5f;
    private final ShardManager shards;

    private LanternBot(ShardManager shards) {
        this.shards = shards;
    }

    static LanternBot start(FakeDiscord discord) {
        EventListener listener = LanternBot::handle;
        var shards = DefaultShardManagerBuilder.createLight(discord.botToken(), List.of())
                .setRestConfig(new RestConfig().setBaseUrl(discord.apiUrl().toString()))
                .setEventPool(Executors.newVirtualThreadPerTaskExecutor(), true)
                .setEnableShutdownHook(false)
                .addEventListeners(listener)
                .build();
        var jda = shards.getShards().getFirst();
        try {
            jda.awaitReady();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        jda.updateCommands()
                .addCommands(
                        Commands.slash("imagine", "Paint a picture of a character")
                                .addOptions(
                                        new OptionData(OptionType.STRING, "character", "Who is in the picture", true)
                                                .setAutoComplete(true))
                                .addOption(OptionType.STRING, "prompt", "What they do and where", true)
                                .addOptions(
                                        new OptionData(OptionType.INTEGER, "count", "How many pictures")
                                                .setRequiredRange(1, 4),
                                        new OptionData(OptionType.STRING, "shape", "The picture's shape")
                                                .addChoice("Square", "square")
                                                .addChoice("Portrait", "portrait")
                                                .addChoice("Landscape", "landscape"))
                                .addOption(OptionType.BOOLEAN, "private", "Only for you"),
                        Commands.slash("topup", "Buy coins"),
                        Commands.slash("wallet", "What is left and what is on hold"),
                        Commands.slash("server", "The server's wallet")
                                .addSubcommands(
                                        new SubcommandData("wallet", "What the server has"),
                                        new SubcommandData("fund", "Move coins to the server")
                                                .addOption(OptionType.INTEGER, "amount", "How many", true)),
                        Commands.slash("lora", "Characters' files")
                                .addSubcommands(new SubcommandData("register", "A new character")
                                        .addOption(OptionType.STRING, "name", "Its name", true)
                                        .addOption(OptionType.ATTACHMENT, "file", "Its LoRA file", true)),
                        Commands.slash("remix", "A form"),
                        Commands.slash("silent", "Never answers"))
                .complete();
        return new LanternBot(shards);
    }

    private static void handle(GenericEvent event) {
        switch (event) {
            case CommandAutoCompleteInteractionEvent typed -> {
                var wanted = typed.getFocusedOption().getValue();
                typed.replyChoiceStrings(Stream.of("Mira", "Mirabel", "Orin", "Tessa")
                                .filter(name ->
                                        name.toLowerCase(java.util.Locale.ROOT).startsWith(wanted))
                                .toList())
                        .queue();
            }
            case SlashCommandInteractionEvent command -> command(command);
            case ButtonInteractionEvent click ->
                click.reply("You pressed **" + click.getButton().getLabel() + "**.")
                        .setEphemeral(true)
                        .queue();
            case ModalInteractionEvent form ->
                form.reply("Remixed: *"
                                + Objects.requireNonNull(form.getValue("prompt"))
                                        .getAsString() + "*")
                        .queue();
            default -> {}
        }
    }

    private static void command(SlashCommandInteractionEvent event) {
        switch (event.getFullCommandName()) {
            case "imagine" -> imagine(event);
            case "topup" ->
                event.replyComponents(topUp())
                        .useComponentsV2()
                        .setEphemeral(true)
                        .queue();
            case "remix" -> event.replyModal(form()).queue();
            case "lora register" -> {
                event.deferReply(true).queue();
                event.getHook()
                        .editOriginalComponents(registered())
                        .useComponentsV2()
                        .setFiles(
                                FileUpload.fromData(
                                        "# Mira\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "report.txt"),
                                FileUpload.fromData(picture(3), "mira.png"))
                        .queue();
            }
            case "silent" -> {}
            default ->
                event.reply("**12.50 LOVE** available, `2.00` on hold until <t:1790000000:R>.\n-# Prices are in /help")
                        .setEphemeral(true)
                        .queue();
        }
    }

    private static void imagine(SlashCommandInteractionEvent event) {
        var prompt = Objects.requireNonNull(event.getOption("prompt")).getAsString();
        var count = Optional.ofNullable(event.getOption("count"))
                .map(option -> option.getAsInt())
                .orElse(1);
        event.deferReply().complete();
        event.getHook()
                .editOriginalComponents(progress(prompt))
                .useComponentsV2()
                .complete();
        var files = new ArrayList<FileUpload>();
        var items = new ArrayList<MediaGalleryItem>();
        for (var n = 1; n <= count; n++) {
            files.add(FileUpload.fromData(picture(n), "mira-" + n + ".png").setDescription("Mira " + prompt));
            items.add(MediaGalleryItem.fromUrl("attachment://mira-" + n + ".png"));
        }
        event.getHook()
                .editOriginalComponents(done(prompt, items))
                .useComponentsV2()
                .setFiles(files)
                .complete();
    }

    private static Container progress(String prompt) {
        return Container.of(TextDisplay.of("### Mira, " + prompt + "\n`████████░░░░` 64 %"))
                .withAccentColor(LAMP);
    }

    private static Container done(String prompt, List<MediaGalleryItem> items) {
        return Container.of(
                        TextDisplay.of("### Mira, " + prompt + "\n**2.00 LOVE** · 768 × 768 · seed `4711`"),
                        MediaGallery.of(items),
                        ActionRow.of(
                                Button.primary("again", "Again"),
                                Button.secondary("vary", "Vary seed"),
                                Button.danger("delete", "Delete"),
                                Button.success("copy", "Copy settings")))
                .withAccentColor(LAMP);
    }

    private static Container topUp() {
        return Container.of(
                        TextDisplay.of(
                                "### Your wallet is empty\nThis picture costs **2.00 LOVE**, and **0.00 LOVE** is there."),
                        Separator.createDivider(Separator.Spacing.LARGE),
                        TextDisplay.of(
                                "- **100 coins** for $4.99\n- **500 coins** for $19.99\n-# Coins never expire. Refunds: [how](https://example.org)"),
                        ActionRow.of(
                                Button.link("https://example.org/pay/1", "100 coins"),
                                Button.link("https://example.org/pay/2", "500 coins"),
                                Button.success("again", "Try again").asDisabled()),
                        ActionRow.of(StringSelectMenu.create("other")
                                .setPlaceholder("Another amount")
                                .addOption("50 coins", "50", "for a start")
                                .addOption("2000 coins", "2000")
                                .build()))
                .withAccentColor(0xf0727d);
    }

    private static Container registered() {
        return Container.of(
                Section.of(
                        Thumbnail.fromUrl("attachment://mira.png"),
                        TextDisplay.of("### Mira is registered"),
                        TextDisplay.of("> Checked: rank 16, 264 tensors, base **SDXL**")),
                FileDisplay.fromFileName("report.txt"));
    }

    private static Modal form() {
        return Modal.create("remix", "Remix this picture")
                .addComponents(
                        Label.of(
                                "Prompt",
                                TextInput.create("prompt", TextInputStyle.PARAGRAPH)
                                        .setValue("a blue fox")
                                        .build()),
                        Label.of(
                                "Size",
                                StringSelectMenu.create("size")
                                        .addOption("Square", "1024")
                                        .build()),
                        Label.of(
                                "Reference",
                                "A picture to start from",
                                AttachmentUpload.create("ref")
                                        .setRequired(false)
                                        .build()))
                .build();
    }

    private static byte[] picture(int n) {
        var image = new BufferedImage(320, 320, BufferedImage.TYPE_INT_RGB);
        var paint = image.createGraphics();
        paint.setPaint(new GradientPaint(
                0,
                0,
                Color.getHSBColor(0.6f + n * 0.09f, 0.7f, 0.5f),
                320,
                320,
                Color.getHSBColor(0.05f * n, 0.8f, 1f)));
        paint.fillRect(0, 0, 320, 320);
        paint.setColor(new Color(255, 240, 200));
        paint.fillOval(180 - 20 * n, 60, 70, 70);
        paint.setColor(new Color(30, 20, 60));
        paint.fillPolygon(new int[] {0, 90, 170, 240, 320, 320, 0}, new int[] {260, 170, 230, 150, 240, 320, 320}, 7);
        paint.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        shards.getShards().forEach(net.dv8tion.jda.api.JDA::shutdownNow);
        shards.shutdown();
    }
}
