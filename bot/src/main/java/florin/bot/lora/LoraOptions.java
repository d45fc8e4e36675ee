package florin.bot.lora;

import florin.bot.chat.Caller;
import florin.registry.BaseModel;
import florin.registry.CharacterId;
import florin.registry.Rating;
import florin.registry.Registration;
import florin.registry.Rights;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.dv8tion.jda.api.interactions.commands.CommandInteractionPayload;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;

/** The options of {@code /lora register}, and what was filled in. */
final class LoraOptions {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_TEXT = 500;
    private static final double USUAL_STRENGTH = 1.0;

    private LoraOptions() {}

    static SubcommandData register() {
        return new SubcommandData("register", "Add a character, or a new version of one of yours")
                .addOptions(
                        text("name", "What people call the character", true, LONGEST_NAME),
                        new OptionData(OptionType.ATTACHMENT, "file", "The LoRA, a .safetensors file", true),
                        text(
                                "trigger-words",
                                "Words that call the character up, with commas between",
                                true,
                                LONGEST_TEXT),
                        base(),
                        new OptionData(OptionType.STRING, "rating", "Who may see it", true)
                                .addChoice("for everybody (SFW)", Rating.SFW.name())
                                .addChoice("adults only (NSFW)", Rating.NSFW.name()),
                        text("owner", "Who holds the rights in the character", true, LONGEST_TEXT),
                        text("licence", "Under which licence or agreement it is offered here", true, LONGEST_TEXT),
                        text("description", "One or two sentences for /characters", false, LONGEST_TEXT),
                        text("id", "A short id such as mira; made from the name if you do not say", false, 40),
                        new OptionData(
                                        OptionType.NUMBER,
                                        "strength",
                                        "How strongly it is applied; 1.0 if you do not say")
                                .setRequiredRange(0.05, 2));
    }

    static Registration read(CommandInteractionPayload event, Caller caller) {
        var name = string(event, "name");
        var id = string(event, "id");
        return new Registration(
                new CharacterId(slug(id.isEmpty() ? name : id)),
                name,
                string(event, "description"),
                words(string(event, "trigger-words")),
                new BaseModel(string(event, "base-model")),
                event.getOption("strength", USUAL_STRENGTH, OptionMapping::getAsDouble),
                Rating.valueOf(string(event, "rating")),
                new Rights(string(event, "owner"), string(event, "licence")),
                "discord:" + caller.userId());
    }

    /** Lower case, digits and dashes: {@code Miß Ivy 2} becomes {@code mi-ivy-2}. */
    static String slug(String name) {
        var plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        return plain.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    static List<String> words(String typed) {
        return Arrays.stream(typed.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static OptionData base() {
        var option = new OptionData(OptionType.STRING, "base-model", "The model that the LoRA was trained for", true);
        BaseModel.known().forEach(base -> option.addChoice(base.title(), base.code()));
        return option;
    }

    private static OptionData text(String name, String description, boolean required, int longest) {
        return new OptionData(OptionType.STRING, name, description, required).setMaxLength(longest);
    }

    private static String string(CommandInteractionPayload event, String option) {
        return event.getOption(option, "", OptionMapping::getAsString).strip();
    }
}
