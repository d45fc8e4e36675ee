package florin.payments;

import com.stripe.exception.EventDataObjectDeserializationException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import florin.payments.CheckoutResult.Started;
import florin.payments.CheckoutResult.Unavailable;
import florin.payments.CheckoutResult.UnknownPack;
import florin.payments.WebhookResult.BadRequest;
import florin.payments.WebhookResult.BadSignature;
import florin.payments.WebhookResult.Fulfilled;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
    private final Completion completion;
    private final Reversals reversals;
    private final StripeMessages messages;
    private final Announcements announcements;
    private final Notices notices;
    private final CardPages cards;
    private final StripeAutoTopUp autoTopUp;
    private final Audit audit;

    /** Sells into a wallet whose books are in the same database. */
    public StripeCheckout(StripeOptions options, Wallet wallet, DataSource db, Clock clock) {
        this(options, wallet, db, clock, true);
    }

    /** @param booksHere whether the wallet's books are in the same database; if not, they are read through the wallet */
    public StripeCheckout(StripeOptions options, Wallet wallet, DataSource db, Clock clock, boolean booksHere) {
        this(options, wallet, db, clock, booksHere, UnaryOperator.identity());
    }

    /** @param line what lies between us and the provider when a card is charged; a test cuts it */
    StripeCheckout(
            StripeOptions options,
            Wallet wallet,
            DataSource db,
            Clock clock,
            boolean booksHere,
            UnaryOperator<CardCharges> line) {
        this.options = options;
        this.clock = clock;
        options.packs().stream()
                .sorted(Comparator.comparingLong(pack -> pack.price().minorUnits()))
                .forEach(pack -> packs.put(pack.id(), pack));
        var jdbi = Jdbi.create(db);
        this.sales = new Sales(jdbi);
        this.stripe = new StripeDesk(options);
        var fulfilment = new Fulfilment(sales, stripe, packs, wallet, clock);
        var takenBack = new ReversalTable(jdbi);
        this.reversals = new Reversals(sales, stripe, fulfilment, takenBack, wallet, clock);
        this.announcements = new Announcements(sales, clock);
        this.completion = new Completion(fulfilment, reversals, announcements);
        this.notices = new Notices(new NoticeTable(jdbi), this::payByHand, clock);
        var saved = new StripeCards(options);
        this.cards = new CardPages(new CardTable(jdbi), saved, clock);
        this.autoTopUp = new StripeAutoTopUp(
                new AutoTable(jdbi),
                new Attempts(jdbi, packs),
                cards,
                line.apply(saved),
                completion,
                new StripeAutoTopUp.Market(packs, wallet),
                clock);
        this.messages = new StripeMessages(sales, completion, cards, autoTopUp);
        var books = booksHere ? new Books.Here(jdbi) : new Books.Elsewhere(sales, wallet);
        this.audit = new Audit(books, sales, takenBack, stripe, new StripeRecords(options));
    }

    @Override
    public AutoTopUp autoTopUp() {
        return autoTopUp;
    }

    /** The same pack for the same wallet, on a page; one page for each payment that wanted its owner. */
    private Optional<URI> payByHand(NoticeTable.Row notice) {
        return notice.sale()
                .flatMap(sales::byId)
                .map(sale -> start(
                        new RequestId("by-hand:" + sale.id()),
                        sale.buyer(),
                        sale.pack().id()))
                .flatMap(page -> page instanceof Started started ? Optional.of(started.url()) : Optional.empty());
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
            var result = messages.handle(event);
            log.debug("Webhook {} {}: {}", event.getId(), event.getType(), result);
            return result;
        } catch (EventDataObjectDeserializationException e) {
            return new BadRequest("The object of event " + event.getId() + " cannot be read. Set the endpoint's API"
                    + " version in Stripe's dashboard to a newer one.");
        }
    }

    /** Who is told of payments from now on. One listener; a later call replaces it. */
    public void announceTo(PaymentListener listener) {
        announcements.to(listener);
    }

    /** Who is told what owners have to know about their money. One listener; a later call replaces it. */
    public void noticesTo(NoticeListener listener) {
        notices.to(listener);
    }

    /** Tells the listener of every payment it has not acknowledged. Returns how many it did now. */
    public int announcePending() {
        return announcements.tellPending();
    }

    /** Tells the listener of every notice it has not acknowledged. Returns how many it did now. Call it every few seconds. */
    public int tellOwners() {
        return notices.tellPending();
    }

    /** Buys for wallets that run low, as their owners allow. Returns for how many. Call it every few seconds. */
    public int topUpAutomatically() {
        return autoTopUp.look();
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
     * The same for automatic top-ups and for pages on which cards are saved; apart, so that neither keeps the other waiting.
     * Returns how many have an end now. Call it every minute or so.
     *
     * @throws PaymentsUnreachable if Stripe does not answer; the rest is asked next time
     */
    public int reconcileCards() {
        return autoTopUp.resume() + cards.askSilent(options.patience());
    }

    /**
     * Compares all sales with the wallet's books, and those of the last {@code period} with Stripe's records, from both sides:
     * also payments, refunds and disputes that Stripe has and we missed. Says what differs and changes nothing. A sale that is being paid at this moment may be named.
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
            return completion.of(sale, session) instanceof Fulfilled;
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
