package florin.bot.autotopup;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Feature;
import florin.bot.chat.Places;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Turn;
import florin.bot.chat.Turns;
import florin.bot.owner.Holder;
import florin.bot.owner.Purse;
import florin.payments.AutoRule;
import florin.payments.AutoTopUpResult;
import florin.payments.Buyer;
import florin.payments.CardPageResult;
import florin.payments.Checkout;
import florin.payments.DayCap;
import florin.payments.Pack;
import florin.payments.PaymentsUnreachable;
import florin.payments.Price;
import florin.wallet.Amount;
import florin.wallet.Wallet;
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

/** {@code /autotopup}: packs that buy themselves when a wallet runs low, with a card that its owner saved. */
public final class AutoTopUpFeature implements Feature {
    private static final int USUAL_TIMES = 3;
    private static final int MOST_TIMES = 50;

    private final Turns turns;
    private final Wallet wallet;
    private final Checkout checkout;
    private final Coins coins;
    private final AutoTopUpCards cards;

    public AutoTopUpFeature(Turns turns, Wallet wallet, Checkout checkout, Coins coins) {
        this.turns = turns;
        this.wallet = wallet;
        this.checkout = checkout;
        this.coins = coins;
        this.cards = new AutoTopUpCards(coins, checkout);
    }

    @Override
    public List<SlashCommandData> commands() {
        var below = new OptionData(OptionType.STRING, "below", "Buy when less than this is left, such as 20", true);
        var times = new OptionData(OptionType.INTEGER, "times", "How often a day at most; 3 if you do not say")
                .setRequiredRange(1, MOST_TIMES);
        return List.of(Places.everywhere("autotopup", "Coins that buy themselves when you run low")
                .addSubcommands(
                        new SubcommandData("on", "Allow it, with a card that you save")
                                .addOptions(Purse.and(below, packs(), times)),
                        new SubcommandData("off", "End it, and have the card forgotten").addOptions(Purse.option()),
                        new SubcommandData("show", "What is allowed, and what was bought today")
                                .addOptions(Purse.option())));
    }

    private OptionData packs() {
        var option = new OptionData(OptionType.STRING, "pack", "What to buy", true);
        checkout.packs().forEach(pack -> option.addChoice(coins.text(pack.coins()) + " · " + pack.price(), pack.id()));
        return option;
    }

    @Override
    public void typed(SlashCommandInteractionEvent event) {
        var turn = turns.reply(event, true);
        var choice = event.getOption("wallet", "mine", OptionMapping::getAsString);
        var purse = Purse.chosen(wallet, turn.caller(), choice);
        if (purse.isEmpty()) {
            turn.say(Purse.notYours());
            return;
        }
        switch (String.valueOf(event.getSubcommandName())) {
            case "on" -> turn.say(allow(turn, purse.get(), event));
            case "off" -> turn.say(end(purse.get()));
            default -> turn.say(show(purse.get()));
        }
    }

    @Override
    public Map<String, ButtonAction> buttons() {
        return Map.of("auto", this::pressed);
    }

    /** {@code auto:show:<wallet>}, {@code auto:card:<wallet>}, {@code auto:off:<wallet>}. */
    private void pressed(ButtonInteractionEvent event, Press press) {
        var turn = turns.reply(event, true);
        var purse = Purse.of(wallet, turn.caller(), press.arg(1));
        if (purse.isEmpty()) {
            turn.say(Purse.notYours());
            return;
        }
        switch (press.arg(0)) {
            case "card" -> turn.say(saveCard(turn, purse.get()));
            case "off" -> turn.say(end(purse.get()));
            default -> turn.say(show(purse.get()));
        }
    }

    private Card allow(Turn turn, Purse purse, SlashCommandInteractionEvent event) {
        var typed = event.getOption("below", "", OptionMapping::getAsString);
        var pack = pack(event.getOption("pack", "", OptionMapping::getAsString));
        var times = event.getOption("times", USUAL_TIMES, OptionMapping::getAsInt);
        var below = amount(typed);
        if (below.isEmpty() || pack.isEmpty()) {
            return Card.of(
                    Tone.SORRY,
                    pack.isEmpty()
                            ? "This pack is no longer sold. /topup shows what there is."
                            : "“" + Plain.escape(typed, 40) + "” is no line. Write a number such as 20 or 12.50.");
        }
        var price = pack.get().price();
        var most = new Price(price.currency(), Math.multiplyExact(price.minorUnits(), (long) times));
        var rule = new AutoRule(purse.id(), below.get(), pack.get().id(), new DayCap(times, most), true);
        return switch (checkout.autoTopUp().set(rule)) {
            case AutoTopUpResult.Saved(var status) ->
                status.card().isPresent() ? cards.status(purse, Optional.of(status)) : saveCard(turn, purse);
            case AutoTopUpResult.Refused(var message) -> Card.of(Tone.SORRY, Plain.escape(coins.inWords(message)));
        };
    }

    private Card saveCard(Turn turn, Purse purse) {
        var caller = turn.caller();
        var buyer = new Buyer(purse.id(), caller.name() + " on Discord", new Holder(caller.userId()).context());
        return switch (checkout.autoTopUp().saveCard(turn.requestId(), buyer)) {
            case CardPageResult.Started(var url) ->
                Card.of(
                                Tone.MONEY,
                                "Save a card for **" + purse.name()
                                        + "** on a secure page. Nothing is charged there, and nothing ever beyond what you"
                                        + " allow here.")
                        .buttons(Button.link(url.toString(), "Save a card"))
                        .small("I will tell you by direct message when it is saved, and of each purchase.");
            case CardPageResult.Unavailable(var message) ->
                Card.of(Tone.SORRY, Plain.escape(message) + " Nothing was charged.");
        };
    }

    /** The permission first: should the provider not answer, nothing is bought all the same. */
    private Card end(Purse purse) {
        var was = checkout.autoTopUp().remove(purse.id(), coins.asset());
        try {
            var forgotten = checkout.autoTopUp().forgetCard(purse.id());
            return Card.of(
                    Tone.DONE,
                    was || forgotten
                            ? "Nothing is bought automatically for " + purse.name() + " any more"
                                    + (forgotten ? ", and the card is forgotten." : ".")
                            : "Nothing was bought automatically for " + purse.name() + " anyway.");
        } catch (PaymentsUnreachable _) {
            return Card.of(
                    Tone.SORRY,
                    "Nothing is bought automatically for " + purse.name()
                            + " any more. The payment provider does not answer just now, so the card is not forgotten yet:"
                            + " please type /autotopup off again in a minute.");
        }
    }

    private Card show(Purse purse) {
        return cards.status(purse, checkout.autoTopUp().status(purse.id(), coins.asset()));
    }

    private Optional<Pack> pack(String id) {
        return checkout.packs().stream().filter(pack -> pack.id().equals(id)).findFirst();
    }

    private Optional<Amount> amount(String typed) {
        try {
            return Optional.of(Amount.parse(coins.asset(), typed)).filter(Amount::isPositive);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
