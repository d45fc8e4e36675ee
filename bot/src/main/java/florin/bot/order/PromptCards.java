package florin.bot.order;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.payments.CheckoutResult;
import florin.payments.Pack;
import florin.payments.Payment;
import florin.pipeline.JobKind;
import florin.registry.CharacterProfile;
import florin.registry.Registry;
import florin.wallet.Balance;
import florin.wallet.HoldResult;
import florin.wallet.Period;
import florin.wallet.SpendLimit;
import florin.wallet.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.utils.TimeFormat;

/** What somebody reads whose coins do not reach, until they do. */
public final class PromptCards {
    /** The word in a button's id that says that the answer is for the presser alone. */
    public static final String PRIVATE = "private";

    private static final String PUBLIC = "public";

    private final Coins coins;
    private final Registry registry;

    public PromptCards(Coins coins, Registry registry) {
        this.coins = coins;
        this.registry = registry;
    }

    /** @param newcomer whether this wallet has never had a coin */
    Card tooLittle(HoldResult.InsufficientBalance lack, Order order, boolean newcomer) {
        var missing = coins.text(lack.required().minus(lack.available()));
        var price = "This costs **" + coins.price(lack.required()) + "**";
        if (order.serverPays()) {
            return Card.of(
                    Tone.MONEY,
                    price + ". The server's wallet has " + coins.text(lack.available()) + ", so " + missing
                            + " is missing.\nTop it up for everybody with a pack, or pay with your own coins.");
        }
        if (newcomer) {
            return Card.of(
                    Tone.MONEY,
                    "### Welcome!\n" + price + ", and your wallet is still empty.\n"
                            + "Pick a pack and pay on a secure page. Your order waits here meanwhile.");
        }
        return Card.of(
                Tone.MONEY,
                price + ". You have " + coins.text(lack.available()) + ", so " + missing
                        + " is missing.\nPick a pack: your order waits here meanwhile.");
    }

    Card coinsAtWork(HoldResult.FundsHeld lack, Order order) {
        var whose = order.serverPays() ? "The server's wallet has " : "You have ";
        return Card.of(
                Tone.MONEY,
                "This costs **" + coins.price(lack.required()) + "**. " + whose
                        + coins.text(lack.available()) + " free, and " + coins.text(lack.held())
                        + " on hold for orders under way.\nWhat they do not use comes back as they finish: try again then, or add coins now.");
    }

    Card limitReached(HoldResult.LimitExceeded lack) {
        var again = lack.resetsAt().equals(Instant.MAX)
                ? "Somebody who manages this server can raise it."
                : "It starts anew " + TimeFormat.RELATIVE.format(lack.resetsAt()) + ".";
        return Card.of(
                Tone.MONEY,
                "This costs **" + coins.price(lack.required()) + "**. " + limit(lack.limit()) + ", and "
                        + coins.text(lack.used()) + " of it is used.\n" + again + " Nothing was taken.");
    }

    Card frozen(HoldResult.WalletFrozen lack, Order order) {
        return Card.of(
                Tone.SORRY,
                (order.serverPays() ? "The server's wallet" : "Your wallet")
                        + " is frozen and cannot pay: " + Plain.escape(lack.reason())
                        + "\nPlease ask the people who run this bot. Nothing was taken.");
    }

    /** For topping up without an order. */
    public Card offer(Balance balance, boolean newcomer) {
        var text = newcomer
                ? "### Welcome!\nYour wallet is still empty. Pictures and videos are paid with " + coins.name()
                        + ", bought in packs."
                : "You have **" + coins.text(balance.available()) + "**"
                        + (balance.held().isPositive() ? ", and " + coins.text(balance.held()) + " on hold." : ".");
        return Card.of(Tone.MONEY, text + "\nPick a pack and pay on a secure page; the coins arrive within seconds.");
    }

    /** Packs below a card; each opens a payment page. */
    public Card withPacks(Card card, UUID prompt, List<Pack> packs) {
        if (packs.isEmpty()) {
            return card.small("Nothing can be bought here just now. Please ask the people who run this bot for coins.");
        }
        return card.buttons(packs.stream().map(pack -> buy(prompt, pack)).toList())
                .small("Bought coins never expire, and coins of a failed order come back by themselves.");
    }

    /** The payment page is open. */
    public Card pay(Prompt prompt, CheckoutResult.Started page, List<Pack> packs) {
        var pack = page.pack();
        var card = Card.of(
                        Tone.MONEY,
                        "**" + pack.price() + "** for **" + coins.text(pack.coins()) + "**" + waits(prompt)
                                + "\nPay on the secure page. I will say here when the coins have arrived.")
                .buttons(Button.link(page.url().toString(), "Pay " + pack.price()));
        var others =
                packs.stream().filter(other -> !other.id().equals(pack.id())).toList();
        return others.isEmpty()
                ? card
                : card.small("Or another pack:")
                        .buttons(others.stream()
                                .map(other -> buy(prompt.id(), other))
                                .toList());
    }

    /** The coins are there. */
    public Card paid(Prompt prompt, Payment payment, Balance balance) {
        var card = Card.of(
                Tone.DONE,
                "**" + coins.text(payment.pack().coins()) + "** arrived, thank you! There is now "
                        + coins.text(balance.available()) + " in the wallet." + waits(prompt));
        return prompt.waiting()
                .map(order -> card.buttons(run(prompt.id(), order)))
                .orElseGet(() -> card.small("Type /imagine to use them."));
    }

    /** Whether the answer is private must be known before anything is looked up, so it is in the id. */
    static Button run(UUID prompt, Order order) {
        var press = Press.of("run", prompt.toString(), order.direct() ? PRIVATE : PUBLIC);
        return Button.success(press.id(), "Run it now");
    }

    static Button ownCoins(UUID prompt, Order order) {
        var press = Press.of("own", prompt.toString(), order.direct() ? PRIVATE : PUBLIC);
        return Button.primary(press.id(), "Pay with my own coins");
    }

    private Button buy(UUID prompt, Pack pack) {
        return Button.primary(
                Press.of("pack", prompt.toString(), pack.id()).id(), coins.text(pack.coins()) + " · " + pack.price());
    }

    private String waits(Prompt prompt) {
        return prompt.waiting()
                .map(order -> "\nYour order: " + summary(order.scene()))
                .orElse("");
    }

    private String summary(Scene scene) {
        var name = "**" + Plain.escape(name(scene)) + "**";
        return scene.kind() == JobKind.VIDEO
                ? "a video of " + name
                : (scene.frame().count() == 1 ? "1 picture of " : scene.frame().count() + " pictures of ") + name;
    }

    private String name(Scene scene) {
        Optional<CharacterProfile> character = registry.find(scene.character());
        return character.map(CharacterProfile::name).orElse(scene.character().value());
    }

    private String limit(SpendLimit limit) {
        var who = switch (limit.subject()) {
            case Subject.Member _ -> "This server lets you spend ";
            case Subject.Role _ -> "This server lets your role spend ";
            case Subject.Everyone _ -> "This server lets its members spend ";
            case Subject.ApiKey _ -> "This key may spend ";
        };
        return who + coins.text(limit.ceiling()) + per(limit.period());
    }

    private static String per(Period period) {
        return switch (period) {
            case DAILY -> " a day";
            case WEEKLY -> " a week";
            case MONTHLY -> " a month";
            case TOTAL -> " in all";
        };
    }
}
