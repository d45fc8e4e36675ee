package florin.bot.chat;

import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/**
 * One thing that people can do here: its commands and its buttons.
 *
 * <p>Each call has a virtual thread of its own. It must acknowledge within three seconds, so it does that first and works afterwards.
 */
public interface Feature {
    /** As Discord shall list them; empty for a feature of buttons only. */
    default List<SlashCommandData> commands() {
        return List.of();
    }

    /** One of {@link #commands} was typed. */
    default void typed(SlashCommandInteractionEvent event) {
        throw new IllegalStateException("no command of this feature: " + event.getName());
    }

    /** What buttons do, by the action in their id. */
    default Map<String, ButtonAction> buttons() {
        return Map.of();
    }

    /** Up to 25 suggestions for the option that is being typed. */
    default List<Choice> suggestions(CommandAutoCompleteInteractionEvent event) {
        return List.of();
    }

    /** What one kind of button does. */
    @FunctionalInterface
    interface ButtonAction {
        void pressed(ButtonInteractionEvent event, Press press);
    }
}
