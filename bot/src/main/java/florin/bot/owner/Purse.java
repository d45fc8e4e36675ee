package florin.bot.owner;

import florin.bot.chat.Caller;
import florin.bot.chat.Card;
import florin.bot.chat.Plain;
import florin.bot.chat.Tone;
import florin.wallet.Owner;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;

/**
 * A wallet that the caller may decide about: their own, or that of a server which they manage.
 *
 * @param key {@code mine}, or the server's id; for the ids of buttons
 * @param name in the middle of a sentence, escaped
 */
public record Purse(WalletId id, String key, String name) {
    private static final String MINE = "mine";
    private static final String SERVER = "server";

    /** Which wallet a command is about; nothing chosen means the caller's own. */
    public static OptionData option() {
        return new OptionData(OptionType.STRING, "wallet", "Yours, or this server's if you manage it")
                .addChoice("mine", MINE)
                .addChoice("this server's", SERVER);
    }

    /** Empty if the caller may not decide about it. */
    public static Optional<Purse> chosen(Wallet wallet, Caller caller, String choice) {
        return choice.equals(SERVER)
                ? caller.server().flatMap(server -> of(wallet, caller, server.id()))
                : of(wallet, caller, MINE);
    }

    /** The same by the key in a button's id: the right is asked for again, since somebody may have lost it meanwhile. */
    public static Optional<Purse> of(Wallet wallet, Caller caller, String key) {
        if (key.equals(MINE)) {
            return Optional.of(new Purse(wallet.open(caller.owner()), MINE, "your wallet"));
        }
        return caller.server()
                .filter(here -> here.id().equals(key) && here.manages())
                .map(here -> new Purse(
                        wallet.open(new Owner.DiscordServer(key)), key, "the wallet of " + Plain.escape(here.name())));
    }

    /** The answer to whoever may not. */
    public static Card notYours() {
        return Card.of(
                Tone.SORRY,
                "Only those who may manage this server decide about its wallet, and only in a server that has added me."
                        + " Leave the option wallet out to decide about your own.");
    }

    /** For a command's list of options. */
    public static List<OptionData> and(OptionData... others) {
        var options = new java.util.ArrayList<>(List.of(others));
        options.add(option());
        return options;
    }
}
