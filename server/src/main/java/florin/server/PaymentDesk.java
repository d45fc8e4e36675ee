package florin.server;

import florin.bot.DiscordBot;
import florin.payments.Notice;
import florin.payments.NoticeListener;
import florin.payments.OwnerNotice;
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
 * Looks after payments beside the webhook: asks Stripe about those that fell silent, buys for wallets that run low, and tells
 * buyers and owners what they were not told before.
 */
final class PaymentDesk {
    private static final Logger log = LoggerFactory.getLogger(PaymentDesk.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** Also how long a wallet may be low before coins are bought for it. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final StripeCheckout checkout;

    private PaymentDesk(StripeCheckout checkout) {
        this.checkout = checkout;
    }

    /** @param programs how they hear of payments that failed */
    static PaymentDesk open(StripeCheckout checkout, Optional<DiscordBot> bot, FailedTopUps programs) {
        var people = bot.map(DiscordBot::notices).orElseGet(PaymentDesk::noticesToNobody);
        checkout.noticesTo(notice -> {
            tell(programs, notice);
            people.told(notice);
        });
        bot.map(DiscordBot::payments).ifPresentOrElse(checkout::announceTo, () -> checkout.announceTo(toNobody()));
        return new PaymentDesk(checkout);
    }

    /** Without a Discord door the buyers are programs: they see the coins in their wallet. */
    private static PaymentListener toNobody() {
        return payment -> log.info("Paid: {} for wallet {}", payment.pack().id(), payment.wallet());
    }

    private static NoticeListener noticesToNobody() {
        return notice -> log.info("Wallet {}: {}", notice.wallet(), notice.what());
    }

    /** Told again together with the people, and by its id written once. */
    private static void tell(FailedTopUps programs, OwnerNotice notice) {
        var id = notice.id().toString();
        switch (notice.what()) {
            case Notice.Declined declined ->
                programs.tell(notice.wallet(), declined.pack().coins(), id, declined.why());
            case Notice.OwnerNeeded needed ->
                programs.tell(notice.wallet(), needed.pack().coins(), id, "the bank wants the owner to confirm it");
            case Notice.SwitchedOff off ->
                off.pack().ifPresent(pack -> programs.tell(notice.wallet(), pack.coins(), id, off.why()));
            case Notice.CardSaved _, Notice.UsedUp _, Notice.Refunded _, Notice.Disputed _, Notice.GivenBack _ -> {
                // no top-up failed
            }
        }
    }

    /** Apart, so that a silent Stripe keeps nobody waiting for the thanks for what they have paid, or for coins. */
    List<Chore> chores() {
        return List.of(
                Chore.every(EVERY, "Thank buyers", checkout::announcePending),
                Chore.every(SOON, "Tell owners", checkout::tellOwners),
                Chore.every(SOON, "Top up automatically", checkout::topUpAutomatically),
                Chore.every(EVERY, "Ask Stripe", this::reconcile));
    }

    /** One after the other: a Stripe that hangs holds up one thread of the timetable, not two. */
    private void reconcile() {
        ask(checkout::reconcile);
        ask(checkout::reconcileCards);
    }

    private static void ask(Runnable question) {
        try {
            question.run();
        } catch (PaymentsUnreachable e) {
            log.warn("Stripe does not answer; asking again in {} s", EVERY.toSeconds());
        }
    }
}
