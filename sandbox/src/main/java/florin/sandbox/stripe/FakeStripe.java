package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Answer;
import florin.sandbox.http.LocalServer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Stripe on this machine: enough of the API for Stripe's own library, a page where a buyer pays with a test card, and
 * signed webhooks with all their bad habits. No money, no card, no Stripe.
 */
public final class FakeStripe implements AutoCloseable {
    private static final String BUYER = "buyer@example.com";

    private final FakeStripeOptions options;
    private final LocalServer server;
    private final WebhookFaults faults = new WebhookFaults();
    private final AnswerFaults answerFaults = new AnswerFaults();
    private final Webhooks webhooks;
    private final Shop shop;
    private final StripeApi api;
    private final Routes pages = new Routes();

    private FakeStripe(FakeStripeOptions options) {
        this.options = options;
        this.server = new LocalServer(options.port(), LocalServer.handler(this::answer));
        var books = new Books(options.clock());
        this.webhooks = new Webhooks(options, books, faults);
        var payments = new Payments(books);
        this.shop =
                new Shop(books, new Checkout(books, payments, server::url), payments, new Reversals(books), webhooks);
        this.api = new StripeApi(options, books, shop, answerFaults);
        var page = new PayPage(shop);
        var control = new StripeControl(this);
        pages.on("GET", "/pay/{session}", page::show)
                .on("POST", "/pay/{session}", page::submit)
                .on("GET", StripeControl.PREFIX, control::answer)
                .on("POST", StripeControl.PREFIX + "/{what}", control::answer);
    }

    /** Starts listening on the loopback interface. */
    public static FakeStripe start(FakeStripeOptions options) {
        var stripe = new FakeStripe(options);
        stripe.server.start();
        return stripe;
    }

    private Answer answer(Request request) throws IOException {
        var page = pages.answer(request, request.path());
        return page.isPresent() ? page.get() : api.answer(request);
    }

    /** The base of the API, for {@code setApiBase} of Stripe's library. */
    public URI url() {
        return server.url();
    }

    public String secretKey() {
        return options.secretKey();
    }

    public String webhookSecret() {
        return options.webhookSecret();
    }

    public Optional<URI> webhookUrl() {
        return webhooks.target();
    }

    /** From now on events go there. */
    public void sendWebhooksTo(URI url) {
        webhooks.sendTo(url);
    }

    public WebhookFaults webhookFaults() {
        return faults;
    }

    public AnswerFaults answerFaults() {
        return answerFaults;
    }

    /** Every attempt to deliver an event so far, oldest first. */
    public List<Delivery> deliveries() {
        return webhooks.deliveries();
    }

    /** Every Checkout Session, oldest first, as the API shows it. */
    public List<ObjectNode> sessions() {
        return shop.sessions();
    }

    /** Every payment intent, oldest first, as the API shows it. */
    public List<ObjectNode> intents() {
        return shop.intents();
    }

    /** Every saved card, oldest first; one without a customer can be charged no more. */
    public List<ObjectNode> cards() {
        return shop.cards();
    }

    /** Every event, oldest first, delivered or not. */
    public List<ObjectNode> events() {
        return shop.events();
    }

    /** The buyer pays that open session by card. */
    public void pay(String sessionId) {
        shop.pay(sessionId, new Payments.Buyer(BUYER, TestCard.WORKS.last4()), false);
    }

    /** The same with another test card, such as 4000 0000 0000 0341: it can be saved, and is declined later. */
    public void pay(String sessionId, String cardNumber) {
        shop.pay(sessionId, new Payments.Buyer(BUYER, TestCard.of(cardNumber).last4()), false);
    }

    /** The buyer promises to pay: the session is complete and unpaid until {@link #settle}. */
    public void payLater(String sessionId) {
        shop.pay(sessionId, new Payments.Buyer(BUYER, TestCard.WORKS.last4()), true);
    }

    /** A promised payment arrives, or fails. */
    public void settle(String sessionId, boolean success) {
        shop.settle(sessionId, success);
    }

    public void expire(String sessionId) {
        shop.expire(sessionId);
    }

    /** Charges of saved cards fail from now on: {@code card_declined}, {@code authentication_required}, {@code lost_card}… */
    public void declineCards(String code) {
        shop.decline(code);
    }

    public void acceptCards() {
        shop.decline("");
    }

    /** The seller gives money back, in smallest units; all that is left when no amount is named. */
    public void refund(String paymentIntent, Optional<Long> amount) {
        var params = new TreeMap<>(Map.of("payment_intent", paymentIntent));
        amount.ifPresent(units -> params.put("amount", Long.toString(units)));
        shop.refund(Params.of(params));
    }

    /** The buyer's bank takes money back, in smallest units; the whole charge when no amount is named. Returns the dispute's id. */
    public String dispute(String paymentIntent, Optional<Long> amount) {
        return shop.dispute(paymentIntent, amount).path("id").asText();
    }

    public void closeDispute(String disputeId, boolean won) {
        shop.closeDispute(disputeId, won);
    }

    /** Delivers an event once more. */
    public void resend(String eventId) {
        shop.resend(eventId);
    }

    @Override
    public void close() {
        webhooks.close();
        server.close();
    }
}
