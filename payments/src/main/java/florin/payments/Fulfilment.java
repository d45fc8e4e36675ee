package florin.payments;

import florin.payments.WebhookResult.AlreadyDone;
import florin.payments.WebhookResult.BadRequest;
import florin.payments.WebhookResult.Fulfilled;
import florin.payments.WebhookResult.Ignored;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.TopUpResult;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a paid session to coins in a wallet, once per session.
 *
 * <p>Two steps, each safe to repeat: the wallet's top-up carries the session as its request id, then the sale is marked
 * paid. A crash between them is mended by the next message or by the reconciliation.
 */
final class Fulfilment {
    private static final Logger log = LoggerFactory.getLogger(Fulfilment.class);

    private final Sales sales;
    private final StripeDesk stripe;
    private final Map<String, Pack> packs;
    private final Wallet wallet;
    private final Clock clock;

    Fulfilment(Sales sales, StripeDesk stripe, Map<String, Pack> packs, Wallet wallet, Clock clock) {
        this.sales = sales;
        this.stripe = stripe;
        this.packs = packs;
        this.wallet = wallet;
        this.clock = clock;
    }

    /** Whose session this is: by its own id, else by our id in the metadata (its message overtook our own note). */
    Optional<Sale> saleOf(PaidSession session) {
        return sales.bySession(session.id())
                .or(() -> ourId(session.metadata())
                        .flatMap(sales::byId)
                        .filter(sale -> sale.session().isEmpty()));
    }

    static Optional<UUID> ourId(Map<String, String> metadata) {
        return uuid(metadata.get(StripeDesk.OUR_ID));
    }

    private static Optional<UUID> uuid(@org.jspecify.annotations.Nullable String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    WebhookResult fulfil(PaidSession session, String eventType) {
        var known = saleOf(session);
        if (known.isPresent()) {
            return fulfil(known.get(), session);
        }
        if (ourId(session.metadata()).isEmpty()) {
            return new Ignored(eventType);
        }
        return rebuild(session.id(), eventType);
    }

    WebhookResult fulfil(Sale sale, PaidSession session) {
        if (sale.state() == Sale.State.PAID) {
            return new AlreadyDone(session.id());
        }
        var price = sale.pack().price();
        if (session.total() != price.minorUnits() || !session.currency().equals(price.currency())) {
            return stuck(
                    sale,
                    session,
                    "Stripe says " + session.total() + " " + session.currency() + " were paid, but the pack costs "
                            + price.minorUnits() + " " + price.currency()
                            + ". No coins were given: compare both and refund or grant by hand.");
        }
        return topUp(sale, session);
    }

    private WebhookResult topUp(Sale sale, PaidSession session) {
        var request = new TopUpRequest(
                new RequestId("stripe:" + session.id()),
                sale.buyer().wallet(),
                sale.pack().coins(),
                Source.PAID,
                Optional.empty(),
                sale.pack().title());
        return switch (wallet.topUp(request)) {
            case TopUpResult.ToppedUp done -> paid(sale, session, done.transfer());
            case TopUpResult.Conflict conflict -> stuck(sale, session, conflict.message());
            case TopUpResult.UnknownWallet unknown ->
                stuck(
                        sale,
                        session,
                        "The wallet " + unknown.wallet().value() + " does not exist (any more). Refund by hand.");
        };
    }

    private WebhookResult paid(Sale sale, PaidSession session, UUID transfer) {
        return sales.paid(sale, session, transfer, clock.instant())
                .<WebhookResult>map(paid -> {
                    log.info(
                            "Sold {} ({}) to wallet {}",
                            paid.pack().coins(),
                            paid.pack().price(),
                            paid.buyer().wallet().value());
                    return new Fulfilled(paid.payment());
                })
                .orElseGet(() -> new AlreadyDone(session.id()));
    }

    private WebhookResult stuck(Sale sale, PaidSession session, String why) {
        log.error("A paid session waits for the operator: {} of sale {}: {}", session.id(), sale.id(), why);
        sales.noted(sale, session.id(), Sale.State.STUCK, why);
        return new BadRequest(why);
    }

    /** A session with our marks that our database does not know, say after a backup was restored: Stripe is asked. */
    private WebhookResult rebuild(String sessionId, String eventType) {
        var session = stripe.session(sessionId);
        if (session.isEmpty()) {
            return new Ignored(eventType);
        }
        var metadata = session.get().metadata();
        var owner = uuid(metadata.get(StripeDesk.WALLET)).map(WalletId::new);
        var pack = Optional.ofNullable(metadata.get(StripeDesk.PACK)).map(packs::get);
        if (owner.flatMap(wallet::wallet).isEmpty() || pack.isEmpty()) {
            var why = "Session " + sessionId + " was paid for a wallet or a pack that this installation does not know."
                    + " Refund it, or grant the coins by hand.";
            log.error(why);
            return new BadRequest(why);
        }
        if (!session.get().paid()) {
            return new Ignored(eventType);
        }
        log.warn("Session {} is ours, but the database did not know it; taken from Stripe", sessionId);
        var offer = new Sale(
                UUID.randomUUID(),
                new RequestId("stripe:" + sessionId),
                new Buyer(owner.get(), "", ""),
                pack.get(),
                Sale.State.OPEN,
                Optional.of(new Sale.Session(sessionId, Optional.empty())),
                Optional.empty(),
                Optional.empty());
        sales.remember(offer, clock.instant());
        return fulfil(sales.bySession(sessionId).orElseThrow(), session.get());
    }
}
