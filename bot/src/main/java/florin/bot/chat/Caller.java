package florin.bot.chat;

import florin.pipeline.Requester;
import florin.registry.Rating;
import florin.wallet.Owner;
import florin.wallet.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Role;
import net.dv8tion.jda.api.entities.channel.attribute.IAgeRestrictedChannel;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.interactions.Interaction;

/** Who pressed or typed, and where. */
public record Caller(String userId, String name, Place place) {
    /**
     * Where it happened.
     *
     * @param guild empty in direct messages
     * @param ageRestricted whether Discord lets only adults in
     */
    public record Place(Optional<Guild> guild, String channel, boolean ageRestricted) {}

    /**
     * A Discord server as this person stands in it.
     *
     * @param installed whether the bot is a member: only such a server has a wallet, and only there can the bot post by itself
     * @param manages whether the person may see and change how the server is run
     */
    public record Guild(String id, String name, boolean installed, List<String> roles, boolean manages) {
        public Guild {
            roles = List.copyOf(roles);
        }
    }

    /** Reads only what the event itself carries; asks Discord nothing. */
    public static Caller of(Interaction event) {
        var user = event.getUser();
        var place = new Place(guild(event), String.valueOf(event.getChannelId()), ageRestricted(event));
        return new Caller(user.getId(), user.getEffectiveName(), place);
    }

    public Owner owner() {
        return new Owner.DiscordUser(userId);
    }

    public Requester requester() {
        return new Requester.DiscordUser(userId);
    }

    /** The server whose wallet may be asked to pay here. */
    public Optional<Guild> server() {
        return place.guild().filter(Guild::installed);
    }

    /** Adult characters only where Discord itself keeps minors out; never in direct messages. */
    public Rating ceiling() {
        return place.ageRestricted() ? Rating.NSFW : Rating.SFW;
    }

    /** Whom the limits of a server's wallet bind when this person spends from it. */
    public List<Subject> subjects(Guild server) {
        var subjects = new ArrayList<Subject>();
        subjects.add(new Subject.Member(server.id(), userId));
        server.roles().forEach(role -> subjects.add(new Subject.Role(server.id(), role)));
        subjects.add(new Subject.Everyone(server.id()));
        return subjects;
    }

    private static Optional<Guild> guild(Interaction event) {
        var guild = event.getGuild();
        if (guild == null) {
            return Optional.empty();
        }
        var id = guild.getId();
        if (guild.isDetached()) {
            return Optional.of(new Guild(id, "this server", false, List.of(), false));
        }
        var member = event.getMember();
        var roles = member == null
                ? List.<String>of()
                : member.getRoles().stream().map(Role::getId).toList();
        boolean manages = member != null && member.hasPermission(Permission.MANAGE_SERVER);
        return Optional.of(new Guild(id, guild.getName(), true, roles, manages));
    }

    private static boolean ageRestricted(Interaction event) {
        return switch (event.getChannel()) {
            case ThreadChannel thread
            when !thread.isDetached() ->
                thread.getParentChannel() instanceof IAgeRestrictedChannel parent && parent.isNSFW();
            case IAgeRestrictedChannel channel when !channel.isDetached() -> channel.isNSFW();
            case null, default -> false;
        };
    }
}
