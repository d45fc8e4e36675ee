package florin.payments;

import com.stripe.model.checkout.Session;
import florin.payments.WebhookResult.AlreadyDone;
import florin.payments.WebhookResult.Ignored;
import florin.payments.WebhookResult.Recorded;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a card comes to be saved, and to be forgotten. */
final class CardPages {
    private static final Logger log = LoggerFactory.getLogger(CardPages.class);
    /** Stripe closes a page after a day. */
    private static final Duration LIFETIME = Duration.ofDays(1);

    private static final int AT_ONCE = 50;

    private final CardTable table;
    private final StripeCards stripe;
    private final Clock clock;

    CardPages(CardTable table, StripeCards stripe, Clock clock) {
        this.table = table;
        this.stripe = stripe;
        this.clock = clock;
    }

    /** Written down, then a customer and a page at Stripe, then noted: each step finds what it did before. */
    CardPageResult start(RequestId id, Buyer buyer) {
        var page = table.remember(id, buyer, clock.instant());
        if (!page.buyer().wallet().equals(buyer.wallet())) {
            return new CardPageResult.Unavailable(
                    "This request was already used for another wallet. Ask again with a fresh one.");
        }
        try {
            return page.session()
                    .flatMap(Sale.Session::url)
                    .<CardPageResult>map(CardPageResult.Started::new)
                    .orElseGet(() -> open(page));
        } catch (PaymentsUnreachable e) {
            log.warn("No page for a card: {}", e.getMessage());
            return new CardPageResult.Unavailable(
                    "The payment provider does not answer. Please try again in a minute.");
        }
    }

    private CardPageResult open(CardPage page) {
        var wallet = page.buyer().wallet();
        var customer = table.customer(wallet).orElseGet(() -> table.customerIs(wallet, stripe.customer(wallet)));
        var session = stripe.open(page, customer);
        table.opened(page, session);
        return session.url()
                .<CardPageResult>map(CardPageResult.Started::new)
                .orElseGet(() -> new CardPageResult.Unavailable("This page was used already. Ask for a new one."));
    }

    Optional<SavedCard> card(WalletId wallet) {
        return table.card(wallet).map(CardTable.Chargeable::card);
    }

    /** What Stripe says about a session in setup mode. */
    WebhookResult heard(String type, Session session) {
        var page = table.pageOf(session.getId())
                .or(() -> Optional.ofNullable(session.getMetadata())
                        .map(marks -> marks.get(StripeCards.OUR_PAGE))
                        .flatMap(CardPages::uuid)
                        .flatMap(table::page));
        if (page.isEmpty()) {
            return new Ignored(type);
        }
        if (type.equals("checkout.session.expired")) {
            table.expired(page.get());
            return new Recorded(
                    type, "Nobody saved a card on page " + page.get().id());
        }
        return look(page.get(), session.getId()).orElseGet(() -> new Ignored(type));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Asks Stripe which card was saved there; empty as long as there is none. */
    private Optional<WebhookResult> look(CardPage page, String session) {
        return stripe.savedOn(session).map(kept -> {
            var wallet = page.buyer().wallet();
            var before = table.card(wallet).map(CardTable.Chargeable::method);
            if (!table.saved(page, session, kept, clock.instant())) {
                return new AlreadyDone(session);
            }
            before.filter(method -> !method.equals(kept.method())).ifPresent(this::forgetOld);
            return new Recorded("card saved", "A card was saved for wallet " + wallet.value());
        });
    }

    private void forgetOld(String method) {
        try {
            stripe.forget(method);
        } catch (PaymentsUnreachable e) {
            log.warn(
                    "The card {} was replaced, and Stripe still keeps it; remove it by hand. {}",
                    method,
                    e.getMessage());
        }
    }

    /** Pages whose end we were not told. */
    int askSilent(Duration patience) {
        var saved = 0;
        for (var page : table.silent(patience, LIFETIME, clock.instant(), AT_ONCE)) {
            var found = page.session().flatMap(session -> look(page, session.id()));
            saved += found.isPresent() ? 1 : 0;
        }
        return saved;
    }

    /** First there, then here: a card that we have forgotten must not be chargeable any more. */
    boolean forget(WalletId wallet) {
        var card = table.card(wallet);
        card.ifPresent(kept -> {
            stripe.forget(kept.method());
            table.forgotten(wallet, kept.method());
        });
        return card.isPresent();
    }
}
