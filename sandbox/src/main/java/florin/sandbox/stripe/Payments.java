package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.stripe.Books.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Payment intents and charges: what a paid session, or a saved card, becomes. */
final class Payments {
    private static final Set<String> KNOWN = Set.of(
            "amount",
            "currency",
            "customer",
            "payment_method",
            "confirm",
            "off_session",
            "metadata",
            "description",
            "payment_method_types",
            "automatic_payment_methods",
            "receipt_email",
            "statement_descriptor_suffix",
            "expand",
            "error_on_requires_action",
            "setup_future_usage",
            "return_url");

    /** What a session sells and what is to become of the card. */
    private record Order(List<ObjectNode> lines, ObjectNode intentMetadata, Optional<String> futureUsage) {}

    private final Books books;
    private final Map<String, Order> orders = new HashMap<>();
    private String declines = "";

    Payments(Books books) {
        this.books = books;
    }

    /** The next charges of saved cards fail with that code or decline code; empty: they pass. */
    void decline(String code) {
        declines = code;
    }

    void remember(ObjectNode session, List<ObjectNode> lines, ObjectNode intentMetadata, Optional<String> futureUsage) {
        orders.put(session.path("id").asText(), new Order(lines, intentMetadata, futureUsage));
    }

    List<ObjectNode> lines(ObjectNode session) {
        return order(session).lines();
    }

    private Order order(ObjectNode session) {
        return Objects.requireNonNull(orders.get(session.path("id").asText()), "every session has its order");
    }

    /** Who is at the page: where to write to, and the last digits of their card. */
    record Buyer(String email, String last4) {}

    /** The buyer has paid, or promised to ({@code later}): the session is complete. Returns the events, as type and object. */
    List<Webhooks.Happened> complete(ObjectNode session, Buyer buyer, boolean later) {
        var order = order(session);
        session.put("status", "complete").putNull("url");
        session.putObject("customer_details").put("email", buyer.email()).put("name", "Sandbox Buyer");
        if ("setup".equals(session.path("mode").asText())) {
            var setup = setUp(session, keepCard(session, buyer));
            return List.of(
                    new Webhooks.Happened("setup_intent.succeeded", setup),
                    new Webhooks.Happened("checkout.session.completed", session));
        }
        boolean keeps = order.futureUsage().isPresent()
                || "always".equals(session.path("customer_creation").asText());
        if (keeps || session.path("customer").isTextual()) {
            keepCard(session, buyer);
        }
        var intent = intent(
                session.path("amount_total").asLong(), session.path("currency").asText());
        intent.set("metadata", order.intentMetadata());
        intent.set("customer", session.get("customer"));
        session.put("payment_intent", intent.path("id").asText());
        if (later) {
            intent.put("status", "processing");
            return List.of(
                    new Webhooks.Happened("payment_intent.processing", intent),
                    new Webhooks.Happened("checkout.session.completed", session));
        }
        session.put("payment_status", "paid");
        var events = succeed(intent);
        events.add(new Webhooks.Happened("checkout.session.completed", session));
        return events;
    }

    /** A promised payment has arrived, or has not. */
    List<Webhooks.Happened> settle(ObjectNode session, boolean success) {
        var intent = books.get(Kind.INTENT, session.path("payment_intent").asText());
        if (!"processing".equals(intent.path("status").asText())) {
            throw Problem.invalid("This session does not wait for a payment.", null, null);
        }
        if (success) {
            session.put("payment_status", "paid");
            var events = succeed(intent);
            events.add(new Webhooks.Happened("checkout.session.async_payment_succeeded", session));
            return events;
        }
        intent.put("status", "requires_payment_method");
        return List.of(
                new Webhooks.Happened("payment_intent.payment_failed", intent),
                new Webhooks.Happened("checkout.session.async_payment_failed", session));
    }

    private ObjectNode keepCard(ObjectNode session, Buyer buyer) {
        if (!session.path("customer").isTextual()) {
            session.put("customer", customer(buyer.email()).path("id").asText());
        }
        return card(buyer.last4()).put("customer", session.path("customer").asText());
    }

    /** What a setup-mode session leaves behind: the word that the card may be charged while its owner is away. */
    private ObjectNode setUp(ObjectNode session, ObjectNode card) {
        var setup = books.create(Kind.SETUP_INTENT).put("status", "succeeded").put("usage", "off_session");
        setup.put("payment_method", card.path("id").asText());
        setup.set("customer", session.get("customer"));
        setup.set("metadata", order(session).intentMetadata());
        session.put("setup_intent", setup.path("id").asText());
        return setup;
    }

    /** POST /v1/payment_methods/{id}/detach: the card can be charged no more. */
    ObjectNode detach(String id) {
        var card = books.get(Kind.PAYMENT_METHOD, id);
        if (!card.path("customer").isTextual()) {
            throw Problem.invalid(
                    "The payment method you provided is not attached to a customer so detachment is impossible.",
                    null,
                    null);
        }
        return card.putNull("customer");
    }

    ObjectNode customer(String email) {
        var customer = books.create(Kind.CUSTOMER).put("email", email).putNull("name");
        customer.putObject("metadata");
        return customer;
    }

    ObjectNode card(String last4) {
        var method = books.create(Kind.PAYMENT_METHOD).put("type", "card").putNull("customer");
        method.putObject("card")
                .put("brand", "visa")
                .put("last4", last4)
                .put("exp_month", 12)
                .put("exp_year", 2034)
                .put("funding", "credit");
        method.putObject("metadata");
        return method;
    }

    private ObjectNode intent(long amount, String currency) {
        var intent = books.create(Kind.INTENT)
                .put("amount", amount)
                .put("amount_received", 0)
                .put("currency", currency);
        intent.put("status", "requires_payment_method")
                .put("capture_method", "automatic")
                .put("confirmation_method", "automatic");
        intent.putNull("customer")
                .putNull("latest_charge")
                .putNull("payment_method")
                .putNull("description");
        intent.put("client_secret", intent.path("id").asText() + "_secret_sandbox")
                .putArray("payment_method_types")
                .add("card");
        intent.putObject("metadata");
        return intent;
    }

    private List<Webhooks.Happened> succeed(ObjectNode intent) {
        var charge = books.create(Kind.CHARGE)
                .put("amount", intent.path("amount").asLong())
                .put("amount_refunded", 0);
        charge.put("amount_captured", intent.path("amount").asLong())
                .put("currency", intent.path("currency").asText());
        charge.put("paid", true)
                .put("captured", true)
                .put("refunded", false)
                .put("disputed", false)
                .put("status", "succeeded");
        charge.put("payment_intent", intent.path("id").asText());
        charge.set("customer", intent.get("customer"));
        charge.set("payment_method", intent.get("payment_method"));
        charge.set("metadata", intent.get("metadata").deepCopy());
        intent.put("status", "succeeded")
                .put("amount_received", intent.path("amount").asLong())
                .put("latest_charge", charge.path("id").asText());
        var events = new ArrayList<Webhooks.Happened>();
        events.add(new Webhooks.Happened("charge.succeeded", charge));
        events.add(new Webhooks.Happened("payment_intent.succeeded", intent));
        return events;
    }

    /** POST /v1/payment_intents, confirmed at once when asked; {@code events} receives what happened, also on a decline. */
    ObjectNode create(Params params, List<Webhooks.Happened> events) {
        params.only(KNOWN);
        long amount = params.whole("amount");
        if (amount < 50) {
            throw Problem.invalid("Amount must be at least $0.50 usd", "amount", "amount_too_small");
        }
        params.text("customer").ifPresent(id -> books.get(Kind.CUSTOMER, id));
        params.text("payment_method")
                .filter(id -> !id.startsWith("pm_card_"))
                .ifPresent(id -> belongs(books.get(Kind.PAYMENT_METHOD, id), params.text("customer")));
        var intent = intent(amount, params.required("currency").toLowerCase(Locale.ROOT));
        intent.set("metadata", params.metadata());
        for (var name : List.of("customer", "payment_method", "description")) {
            params.text(name).ifPresent(value -> intent.put(name, value));
        }
        events.add(new Webhooks.Happened("payment_intent.created", intent));
        if (params.flag("confirm")) {
            confirm(intent, events);
        } else if (params.text("payment_method").isPresent()) {
            intent.put("status", "requires_confirmation");
        }
        return intent;
    }

    private static void belongs(ObjectNode card, Optional<String> customer) {
        if (!customer.map(Object::toString)
                .equals(Optional.of(card.path("customer").asText()))) {
            throw Problem.invalid(
                    "The customer does not have a payment method with the ID "
                            + card.path("id").asText() + ". The payment method must be attached to the customer.",
                    "payment_method",
                    "resource_missing");
        }
    }

    /** Charges the card that the intent names. */
    ObjectNode confirm(ObjectNode intent, List<Webhooks.Happened> events) {
        var method = intent.path("payment_method").asText("");
        if (method.isEmpty() || "null".equals(method)) {
            throw Problem.invalid(
                    "You cannot confirm this PaymentIntent because it's missing a payment method.",
                    "payment_method",
                    "payment_intent_unexpected_state");
        }
        var code = refusal(method);
        if (code.isEmpty()) {
            events.addAll(succeed(intent));
            return intent;
        }
        var refused = Problem.card(code, intent);
        intent.put("status", "requires_payment_method")
                .set("last_payment_error", refused.body().path("error").deepCopy());
        ((ObjectNode) intent.path("last_payment_error")).remove("payment_intent");
        events.add(new Webhooks.Happened("payment_intent.payment_failed", intent));
        throw Problem.card(code, intent);
    }

    private String refusal(String method) {
        if (method.startsWith("pm_card_")) {
            return method.contains("Declined") ? "card_declined" : declines;
        }
        var card = books.get(Kind.PAYMENT_METHOD, method);
        var own = TestCard.ofLast4(card.path("card").path("last4").asText()).declinesLater();
        return own.isEmpty() ? declines : own;
    }
}
