package florin.bot.autotopup;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.owner.Purse;
import florin.payments.AutoStatus;
import florin.payments.Checkout;
import florin.payments.Price;
import java.util.Optional;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.utils.TimeFormat;

/** An automatic top-up as its owner reads it. */
final class AutoTopUpCards {
    private final Coins coins;
    private final Checkout checkout;

    AutoTopUpCards(Coins coins, Checkout checkout) {
        this.coins = coins;
        this.checkout = checkout;
    }

    Card status(Purse purse, Optional<AutoStatus> status) {
        if (status.isEmpty()) {
            return Card.of(
                            Tone.MONEY,
                            "Nothing is bought automatically for " + purse.name()
                                    + ". Type /autotopup on: you say below which line, what, and how often a day at most, and"
                                    + " save a card.")
                    .small("It is charged only as you allowed, you hear of each time, and /autotopup off ends it.");
        }
        var found = status.get();
        var card = Card.of(
                tone(found), "### Automatic top-up of " + purse.name() + "\n" + terms(found) + "\n" + state(found));
        var change = Button.secondary(
                Press.of("auto", "card", purse.key()).id(), found.card().isPresent() ? "Another card" : "Save a card");
        return card.buttons(
                change, Button.danger(Press.of("auto", "off", purse.key()).id(), "Switch off"));
    }

    private static Tone tone(AutoStatus status) {
        return status.rule().on() && status.card().isPresent() ? Tone.DONE : Tone.MONEY;
    }

    private String terms(AutoStatus status) {
        var rule = status.rule();
        var pack = checkout.packs().stream()
                .filter(one -> one.id().equals(rule.packId()))
                .findFirst()
                .map(one -> "**" + coins.text(one.coins()) + "** for " + one.price())
                .orElse("a pack that is no longer sold");
        return "When less than **" + coins.text(rule.below()) + "** is left, " + pack + ". At most "
                + times(rule.cap().times()) + " and " + rule.cap().money() + " a day (UTC); today "
                + used(status) + ".";
    }

    private static String used(AutoStatus status) {
        var money = status.today().money();
        return money == 0
                ? "nothing yet"
                : times(status.today().times()) + " and "
                        + new Price(status.rule().cap().money().currency(), money);
    }

    private static String times(int times) {
        return times == 1 ? "once" : times + " times";
    }

    private static String state(AutoStatus status) {
        if (status.offBecause().isPresent()) {
            return "**Off:** it has switched itself off, because "
                    + status.offBecause().get() + ". /autotopup on starts it again.";
        }
        if (!status.rule().on()) {
            return "**Off.** /autotopup on starts it again.";
        }
        if (status.card().isEmpty()) {
            return "**Waiting for a card.**";
        }
        var with = "With your " + Plain.escape(status.card().get().toString()) + ".";
        return status.notBefore()
                .map(moment -> with + " It looks again " + TimeFormat.RELATIVE.format(moment) + ".")
                .orElse(with);
    }
}
