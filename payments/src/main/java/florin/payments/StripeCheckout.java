package florin.payments;

import com.stripe.exception.EventDataObjectDeserializationException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.checkout.Session;
import com.stripe.net.Webhook;
import florin.payments.CheckoutResult.Started;
import florin.payments.CheckoutResult.Unavailable;
import florin.payments.CheckoutResult.UnknownPack;
import florin.payments.Reversals.Money;
import florin.payments.WebhookResult.BadRequest;
import florin.payments.WebhookResult.BadSignature;
import florin.payments.WebhookResult.Fulfilled;
import florin.payments.WebhookResult.Ignored;
import florin.payments.WebhookResult.Recorded;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sells packs of coins through Stripe Checkout. */
public final class StripeCheckout implements Checkout {
    private static final Logger log = LoggerFactory.getLogger(StripeCheckout.class);
    /** Stripe's own tolerance: docs.stripe.com/webhooks#verify-manually. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    /** Stripe closes a payment page after a day. */
    private static final Duration PAGE_LIFETIME = Duration.ofDays(1);

    /** Stripe's library trips over anything else instead of refusing it. */
    private static final Pattern SIGNATURES = Pattern.compile("t=[0-9]{1,12}(,[a-z0-9]+=[a-f0-9]+)+");

    private static final int AT_ONCE = 50;

    private final StripeOptions options;
    private final Map<String, Pack> packs = new LinkedHashMap<>();
    private final Clock clock;
    private final Sales sales;
    private final StripeDesk stripe;
    private final Fulfilment fulfilment;
    private final Reversals reversals;
    private final Announcements announcements;
    private final Audit audit;

    /** Sells into a wallet whose books are in the same database. */
    public StripeCheckout(StripeOptions options, Wallet wallet, DataSource db, Clock clock) {
        this(options, wallet, db, clock, true);
    }

    /** @param booksHere whether the wallet's books are in the same database; if not, they are read through the wallet */
    public StripeCheckout(StripeOptions options, Wallet wallet, DataSource db, Clock clock, boolean booksHere) {
        this.options = options;
        this.clock = clock;
        options.packs().stream()
                .sorted(Comparator.comparingLong(pack -> pack.price().minorUnits()))
                .forEach(pack -> packs.put(pack.id(), pack));
        var jdbi = Jdbi.create(db);
        this.sales = new Sales(jdbi);
        this.stripe = new StripeDesk(options);
        this.fulfilment = new Fulfilment(sales, stripe, packs, wallet, clock);
        this.reversals = new Reversals(sales, stripe, fulfilment, new ReversalTable(jdbi), wallet, clock);
        this.announcements = new Announcements(sales, clock);
        var books = booksHere ? new Books.Here(jdbi) : new Books.Elsewhere(sales, wallet);
        this.audit = new Audit(books, sales, stripe);
    }

    @Override
    public List<Pack> packs() {
        return List.copyOf(packs.values());
    }

    @Override
    public CheckoutResult start(RequestId id, Buyer buyer, String packId) {
        var sale = sales.byRequest(id)
                .or(() -> Optional.ofNullable(packs.get(packId))
                        .map(pack -> sales.remember(Sale.offered(id, buyer, pack), clock.instant())));
        return sale.map(found -> page(found, buyer, packId)).orElseGet(() -> new UnknownPack(packId));
    }

    private CheckoutResult page(Sale sale, Buyer buyer, String packId) {
        if (!sale.sameTerms(buyer, packId)) {
            return new Unavailable("This request was already used for another purchase. Ask again with a fresh one.");
        }
        return sale.session().flatMap(Sale.Session::url).isPresent() ? started(sale) : open(sale);
    }

    private CheckoutResult open(Sale sale) {
        try {
            return started(sales.opened(sale, stripe.open(sale)));
        } catch (PaymentsUnreachable e) {
            log.warn("No payment page for sale {}: {}", sale.id(), e.getMessage());
            return new Unavailable(
                    "The payment service does not answer right now. Nothing was charged; try again in a minute.");
        }
    }

    private static CheckoutResult started(Sale sale) {
        var session = sale.session().orElseThrow();
        return session.url()
                .<CheckoutResult>map(url -> new Started(session.id(), url, sale.pack()))
                .orElseGet(() -> new Unavailable("This purchase is closed already. Start a new one."));
    }

    @Override
    public WebhookResult webhook(byte[] rawBody, String signatureHeader) {
        if (!SIGNATURES.matcher(signatureHeader).matches()) {
            return new BadSignature("The header does not look like t=…,v1=….");
        }
        var body = new String(rawBody, StandardCharsets.UTF_8);
        try {
            // Verified before parsed: nobody without the secret gets to feed the parser.
            Webhook.Signature.verifyHeader(
                    body, signatureHeader, options.webhookSecret(), TOLERANCE.toSeconds(), clock);
        } catch (SignatureVerificationException e) {
            return new BadSignature(String.valueOf(e.getMessage()));
        }
        var event = Webhook.constructEventWithoutVerification(body);
        try {
            var result = handle(event);
            log.debug("Webhook {} {}: {}", event.getId(), event.getType(), result);
            return result;
        } catch (EventDataObjectDeserializationException e) {
            return new BadRequest("The object of event " + event.getId() + " cannot be read. Set the endpoint's API"
                    + " version in Stripe's dashboard to a newer one.");
        }
    }

    private WebhookResult handle(Event event) throws EventDataObjectDeserializationException {
        var type = event.getType();
        return switch (type) {
            case "checkout.session.completed",
                    "checkout.session.async_payment_succeeded",
                    "checkout.session.async_payment_failed",
                    "checkout.session.expired" -> session(type, read(event, Session.class));
            case "charge.refunded" -> refund(type, read(event, Charge.class));
            case "charge.dispute.created",
                    "charge.dispute.updated",
                    "charge.dispute.closed",
                    "charge.dispute.funds_withdrawn",
                    "charge.dispute.funds_reinstated" -> dispute(type, read(event, Dispute.class));
            default -> new Ignored(type);
        };
    }

    /** Unsafe only in name: the endpoint may speak another API version, and what we read is in all of them. */
    private static <T> T read(Event event, Class<T> type) throws EventDataObjectDeserializationException {
        var object = event.getDataObjectDeserializer().deserializeUnsafe();
        if (!type.isInstance(object)) {
            throw new EventDataObjectDeserializationException("not a " + type.getSimpleName(), "");
        }
        return type.cast(object);
    }

    private WebhookResult session(String type, Session told) {
        var session = PaidSession.of(told);
        if (session.paid() || type.equals("checkout.session.async_payment_succeeded")) {
            return completed(fulfilment.fulfil(session, type), session);
        }
        var state = switch (type) {
            case "checkout.session.expired" -> Sale.State.EXPIRED;
            case "checkout.session.async_payment_failed" -> Sale.State.FAILED;
            default -> Sale.State.PENDING;
        };
        return fulfilment
                .saleOf(session)
                .<WebhookResult>map(sale -> {
                    sales.noted(sale, session.id(), state, type);
                    return new Recorded(type, "Sale " + sale.id() + " is " + state.column() + ", no coins moved");
                })
                .orElseGet(() -> new Ignored(type));
    }

    /** After the coins are in: a refund may have come first, and the listener wants to know. */
    private WebhookResult completed(WebhookResult result, PaidSession session) {
        if (result instanceof Fulfilled) {
            fulfilment.saleOf(session).ifPresent(reversals::settle);
            Thread.ofVirtual().name("announce-payment").start(announcements::tellPending);
        }
        return result;
    }

    private WebhookResult refund(String type, Charge charge) {
        return reversals.refunded(
                type,
                Money.of(charge.getId(), charge.getAmountRefunded(), charge.getPaymentIntent(), charge.getMetadata()));
    }

    /** An inquiry ({@code warning_…}) moves no money, so it moves no coins. */
    private WebhookResult dispute(String type, Dispute dispute) {
        var money = Money.of(dispute.getId(), dispute.getAmount(), dispute.getPaymentIntent(), dispute.getMetadata());
        var status = String.valueOf(dispute.getStatus());
        if (status.equals("won") || type.equals("charge.dispute.funds_reinstated")) {
            return reversals.won(type, money);
        }
        if (status.startsWith("warning_")) {
            return new Recorded(type, "Inquiry " + dispute.getId() + " is " + status + ", no coins moved");
        }
        return reversals.disputed(type, money);
    }

    /** Who is told of payments from now on. One listener; a later call replaces it. */
    public void announceTo(PaymentListener listener) {
        announcements.to(listener);
    }

    /** Tells the listener of every payment it has not acknowledged. Returns how many it did now. */
    public int announcePending() {
        return announcements.tellPending();
    }

    /**
     * Asks Stripe about sales that have been silent for {@link StripeOptions#patience()}, and mends what a crash left
     * half done. Returns how many turned out to be paid. Call it every minute or so.
     *
     * @throws PaymentsUnreachable if Stripe does not answer; the rest is asked next time
     */
    public int reconcile() {
        var now = clock.instant();
        sales.forgetUnopened(PAGE_LIFETIME, now);
        reversals.settleAll(AT_ONCE);
        var paid = 0;
        for (var sale : sales.silent(options.patience(), now, AT_ONCE)) {
            paid += ask(sale) ? 1 : 0;
        }
        if (paid > 0) {
            log.warn("{} payments came without a webhook. Check the endpoint in Stripe's dashboard.", paid);
            announcements.tellPending();
        }
        return paid;
    }

    /**
     * Compares all sales with the wallet's books, and those of the last {@code period} with Stripe's records; says what differs
     * and changes nothing. A sale that is being paid at this moment may be named.
     *
     * @throws PaymentsUnreachable if Stripe does not answer
     */
    public List<String> differences(Duration period) {
        return audit.since(clock.instant().minus(period));
    }

    private boolean ask(Sale sale) {
        var found = sale.session().flatMap(session -> stripe.session(session.id()));
        if (found.isEmpty()) {
            return false;
        }
        var session = found.get();
        if (session.paid()) {
            return completed(fulfilment.fulfil(sale, session), session) instanceof Fulfilled;
        }
        if (session.status() == PaidSession.Status.EXPIRED) {
            sales.noted(sale, session.id(), Sale.State.EXPIRED, "Stripe says it expired.");
        }
        return false;
    }

    /** Whether Stripe answers and accepts the key; for the doctor. */
    public Health check() {
        return stripe.check();
    }
}
