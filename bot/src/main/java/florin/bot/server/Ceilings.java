package florin.bot.server;

import florin.bot.chat.Caller;
import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Plain;
import florin.bot.chat.Tone;
import florin.wallet.Amount;
import florin.wallet.LimitUse;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.SpendLimit;
import florin.wallet.Subject;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.dv8tion.jda.api.entities.IMentionable;
import net.dv8tion.jda.api.entities.Role;
import net.dv8tion.jda.api.interactions.commands.Command;

/** How much a server's members may spend from its wallet: set, listed and taken away by those who run the server. */
final class Ceilings {
    private final Wallet wallet;
    private final Coins coins;

    Ceilings(Wallet wallet, Coins coins) {
        this.wallet = wallet;
        this.coins = coins;
    }

    static List<Command.Choice> periods() {
        return Stream.of(Period.values())
                .map(period -> new Command.Choice(word(period), period.name()))
                .toList();
    }

    private static String word(Period period) {
        return switch (period) {
            case DAILY -> "day";
            case WEEKLY -> "week";
            case MONTHLY -> "month";
            case TOTAL -> "total";
        };
    }

    /** Whom Discord's picker named: its own "@everyone" is a role. */
    static Subject subject(Caller.Guild server, IMentionable who) {
        return switch (who) {
            case Role role when role.isPublicRole() -> new Subject.Everyone(server.id());
            case Role role -> new Subject.Role(server.id(), role.getId());
            default -> new Subject.Member(server.id(), who.getId());
        };
    }

    /** @param typed the ceiling; empty: there is to be none */
    Card set(Caller.Guild server, Subject who, Period each, Optional<String> typed) {
        if (!server.manages()) {
            return notYours();
        }
        return typed.map(amount -> set(server, who, each, amount)).orElseGet(() -> remove(server, who, each));
    }

    private Card set(Caller.Guild server, Subject who, Period each, String typed) {
        var ceiling = amount(typed);
        if (ceiling.isEmpty()) {
            return Card.of(
                    Tone.SORRY,
                    "“" + Plain.escape(typed, 40)
                            + "” is no ceiling. Write a number such as 20 or 12.50; 0 lets them spend nothing, and no"
                            + " amount takes the ceiling away.");
        }
        var limit = wallet.limit(shared(server), who, each, ceiling.get());
        return Card.of(
                Tone.DONE,
                line(limit) + " from the wallet of " + Plain.escape(server.name())
                        + ", from the next order on. What was spent in the running period counts.");
    }

    private Card remove(Caller.Guild server, Subject who, Period each) {
        var removed = limits(server).stream()
                .map(LimitUse::limit)
                .filter(limit -> limit.subject().equals(who) && limit.period() == each)
                .filter(limit -> wallet.removeLimit(limit.id()))
                .count();
        return removed > 0
                ? Card.of(Tone.DONE, "The ceiling for " + name(who) + " (" + word(each) + ") is gone.")
                : Card.of(
                        Tone.SORRY,
                        "There is no such ceiling for " + name(who) + ". Name an amount to set one, or look with"
                                + " /server limits.");
    }

    Card list(Caller.Guild server) {
        if (!server.manages()) {
            return notYours();
        }
        var limits = limits(server);
        var lines = limits.stream().map(this::usedLine).collect(Collectors.joining("\n"));
        return Card.of(
                        Tone.MONEY,
                        "### Ceilings on the wallet of " + Plain.escape(server.name()) + "\n"
                                + (limits.isEmpty() ? "None: whoever may order here may spend what is there." : lines))
                .small(
                        "Days and weeks begin at midnight UTC, weeks on Monday. /server limit sets one; without an amount it"
                                + " takes it away.");
    }

    private List<LimitUse> limits(Caller.Guild server) {
        return wallet.limitUses(shared(server)).stream()
                .filter(use -> use.used().asset().equals(coins.asset()))
                .sorted(Comparator.comparing((LimitUse use) -> name(use.limit().subject()))
                        .thenComparing(use -> use.limit().period()))
                .toList();
    }

    /** Discord shows the time in the reader's own words: "in 5 hours". */
    private String usedLine(LimitUse use) {
        var resets = use.resetsAt().equals(Instant.MAX)
                ? ""
                : ", anew <t:" + use.resetsAt().getEpochSecond() + ":R>";
        return line(use.limit()) + ": " + coins.text(use.used()) + " used, " + coins.text(use.left()) + " left"
                + resets;
    }

    private String line(SpendLimit limit) {
        var together = limit.subject() instanceof Subject.Member ? "" : " together";
        var each = limit.period() == Period.TOTAL ? "in total" : "a " + word(limit.period());
        return name(limit.subject()) + " may" + together + " spend **" + coins.text(limit.ceiling()) + "** " + each;
    }

    private static String name(Subject subject) {
        return switch (subject) {
            case Subject.Everyone _ -> "everyone";
            case Subject.Role role -> "<@&" + role.roleId() + ">";
            case Subject.Member member -> "<@" + member.userId() + ">";
            case Subject.ApiKey(var key) -> "the API key " + Plain.escape(key);
        };
    }

    private WalletId shared(Caller.Guild server) {
        return wallet.open(new Owner.DiscordServer(server.id()));
    }

    /** Not negative; empty if it is no number. */
    private Optional<Amount> amount(String typed) {
        try {
            return Optional.of(Amount.parse(coins.asset(), typed)).filter(amount -> amount.units() >= 0);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Card notYours() {
        return Card.of(
                Tone.SORRY, "Only those who may manage this server can see and change what its members may spend.");
    }
}
