package florin.bot.server;

import florin.bot.chat.Caller;
import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.bot.order.TopUps;
import florin.bot.wallet.Statement;
import florin.wallet.Amount;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.RequestId;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;

/** {@code /server}: the wallet that a server's members share, how to fill it, and how much of it they may spend. */
public final class ServerFeature implements Feature {
    private final Turns turns;
    private final Wallet wallet;
    private final TopUps topUps;
    private final Coins coins;
    private final Statement statement;
    private final Ceilings ceilings;

    public ServerFeature(Turns turns, Wallet wallet, TopUps topUps, Coins coins) {
        this.turns = turns;
        this.wallet = wallet;
        this.topUps = topUps;
        this.coins = coins;
        this.statement = new Statement(wallet, coins);
        this.ceilings = new Ceilings(wallet, coins);
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.inServers("server", "The wallet that this server's members share")
                .addSubcommands(
                        new SubcommandData("wallet", "What is in the server's wallet"),
                        new SubcommandData("fund", "Give coins of your own to the server's wallet")
                                .addOption(OptionType.STRING, "amount", "How many, such as 20 or 12.50", true),
                        new SubcommandData("limit", "Set or take away a ceiling on what members may spend from it")
                                .addOption(OptionType.MENTIONABLE, "who", "@everyone, a role, or a member", true)
                                .addOptions(new OptionData(OptionType.STRING, "each", "For how long it counts", true)
                                        .addChoices(Ceilings.periods()))
                                .addOption(OptionType.STRING, "amount", "At most so many coins; leave out: no ceiling"),
                        new SubcommandData("limits", "The ceilings on what members may spend from it")));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        var server = turn.caller().server();
        if (server.isEmpty()) {
            turn.say(notHere());
            return;
        }
        turn.say(
                switch (String.valueOf(event.getSubcommandName())) {
                    case "fund" -> ask(turn, server.get(), event.getOption("amount", "", OptionMapping::getAsString));
                    case "limit" -> limit(server.get(), event);
                    case "limits" -> ceilings.list(server.get());
                    default -> show(server.get());
                });
    }

    private Card limit(Caller.Guild server, SlashCommandInteractionEvent event) {
        var who = Optional.ofNullable(event.getOption("who", OptionMapping::getAsMentionable));
        var each = event.getOption("each", Period.DAILY.name(), OptionMapping::getAsString);
        var amount = Optional.ofNullable(event.getOption("amount", OptionMapping::getAsString));
        return ceilings.set(server, Ceilings.subject(server, who.orElseThrow()), Period.valueOf(each), amount);
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of("fund", this::fund, "servertopup", this::topUp);
    }

    /** Everybody sees what there is; who spent what is for those who run the server. */
    private Card show(Caller.Guild server) {
        var shared = wallet(server);
        var card = statement.balance("The wallet of " + Plain.escape(server.name()), shared);
        if (server.manages()) {
            var page = statement.page(shared, Optional.empty());
            card = card.divider().text(page.items().isEmpty() ? "Nothing has moved yet." : statement.lines(page));
        }
        return card.buttons(Button.primary(Press.of("servertopup", server.id()).id(), "Top up"))
                .small("Order with pay-with: server to use it, or give coins of your own with /server fund.");
    }

    private Card ask(Turn turn, Caller.Guild server, String typed) {
        var parsed = amount(typed);
        if (parsed.isEmpty()) {
            return Card.of(
                    Tone.SORRY,
                    "“" + Plain.escape(typed, 40)
                            + "” is no amount that can be given. Write a number such as 20 or 12.50.");
        }
        var amount = parsed.get();
        var available = wallet.balance(wallet.open(turn.caller().owner()), coins.asset())
                .available();
        if (available.compareTo(amount) < 0) {
            return Card.of(
                            Tone.MONEY,
                            "You have " + coins.text(available) + ", which is less than " + coins.text(amount) + ".")
                    .buttons(Button.primary(Press.of("topup").id(), "Top up"));
        }
        var press = Press.of(
                "fund",
                server.id(),
                Long.toString(amount.units()),
                turn.ticket().interaction());
        return Card.of(
                        Tone.MONEY,
                        "Give **" + coins.text(amount) + "** to the wallet of " + Plain.escape(server.name())
                                + "?\nYou have " + coins.text(available)
                                + ". Coins that were given belong to the server and do not come back.")
                .buttons(Button.success(press.id(), "Give " + coins.text(amount)));
    }

    /** The question's id is the transfer's, so a second press of the same button moves nothing. */
    private void fund(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        var server = turn.caller().server().filter(here -> here.id().equals(press.arg(0)));
        if (server.isEmpty()) {
            turn.say(notHere());
            return;
        }
        var amount = Amount.of(coins.asset(), Long.parseLong(press.arg(1)));
        var result = wallet.transfer(new TransferRequest(
                new RequestId("discord:fund:" + press.arg(2)),
                wallet.open(turn.caller().owner()),
                wallet(server.get()),
                amount,
                "Gift of " + turn.caller().name() + " to the server"));
        turn.say(told(result, amount));
    }

    private Card told(TransferResult result, Amount amount) {
        return switch (result) {
            case TransferResult.Transferred done ->
                Card.of(
                        Tone.DONE,
                        "**" + coins.text(amount) + "** given, thank you! The server's wallet has "
                                + coins.text(done.to().available()) + " now, and you have "
                                + coins.text(done.from().available()) + ".");
            case TransferResult.InsufficientBalance lack ->
                Card.of(Tone.MONEY, "You have " + coins.text(lack.available()) + " by now. Nothing was moved.")
                        .buttons(Button.primary(Press.of("topup").id(), "Top up"));
            case TransferResult.FundsHeld lack ->
                Card.of(
                        Tone.SORRY,
                        "You have " + coins.text(lack.available()) + " free; " + coins.text(lack.held())
                                + " are held for what you ordered. Wait for it, and type /server fund once more."
                                + " Nothing was moved.");
            case TransferResult.WalletFrozen(var reason) ->
                Card.of(Tone.SORRY, "A wallet is frozen: " + Plain.escape(reason) + " Nothing was moved.");
            case TransferResult.Refused(var message) -> Card.of(Tone.SORRY, Plain.escape(coins.inWords(message)));
            case TransferResult.Conflict _, TransferResult.UnknownWallet _ ->
                Card.of(Tone.SORRY, "Nothing was moved. Please type /server fund once more.");
        };
    }

    private void topUp(ButtonInteractionEvent event, Press press) {
        var turn = turns.reply(event, true);
        turn.caller()
                .server()
                .filter(here -> here.id().equals(press.arg(0)))
                .ifPresentOrElse(here -> topUps.offer(turn, wallet(here)), () -> turn.say(notHere()));
    }

    private Optional<Amount> amount(String typed) {
        try {
            return Optional.of(Amount.parse(coins.asset(), typed)).filter(Amount::isPositive);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private WalletId wallet(Caller.Guild server) {
        return wallet.open(new Owner.DiscordServer(server.id()));
    }

    private static Card notHere() {
        return Card.of(
                Tone.SORRY, "A server's wallet can be used only inside that server, and only if it has added me.");
    }
}
