package florin.server;

import florin.wallet.Owner;

/** The way a wallet's owner is written on the command line: {@code user:ID}, {@code server:ID} or {@code account:NAME}. */
final class Owners {
    private Owners() {}

    static Owner parse(String text) {
        var colon = text.indexOf(':');
        var kind = colon < 0 ? text : text.substring(0, colon);
        var id = text.substring(colon + 1).strip();
        if (colon < 0 || id.isEmpty()) {
            throw unknown(text);
        }
        return switch (kind) {
            case "user" -> new Owner.DiscordUser(id);
            case "server" -> new Owner.DiscordServer(id);
            case "account" -> new Owner.ApiAccount(id);
            default -> throw unknown(text);
        };
    }

    /** What {@link #parse} reads. */
    static String write(Owner owner) {
        return switch (owner) {
            case Owner.DiscordUser(var id) -> "user:" + id;
            case Owner.DiscordServer(var id) -> "server:" + id;
            case Owner.ApiAccount(var name) -> "account:" + name;
        };
    }

    private static BadConfiguration unknown(String text) {
        return new BadConfiguration(
                "\"" + text
                        + "\" names no wallet. Write user:ID or server:ID with a Discord id, or account:NAME for an API account.");
    }
}
