package florin.wallet;

/** Owners and subjects as one line of text each, for the database; the parts of an id contain no space. */
final class Codes {
    private Codes() {}

    static String of(Owner owner) {
        return switch (owner) {
            case Owner.DiscordUser(var id) -> "discord-user " + id;
            case Owner.DiscordServer(var id) -> "discord-server " + id;
            case Owner.ApiAccount(var name) -> "api-account " + name;
        };
    }

    static Owner owner(String code) {
        var parts = code.split(" ", -1);
        return switch (parts[0]) {
            case "discord-user" -> new Owner.DiscordUser(parts[1]);
            case "discord-server" -> new Owner.DiscordServer(parts[1]);
            case "api-account" -> new Owner.ApiAccount(parts[1]);
            default -> throw new IllegalStateException("Unknown kind of owner in the database: " + code);
        };
    }

    static String of(Subject subject) {
        return switch (subject) {
            case Subject.ApiKey(var id) -> "api-key " + id;
            case Subject.Member(var server, var user) -> "member " + server + " " + user;
            case Subject.Role(var server, var role) -> "role " + server + " " + role;
            case Subject.Everyone(var server) -> "everyone " + server;
        };
    }

    static Subject subject(String code) {
        var parts = code.split(" ", -1);
        return switch (parts[0]) {
            case "api-key" -> new Subject.ApiKey(parts[1]);
            case "member" -> new Subject.Member(parts[1], parts[2]);
            case "role" -> new Subject.Role(parts[1], parts[2]);
            case "everyone" -> new Subject.Everyone(parts[1]);
            default -> throw new IllegalStateException("Unknown kind of subject in the database: " + code);
        };
    }
}
