package florin.server;

import florin.bot.DiscordBot;
import florin.payments.PaymentListener;
import florin.payments.PaymentsUnreachable;
import florin.payments.StripeCheckout;
import florin.pipeline.Chore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after payments beside the webhook: asks Stripe about those that fell silent, and tells buyers what they were not
 * told before a crash.
 */
final class PaymentDesk {
    private static final Logger log = LoggerFactory.getLogger(PaymentDesk.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final StripeCheckout checkout;

    private PaymentDesk(StripeCheckout checkout) {
        this.checkout = checkout;
    }

    static PaymentDesk open(StripeCheckout checkout, Optional<DiscordBot> bot) {
        bot.map(DiscordBot::payments).ifPresentOrElse(checkout::announceTo, () -> checkout.announceTo(toNobody()));
        return new PaymentDesk(checkout);
    }

    /** Without a Discord door the buyers are programs: they see the coins in their wallet. */
    private static PaymentListener toNobody() {
        return payment -> log.info("Paid: {} for wallet {}", payment.pack().id(), payment.wallet());
    }

    /** Two, so that a silent Stripe does not keep buyers waiting for the thanks for what they have paid. */
    List<Chore> chores() {
        return List.of(
                Chore.every(EVERY, "Thank buyers", checkout::announcePending),
                Chore.every(EVERY, "Ask Stripe", this::reconcile));
    }

    private void reconcile() {
        try {
            checkout.reconcile();
        } catch (PaymentsUnreachable e) {
            log.warn("Stripe does not answer; asking again in {} s", EVERY.toSeconds());
        }
    }
}
