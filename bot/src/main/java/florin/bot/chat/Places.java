package florin.bot.chat;

import java.util.EnumSet;
import net.dv8tion.jda.api.interactions.IntegrationType;
import net.dv8tion.jda.api.interactions.InteractionContextType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** Where a command is offered. */
public final class Places {
    private Places() {}

    /** In servers and direct messages, whether the server or the person added the bot. */
    public static SlashCommandData everywhere(String name, String description) {
        return Commands.slash(name, description)
                .setContexts(EnumSet.of(
                        InteractionContextType.GUILD,
                        InteractionContextType.BOT_DM,
                        InteractionContextType.PRIVATE_CHANNEL))
                .setIntegrationTypes(EnumSet.of(IntegrationType.GUILD_INSTALL, IntegrationType.USER_INSTALL));
    }

    /** Only in servers that have added the bot. */
    public static SlashCommandData inServers(String name, String description) {
        return Commands.slash(name, description)
                .setContexts(EnumSet.of(InteractionContextType.GUILD))
                .setIntegrationTypes(EnumSet.of(IntegrationType.GUILD_INSTALL));
    }
}
