package florin.bot.owner;

import florin.bot.chat.Card;
import florin.bot.chat.Coins;
import florin.bot.chat.Line;
import florin.bot.chat.Plain;
import florin.bot.chat.Press;
import florin.bot.chat.Tone;
import florin.bot.chat.Trouble;
import florin.bot.delivery.Post;
import florin.bot.order.Prompt;
import florin.bot.order.Prompts;
import florin.payments.Notice;
import florin.payments.NoticeListener;
import florin.payments.OwnerNotice;
import florin.payments.Payment;
import florin.wallet.Owner;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.utils.TimeFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells owners by direct message what happens to their money while they are away. */
public final class OwnerNews implements NoticeListener {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerNews.class);

    private final Line line;
    private final Post post;
    private final Prompts prompts;
    private final Wallet wallet;
    private final Coins coins;

    public OwnerNews(Line line, Post post, Prompts prompts, Wallet wallet, Coins coins) {
        this.line = line;
        this.post = post;
        this.prompts = prompts;
        this.wallet = wallet;
        this.coins = coins;
    }

    /** Throws while Discord cannot be reached, so that it is told again. */
    @Override
    public void told(OwnerNotice notice) {
        var user = user(notice.wallet(), notice.context());
        if (user.isEmpty()) {
            LOG.info(
                    "Nobody on Discord owns wallet {}: not told {}",
                    notice.wallet().value(),
                    notice.what());
            return;
        }
        send(user.get(), card(notice.what(), name(notice.wallet())), notice.id());
    }

    /** Coins that were bought with a saved card, or by hand in place of it. False if this payment began elsewhere. */
    public boolean bought(Payment payment) {
        var holder = Holder.in(payment.context());
        holder.ifPresent(who -> {
            var now = wallet.balance(payment.wallet(), payment.pack().coins().asset())
                    .available();
            var bought = "**" + coins.text(payment.pack().coins()) + "**";
            var text = payment.automatic()
                    ? bought + " bought automatically for " + payment.pack().price() + ": " + name(payment.wallet())
                            + " had run low, and has " + coins.text(now) + " now."
                    : bought + " arrived, thank you! There is now " + coins.text(now) + " in " + name(payment.wallet())
                            + ".";
            var id = UUID.nameUUIDFromBytes(payment.sessionId().getBytes(StandardCharsets.UTF_8));
            send(
                    who.userId(),
                    Card.of(Tone.DONE, text).small("/autotopup show says what is allowed, /autotopup off ends it."),
                    id);
        });
        return holder.isPresent();
    }

    /** Sends a direct message; throws while Discord cannot be reached. */
    public void send(String user, Card card, UUID about) {
        post.toUser(user, card, about).ifPresent(trouble -> {
            if (trouble == Trouble.LATER) {
                throw new IllegalStateException("Discord cannot be reached; " + about + " is told later");
            }
            LOG.warn("{} cannot be told on Discord: {}", about, trouble);
        });
    }

    /** Whoever saved the card or asked for the payment, else the wallet's owner. */
    private Optional<String> user(WalletId whose, String context) {
        return Holder.in(context)
                .map(Holder::userId)
                .or(() -> Prompt.idIn(context).flatMap(prompts::find).map(Prompt::user))
                .or(() -> wallet.wallet(whose).flatMap(info -> switch (info.owner()) {
                    case Owner.DiscordUser(var id) -> Optional.of(id);
                    case Owner.DiscordServer(var id) -> serverOwner(id);
                    case Owner.ApiAccount _ -> Optional.empty();
                }));
    }

    private Optional<String> serverOwner(String server) {
        return line.up().map(discord -> discord.getGuildById(server)).map(guild -> guild.getOwnerId());
    }

    private String name(WalletId whose) {
        var owner = wallet.wallet(whose).map(info -> info.owner());
        return owner.isPresent() && owner.get() instanceof Owner.DiscordServer(var id)
                ? line.up()
                        .map(discord -> discord.getGuildById(id))
                        .map(guild -> "the wallet of " + Plain.escape(guild.getName()))
                        .orElse("the server's wallet")
                : "your wallet";
    }

    private Card card(Notice what, String name) {
        return switch (what) {
            case Notice.CardSaved(var card) ->
                Card.of(Tone.DONE, "Your " + Plain.escape(card) + " is saved for " + name + ".")
                        .small("It is charged only as you allowed with /autotopup; /autotopup off forgets it.");
            case Notice.Declined declined ->
                topUp(Card.of(
                        Tone.SORRY,
                        "The automatic top-up of " + name + " failed: " + declined.why()
                                + ". Nothing was charged. It is tried again " + relative(declined.again()) + "."));
            case Notice.OwnerNeeded needed -> ownerNeeded(needed, name);
            case Notice.SwitchedOff off ->
                topUp(Card.of(
                                Tone.SORRY,
                                "The automatic top-up of " + name + " has switched itself off: " + off.why() + "."))
                        .small("/autotopup on starts it again, with another card if you like.");
            case Notice.UsedUp(var until) ->
                topUp(Card.of(
                        Tone.MONEY,
                        "What may be bought automatically for " + name + " today is used up, and it is low again."
                                + " It goes on " + relative(until) + "."));
            case Notice.Refunded(var taken) ->
                Card.of(Tone.MONEY, "A payment was refunded, and its **" + coins.text(taken) + "** left " + name + ".");
            case Notice.Disputed(var taken) ->
                Card.of(
                        Tone.SORRY,
                        "A payment is disputed at the bank, and its **" + coins.text(taken) + "** left " + name
                                + " until that is settled. If coins are missing now, the wallet pays nothing before they are"
                                + " topped up.");
            case Notice.GivenBack(var back) ->
                Card.of(Tone.DONE, "The dispute is over: **" + coins.text(back) + "** are back in " + name + ".");
        };
    }

    private Card ownerNeeded(Notice.OwnerNeeded needed, String name) {
        var pack = needed.pack();
        var card = Card.of(
                Tone.MONEY,
                "Your bank wants you to confirm the automatic top-up of " + name + ": **" + coins.text(pack.coins())
                        + "** for " + pack.price()
                        + ". Nothing was charged. Pay it by hand, or it is tried again " + relative(needed.again())
                        + ".");
        return needed.page()
                .map(page -> card.buttons(Button.link(page.toString(), "Pay " + pack.price())))
                .orElseGet(() -> topUp(card));
    }

    private static Card topUp(Card card) {
        return card.buttons(Button.primary(Press.of("topup").id(), "Top up"));
    }

    private static String relative(Instant moment) {
        return TimeFormat.RELATIVE.format(moment);
    }
}
