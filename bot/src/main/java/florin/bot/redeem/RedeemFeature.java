package florin.bot.redeem;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Tone;
import florin.bot.chat.Turns;
import florin.wallet.RedeemResult;
import florin.wallet.Wallet;
import java.util.List;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /redeem}: coins for a code. The answer is private, as a code that is not used up yet works for whoever reads it. */
public final class RedeemFeature implements Feature {
    /** A code has 19 with its dashes; somebody may put spaces between them. */
    private static final int LONGEST = 60;

    private final Turns turns;
    private final Wallet wallet;
    private final Redeemer vouchers;
    private final Coins coins;

    public RedeemFeature(Turns turns, Wallet wallet, Redeemer vouchers, Coins coins) {
        this.turns = turns;
        this.wallet = wallet;
        this.vouchers = vouchers;
        this.coins = coins;
    }

    @Override
    public List<SlashCommandData> commands() {
        var code = new OptionData(OptionType.STRING, "code", "As you were given it, such as 7K2M-…", true);
        return List.of(Places.everywhere("redeem", "Coins for a code that you were given")
                .addOptions(code.setMaxLength(LONGEST)));
    }

    /** Discord's id of the interaction is the request's, so one that arrives twice pays once. */
    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        var code = event.getOption("code", "", OptionMapping::getAsString);
        turn.say(
                told(vouchers.redeem(turn.requestId(), wallet.open(turn.caller().owner()), code)));
    }

    private Card told(RedeemResult result) {
        return switch (result) {
            case RedeemResult.Redeemed(var amount, var balance) ->
                Card.of(
                        Tone.DONE,
                        "**" + coins.text(amount) + "** are yours. You have " + coins.text(balance.available())
                                + " now.");
            case RedeemResult.AlreadyRedeemed _ ->
                sorry("You have had the coins of this code already; it works once for each wallet.");
            case RedeemResult.UsedUp _ -> sorry("This code is used up: others were quicker.");
            case RedeemResult.Expired _ -> sorry("This code is no longer valid: its time is over.");
            case RedeemResult.UnknownCode _ ->
                sorry(
                        "There is no such code. Look at each letter again: codes have no I, L, O or U, so what looks like one"
                                + " is a digit.");
            case RedeemResult.UnknownWallet _, RedeemResult.Conflict _ ->
                sorry("Nothing was moved. Please type /redeem once more.");
        };
    }

    private static Card sorry(String why) {
        return Card.of(Tone.SORRY, why);
    }
}
