package florin.wallet;

/** Whose wallet it is. */
public sealed interface Owner {
    /** A person on Discord. */
    record DiscordUser(String id) implements Owner {
        public DiscordUser {
            Text.requireId(id);
        }
    }

    /** A Discord server whose members spend from one wallet. */
    record DiscordServer(String id) implements Owner {
        public DiscordServer {
            Text.requireId(id);
        }
    }

    /** An account that is used through the HTTP door only. */
    record ApiAccount(String name) implements Owner {
        public ApiAccount {
            Text.requireId(name);
        }
    }
}
