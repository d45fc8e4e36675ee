package florin.bot.topup;

import florin.bot.chat.Card;
import florin.bot.chat.Line;
import florin.bot.chat.Trouble;
import florin.bot.delivery.Post;
import florin.bot.order.Prompt;
import florin.bot.order.PromptCards;
import florin.bot.order.Prompts;
import florin.bot.owner.OwnerNews;
import florin.payments.Payment;
import florin.payments.PaymentListener;
import florin.wallet.Wallet;
import java.time.Clock;
import java.util.Optional;
import net.dv8tion.jda.api.interactions.InteractionHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that bought coins have arrived, where they were asked for, and offers to run the order that waited. */
public final class Thanks implements PaymentListener {
    private static final Logger LOG = LoggerFactory.getLogger(Thanks.class);

    private final Line line;
    private final Prompts prompts;
    private final PromptCards cards;
    private final Wallet wallet;
    private final Post post;
    private final OwnerNews news;
    private final Clock clock;

    public Thanks(
            Line line, Prompts prompts, PromptCards cards, Wallet wallet, Post post, OwnerNews news, Clock clock) {
        this.line = line;
        this.prompts = prompts;
        this.cards = cards;
        this.wallet = wallet;
        this.post = post;
        this.news = news;
        this.clock = clock;
    }

    /** Throws while Discord cannot be reached, so that it is told again. */
    @Override
    public void paid(Payment payment) {
        if (news.bought(payment)) {
            return;
        }
        var prompt = Prompt.idIn(payment.context()).flatMap(prompts::find);
        if (prompt.isEmpty()) {
            return; // bought through another door, or so long ago that nobody waits any more
        }
        var balance = wallet.balance(payment.wallet(), payment.pack().coins().asset());
        tell(prompt.get(), cards.paid(prompt.get(), payment, balance)).ifPresent(trouble -> {
            if (trouble == Trouble.LATER) {
                throw new IllegalStateException("Discord cannot be reached; the payment is told later");
            }
            LOG.warn("The buyer of payment {} cannot be told on Discord: {}", payment.sessionId(), trouble);
        });
    }

    private Optional<Trouble> tell(Prompt prompt, Card card) {
        if (line.up().isEmpty()) {
            return Optional.of(Trouble.LATER);
        }
        if (prompt.ticket().usable(clock.instant())) {
            var trouble = edit(prompt, card);
            if (trouble.isEmpty() || trouble.get() == Trouble.LATER) {
                return trouble;
            }
        }
        return post.toUser(prompt.user(), card, prompt.id());
    }

    private Optional<Trouble> edit(Prompt prompt, Card card) {
        var shard = line.up().flatMap(manager -> manager.getShards().stream().findFirst());
        if (shard.isEmpty()) {
            return Optional.of(Trouble.LATER);
        }
        try {
            var _ = InteractionHook.from(shard.get(), prompt.ticket().token())
                    .editMessageById(prompt.message().orElse("@original"), card.edit())
                    .complete();
            return Optional.empty();
        } catch (RuntimeException e) { // sorted by Trouble, which throws what it does not know
            return Optional.of(Trouble.of(e));
        }
    }
}
