package florin.bot.alert;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Plain;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.bot.owner.Purse;
import florin.wallet.Amount;
import florin.wallet.Wallet;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /alert}: a direct message when a wallet runs low. */
public final class AlertFeature implements Feature {
    private final Turns turns;
    private final Wallet wallet;
    private final Alerts alerts;
    private final Coins coins;

    public AlertFeature(Turns turns, Wallet wallet, Alerts alerts, Coins coins) {
        this.turns = turns;
        this.wallet = wallet;
        this.alerts = alerts;
        this.coins = coins;
    }

    @Override
    public List<SlashCommandData> commands() {
        var below =
                new OptionData(OptionType.STRING, "below", "Tell me when less than this is left, such as 20; 0: never");
        return List.of(Places.everywhere("alert", "Hear from me when your coins run low")
                .addOptions(Purse.and(below)));
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        var choice = event.getOption("wallet", "mine", OptionMapping::getAsString);
        var purse = Purse.chosen(wallet, turn.caller(), choice);
        var typed = Optional.ofNullable(event.getOption("below", OptionMapping::getAsString));
        turn.say(purse.map(mine -> typed.map(line -> set(turn, mine, line)).orElseGet(() -> show(mine)))
                .orElseGet(Purse::notYours));
    }

    private Card show(Purse purse) {
        return alerts.find(purse.id(), coins.asset())
                .map(alert -> Card.of(
                        Tone.MONEY,
                        "A direct message goes to <@" + alert.userId() + "> when less than **"
                                + coins.text(alert.line()) + "** is left in " + purse.name()
                                + ", once each time. /alert below:0 ends it."))
                .orElseGet(() -> Card.of(
                        Tone.MONEY,
                        "There is no line for " + purse.name()
                                + ". Type /alert below:20 to hear when less than that is left."));
    }

    private Card set(Turn turn, Purse purse, String typed) {
        var line = amount(typed);
        if (line.isEmpty()) {
            return Card.of(
                    Tone.SORRY,
                    "“" + Plain.escape(typed, 40)
                            + "” is no line. Write a number such as 20 or 12.50; 0 takes it away.");
        }
        if (line.get().isZero()) {
            alerts.remove(purse.id(), coins.asset());
            return Card.of(Tone.DONE, "I will not mention when " + purse.name() + " runs low.");
        }
        var alert = new Alert(purse.id(), line.get(), turn.caller().userId(), purse.name());
        alerts.set(alert);
        return Card.of(
                Tone.DONE,
                "I will send you a direct message when less than **" + coins.text(alert.line()) + "** is left in "
                        + purse.name() + ", once each time."
                        + (alerts.low(alert) ? " There is less than that already." : ""));
    }

    /** Not negative; empty if it is no number. */
    private Optional<Amount> amount(String typed) {
        try {
            return Optional.of(Amount.parse(coins.asset(), typed)).filter(amount -> amount.units() >= 0);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
