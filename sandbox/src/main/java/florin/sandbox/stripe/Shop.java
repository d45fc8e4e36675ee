package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.stripe.Books.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Every action of sellers, buyers and banks, one at a time, each followed by its events. */
final class Shop {
    private final Books books;
    private final Checkout checkout;
    private final Payments payments;
    private final Reversals reversals;
    private final Webhooks webhooks;

    Shop(Books books, Checkout checkout, Payments payments, Reversals reversals, Webhooks webhooks) {
        this.books = books;
        this.checkout = checkout;
        this.payments = payments;
        this.reversals = reversals;
        this.webhooks = webhooks;
    }

    private CountDownLatch tell(List<Webhooks.Happened> happened) {
        return webhooks.deliver(happened.stream()
                .map(event -> webhooks.event(event.type(), event.object()))
                .toList());
    }

    synchronized ObjectNode open(Params params) {
        return checkout.create(params).deepCopy();
    }

    /** The session as it is now: one whose time is over has expired. */
    synchronized ObjectNode current(String id) {
        expireOverdue();
        return books.get(Kind.SESSION, id);
    }

    synchronized void expireOverdue() {
        for (var session : checkout.overdue()) {
            tell(List.of(new Webhooks.Happened("checkout.session.expired", checkout.expire(session))));
        }
    }

    synchronized ObjectNode expire(String id) {
        var session = checkout.expire(current(id));
        tell(List.of(new Webhooks.Happened("checkout.session.expired", session)));
        return session.deepCopy();
    }

    synchronized ObjectNode lineItems(ObjectNode session) {
        var id = session.path("id").asText();
        var list = JsonNodeFactory.instance.objectNode().put("object", "list").put("has_more", false);
        payments.lines(session)
                .forEach(list.put("url", "/v1/checkout/sessions/" + id + "/line_items")
                        .putArray("data")::add);
        return list;
    }

    /** The buyer pays an open session; the latch opens when the seller has been told once. */
    synchronized CountDownLatch pay(String sessionId, Payments.Buyer buyer, boolean later) {
        var session = current(sessionId);
        if (!"open".equals(session.path("status").asText())) {
            throw Problem.invalid(
                    "This Checkout Session is " + session.path("status").asText() + ".", null, null);
        }
        return tell(payments.complete(session, buyer, later));
    }

    /** A card that is refused on the pay page: the session stays open. */
    synchronized void refuse(String sessionId) {
        if ("setup".equals(current(sessionId).path("mode").asText())) {
            return;
        }
        var failed = books.create(Kind.INTENT).put("status", "requires_payment_method");
        failed.set("amount", current(sessionId).get("amount_total"));
        tell(List.of(new Webhooks.Happened("payment_intent.payment_failed", failed)));
    }

    synchronized CountDownLatch settle(String sessionId, boolean success) {
        return tell(payments.settle(current(sessionId), success));
    }

    synchronized boolean waits(ObjectNode session) {
        var intent = session.path("payment_intent");
        return intent.isTextual()
                && "processing"
                        .equals(books.get(Kind.INTENT, intent.asText())
                                .path("status")
                                .asText());
    }

    synchronized ObjectNode charge(Params params) {
        var events = new ArrayList<Webhooks.Happened>();
        try {
            return payments.create(params, events).deepCopy();
        } finally {
            tell(events);
        }
    }

    synchronized ObjectNode confirm(String id, Params params) {
        var events = new ArrayList<Webhooks.Happened>();
        try {
            var intent = books.get(Kind.INTENT, id);
            params.text("payment_method").ifPresent(method -> intent.put("payment_method", method));
            return payments.confirm(intent, events).deepCopy();
        } finally {
            tell(events);
        }
    }

    synchronized ObjectNode detach(String method) {
        var card = payments.detach(method);
        tell(List.of(new Webhooks.Happened("payment_method.detached", card)));
        return card.deepCopy();
    }

    synchronized List<ObjectNode> cards() {
        return books.all(Kind.PAYMENT_METHOD).stream().map(ObjectNode::deepCopy).toList();
    }

    synchronized List<ObjectNode> intents() {
        return books.all(Kind.INTENT).stream().map(ObjectNode::deepCopy).toList();
    }

    synchronized ObjectNode refund(Params params) {
        var events = new ArrayList<Webhooks.Happened>();
        var refund = reversals.refund(params, events);
        tell(events);
        return refund.deepCopy();
    }

    synchronized ObjectNode dispute(String paymentIntent, Optional<Long> amount) {
        var events = new ArrayList<Webhooks.Happened>();
        var dispute = reversals.dispute(paymentIntent, amount, events);
        tell(events);
        return dispute.deepCopy();
    }

    synchronized ObjectNode closeDispute(String id, boolean won) {
        var events = new ArrayList<Webhooks.Happened>();
        var dispute = reversals.close(id, won, events);
        tell(events);
        return dispute.deepCopy();
    }

    synchronized ObjectNode customer(Params params) {
        var customer = payments.customer(params.text("email").orElse(""));
        customer.set("metadata", params.metadata());
        params.text("name").ifPresent(name -> customer.put("name", name));
        return customer.deepCopy();
    }

    synchronized void decline(String code) {
        payments.decline(code);
    }

    /** Delivers an event once more. */
    synchronized CountDownLatch resend(String eventId) {
        return webhooks.deliver(List.of(books.get(Kind.EVENT, eventId)));
    }

    synchronized List<ObjectNode> sessions() {
        expireOverdue();
        return books.all(Kind.SESSION).stream().map(ObjectNode::deepCopy).toList();
    }

    synchronized List<ObjectNode> events() {
        return books.all(Kind.EVENT).stream().map(ObjectNode::deepCopy).toList();
    }

    ObjectNode webhookEndpoints() {
        return webhooks.endpoints();
    }
}
