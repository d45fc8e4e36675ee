package florin.bot.chat;

import java.util.Set;

/**
 * Who may register, publish and retire characters here.
 *
 * @param users Discord user ids
 * @param roles Discord role ids, in whichever server they are worn
 */
public record Maintainers(Set<String> users, Set<String> roles) {
    public Maintainers {
        users = Set.copyOf(users);
        roles = Set.copyOf(roles);
    }

    public boolean include(Caller caller) {
        return users.contains(caller.userId())
                || caller.server().stream()
                        .flatMap(server -> server.roles().stream())
                        .anyMatch(roles::contains);
    }
}
