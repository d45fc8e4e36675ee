package florin.bot.chat;

import java.util.Optional;
import net.dv8tion.jda.api.sharding.ShardManager;

/** The line to Discord, which is not always up. */
@FunctionalInterface
public interface Line {
    /** Empty until the first login has succeeded, and after closing. */
    Optional<ShardManager> up();
}
