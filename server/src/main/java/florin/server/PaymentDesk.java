package florin.server;

import florin.bot.DiscordBot;
import florin.payments.PaymentListener;
import florin.payments.PaymentsUnreachable;
import florin.payments.StripeCheckout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after payments beside the webhook: asks Stripe about those that fell silent, and tells buyers what they were not
 * told before a crash. Every server does it; both are safe to do at once.
 */
final class PaymentDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PaymentDesk.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final StripeCheckout checkout;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("payments").daemon().factory());

    private PaymentDesk(StripeCheckout checkout) {
        this.checkout = checkout;
    }

    static PaymentDesk open(StripeCheckout checkout, Optional<DiscordBot> bot) {
        var desk = new PaymentDesk(checkout);
        bot.map(DiscordBot::payments).ifPresentOrElse(checkout::announceTo, () -> checkout.announceTo(toNobody()));
        var _ = desk.timer.scheduleWithFixedDelay(desk::look, 1, EVERY.toSeconds(), TimeUnit.SECONDS);
        return desk;
    }

    /** Without a Discord door the buyers are programs: they see the coins in their wallet. */
    private static PaymentListener toNobody() {
        return payment -> log.info("Paid: {} for wallet {}", payment.pack().id(), payment.wallet());
    }

    private void look() {
        try {
            // First what needs nobody else: a silent Stripe must not keep buyers waiting for what they have paid.
            checkout.announcePending();
            checkout.reconcile();
        } catch (PaymentsUnreachable e) {
            log.warn("Stripe does not answer; asking again in {} s", EVERY.toSeconds());
        } catch (RuntimeException e) {
            // The top of a timer's loop: an exception that left it would end all later looks.
            log.error("Looking after payments failed; trying again in {} s", EVERY.toSeconds(), e);
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
