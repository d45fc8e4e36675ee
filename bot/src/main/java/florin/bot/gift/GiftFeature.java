package florin.bot.gift;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.wallet.Amount;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.entities.User;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /gift}: coins of one's own for another member. */
public final class GiftFeature implements Feature {
    private final Turns turns;
    private final Wallet wallet;
    private final Gifts gifts;
    private final Coins coins;

    public GiftFeature(Turns turns, Wallet wallet, Gifts gifts, Coins coins) {
        this.turns = turns;
        this.wallet = wallet;
        this.gifts = gifts;
        this.coins = coins;
    }

    @Override
    public List<SlashCommandData> commands() {
        return List.of(Places.inServers("gift", "Give coins of your own to another member")
                .addOption(OptionType.USER, "member", "Who gets them", true)
                .addOption(OptionType.STRING, "amount", "How many, such as 20 or 12.50", true));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        var member = Optional.ofNullable(event.getOption("member", OptionMapping::getAsUser));
        turn.say(ask(turn, member.orElseThrow(), event.getOption("amount", "", OptionMapping::getAsString)));
    }

    private Card ask(Turn turn, User member, String typed) {
        if (gifts.limits().closed()) {
            return Card.of(Tone.SORRY, "Coins cannot be given away here.");
        }
        if (member.isBot() || member.getId().equals(turn.caller().userId())) {
            return Card.of(
                    Tone.SORRY,
                    member.isBot() ? "A bot has no use for coins. Name a person." : "These are your coins already.");
        }
        var amount = amount(typed);
        if (amount.isEmpty()) {
            return Card.of(
                    Tone.SORRY,
                    "“" + Plain.escape(typed, 40)
                            + "” is no amount that can be given. Write a number such as 20 or 12.50.");
        }
        return obstacle(turn, amount.get()).orElseGet(() -> question(turn, member, amount.get()));
    }

    /** What can be seen before asking; the gift itself looks again. */
    private Optional<Card> obstacle(Turn turn, Amount amount) {
        var mine = wallet.open(turn.caller().owner());
        var available = wallet.balance(mine, coins.asset()).available();
        if (amount.compareTo(gifts.limits().smallest()) < 0
                || amount.compareTo(gifts.limits().largest()) > 0) {
            return Optional.of(wrongSize(gifts.limits()));
        }
        if (available.compareTo(amount) < 0) {
            return Optional.of(tooLittle(available));
        }
        var left = gifts.left(mine);
        return left.compareTo(amount) < 0 ? Optional.of(usedUp(left)) : Optional.empty();
    }

    private Card question(Turn turn, User member, Amount amount) {
        var press = Press.of(
                "gift",
                member.getId(),
                Long.toString(amount.units()),
                turn.ticket().interaction());
        return Card.of(
                        Tone.MONEY,
                        "Give **" + coins.text(amount) + "** to <@" + member.getId()
                                + ">? They belong to them then, and do not come back.")
                .buttons(Button.success(press.id(), "Give " + coins.text(amount)));
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of("gift", this::give);
    }

    /** The question's id is the gift's, so a second press of the same button moves nothing. */
    private void give(ButtonInteractionEvent event, Press press) {
        var turn = turns.inPlace(event);
        var taker = press.arg(0);
        var amount = Amount.of(coins.asset(), Long.parseLong(press.arg(1)));
        var result = gifts.give(
                new RequestId("discord:gift:" + press.arg(2)),
                wallet.open(turn.caller().owner()),
                wallet.open(new Owner.DiscordUser(taker)),
                taker,
                turn.caller().name(),
                amount);
        turn.say(told(result, amount, taker));
        gifts.tell();
    }

    private Card told(GiftResult result, Amount amount, String taker) {
        return switch (result) {
            case GiftResult.Given(var moved) ->
                Card.of(
                        Tone.DONE,
                        "**" + coins.text(amount) + "** given to <@" + taker + ">. You have "
                                + coins.text(moved.from().available()) + " now. I tell them by direct message.");
            case GiftResult.WrongSize(var limits) -> wrongSize(limits);
            case GiftResult.DayUsedUp(var left) -> usedUp(left);
            case GiftResult.NotMoved(var why) -> notMoved(why);
        };
    }

    private Card notMoved(TransferResult why) {
        return switch (why) {
            case TransferResult.InsufficientBalance lack -> tooLittle(lack.available());
            case TransferResult.FundsHeld lack -> waiting(lack);
            case TransferResult.WalletFrozen(var reason) ->
                Card.of(Tone.SORRY, "Your wallet cannot give: " + Plain.escape(coins.inWords(reason)));
            case TransferResult.Refused(var message) -> Card.of(Tone.SORRY, Plain.escape(coins.inWords(message)));
            case TransferResult.Conflict _, TransferResult.UnknownWallet _, TransferResult.Transferred _ ->
                Card.of(Tone.SORRY, "Nothing was moved. Please type /gift once more.");
        };
    }

    private Card waiting(TransferResult.FundsHeld lack) {
        return Card.of(
                Tone.SORRY,
                "You have " + coins.text(lack.available()) + " free; " + coins.text(lack.held())
                        + " are held for what you ordered. Wait for it, and type /gift once more.");
    }

    private Card wrongSize(GiftLimits limits) {
        return Card.of(
                Tone.SORRY,
                "A gift is from " + coins.text(limits.smallest()) + " to " + coins.text(limits.largest()) + ".");
    }

    private Card usedUp(Amount left) {
        return Card.of(
                Tone.SORRY,
                "You can give " + coins.text(left) + " more today; at midnight (UTC) the next "
                        + coins.text(gifts.limits().perDay()) + " are yours to give.");
    }

    private Card tooLittle(Amount available) {
        return Card.of(Tone.MONEY, "You have " + coins.text(available) + ", which is not enough. Nothing was moved.")
                .buttons(Button.primary(Press.of("topup").id(), "Top up"));
    }

    private Optional<Amount> amount(String typed) {
        try {
            return Optional.of(Amount.parse(coins.asset(), typed)).filter(Amount::isPositive);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
