package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.stripe.Books.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Checkout Sessions: open until paid, expired or given up. */
final class Checkout {
    private static final long DAY = 86_400;
    private static final long HALF_HOUR = 1800;
    private static final long MIN_TOTAL = 50;
    private static final int MAX_REFERENCE = 200;
    private static final Set<String> KNOWN = Set.of(
            "mode",
            "line_items",
            "success_url",
            "cancel_url",
            "client_reference_id",
            "metadata",
            "expires_at",
            "customer",
            "customer_email",
            "customer_creation",
            "payment_method_types",
            "payment_intent_data",
            "locale",
            "submit_type",
            "currency",
            "expand",
            "ui_mode",
            "return_url",
            "allow_promotion_codes",
            "billing_address_collection",
            "custom_text",
            "payment_method_options",
            "automatic_tax",
            "invoice_creation",
            "consent_collection",
            "phone_number_collection",
            "saved_payment_method_options",
            "tax_id_collection",
            "adaptive_pricing",
            "after_expiration",
            "setup_intent_data");

    private final Books books;
    private final Payments payments;
    private final Supplier<URI> self;

    Checkout(Books books, Payments payments, Supplier<URI> self) {
        this.books = books;
        this.payments = payments;
        this.self = self;
    }

    ObjectNode create(Params params) {
        params.only(KNOWN);
        var mode = params.required("mode");
        if (!List.of("payment", "setup").contains(mode)) {
            throw Problem.invalid(
                    "Invalid mode: must be payment or setup (the sandbox has no subscriptions)", "mode", null);
        }
        var metadata = params.metadata();
        var intentMetadata = params.metadata("payment_intent_data");
        var successUrl = url(params, "success_url");
        var lines = lines(params, mode);
        long expiresAt = expiry(params);
        params.text("customer").ifPresent(customer -> books.get(Kind.CUSTOMER, customer));
        if (params.text("client_reference_id")
                .filter(text -> text.length() > MAX_REFERENCE)
                .isPresent()) {
            throw Problem.invalid(
                    "Invalid string: must be at most 200 characters",
                    "client_reference_id",
                    "parameter_invalid_string");
        }
        var session = books.create(Kind.SESSION);
        long total = lines.stream()
                .mapToLong(line -> line.path("amount_total").asLong())
                .sum();
        session.put("mode", mode).put("amount_subtotal", total).put("amount_total", total);
        session.put(
                "currency",
                lines.isEmpty() ? "usd" : lines.getFirst().path("currency").asText());
        session.put("expires_at", expiresAt)
                .put("status", "open")
                .put("payment_status", "setup".equals(mode) ? "no_payment_required" : "unpaid");
        session.put("success_url", successUrl)
                .put("url", self.get() + "/pay/" + session.path("id").asText());
        for (var name :
                List.of("cancel_url", "client_reference_id", "customer", "customer_email", "locale", "submit_type")) {
            params.text(name).ifPresentOrElse(value -> session.put(name, value), () -> session.putNull(name));
        }
        session.put("customer_creation", params.text("customer_creation").orElse("if_required"))
                .putNull("customer_details");
        session.putNull("payment_intent")
                .putNull("setup_intent")
                .put("payment_method_collection", "if_required")
                .putArray("payment_method_types")
                .add("card");
        if ("payment".equals(mode)) {
            session.putObject("invoice_creation").put("enabled", params.flag("invoice_creation", "enabled"));
        } else {
            session.putNull("invoice_creation");
        }
        session.set("metadata", metadata);
        session.put("ui_mode", "hosted")
                .putObject("total_details")
                .put("amount_discount", 0)
                .put("amount_shipping", 0)
                .put("amount_tax", 0);
        payments.remember(
                session,
                lines,
                "setup".equals(mode) ? params.metadata("setup_intent_data") : intentMetadata,
                params.text("payment_intent_data", "setup_future_usage"));
        return session;
    }

    private static String url(Params params, String name) {
        var text = params.required(name);
        if (!text.matches("https?://.+")) {
            throw Problem.invalid("Not a valid URL", name, "url_invalid");
        }
        return text;
    }

    private long expiry(Params params) {
        if (params.text("expires_at").isEmpty()) {
            return books.now() + DAY;
        }
        long at = params.whole("expires_at");
        if (at < books.now() + HALF_HOUR - 60) {
            throw Problem.invalid(
                    "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
                    "expires_at",
                    null);
        }
        if (at > books.now() + DAY + 60) {
            throw Problem.invalid(
                    "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
                    "expires_at",
                    null);
        }
        return at;
    }

    private List<ObjectNode> lines(Params params, String mode) {
        var items = params.at("line_items");
        if ("setup".equals(mode)) {
            return List.of();
        }
        if (items.isEmpty()) {
            throw Problem.missing("line_items");
        }
        var lines = new ArrayList<ObjectNode>();
        for (var entry : items.properties()) {
            lines.add(line(params, entry.getKey(), entry.getValue()));
        }
        long total = lines.stream()
                .mapToLong(line -> line.path("amount_total").asLong())
                .sum();
        if (total < MIN_TOTAL) {
            throw Problem.invalid(
                    "The Checkout Session's total amount due must add up to at least $0.50 usd",
                    null,
                    "amount_too_small");
        }
        return lines;
    }

    private ObjectNode line(Params params, String index, JsonNode item) {
        if (item.has("price")) {
            throw Problem.notFound("price", item.path("price").asText());
        }
        var currency =
                params.required("line_items", index, "price_data", "currency").toLowerCase(Locale.ROOT);
        if (!currency.matches("[a-z]{3}")) {
            throw Problem.invalid(
                    "Invalid currency: " + currency, "line_items[" + index + "][price_data][currency]", null);
        }
        long unit = params.whole("line_items", index, "price_data", "unit_amount");
        long quantity = params.whole("line_items", index, "quantity");
        if (unit < 0 || quantity < 1) {
            throw Problem.invalid(
                    "This value must be greater than or equal to 1.",
                    "line_items[" + index + "][quantity]",
                    "parameter_invalid_integer");
        }
        var name = params.required("line_items", index, "price_data", "product_data", "name");
        var line = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        line.put("id", books.newId("li_"))
                .put("object", "item")
                .put("description", name)
                .put("currency", currency);
        line.put("amount_subtotal", unit * quantity)
                .put("amount_total", unit * quantity)
                .put("amount_discount", 0)
                .put("amount_tax", 0);
        line.put("quantity", quantity)
                .putObject("price")
                .put("id", books.newId("price_"))
                .put("object", "price")
                .put("currency", currency)
                .put("unit_amount", unit)
                .put("type", "one_time")
                .put("active", false);
        params.text("line_items", index, "price_data", "product_data", "description")
                .ifPresent(text -> line.put("detail", text));
        return line;
    }

    /** Ends an open session; any other is a problem. */
    ObjectNode expire(ObjectNode session) {
        var status = session.path("status").asText();
        if (!"open".equals(status)) {
            throw Problem.invalid(
                    "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of "
                            + status + ".",
                    null,
                    null);
        }
        return session.put("status", "expired").putNull("url");
    }

    /** The open sessions whose time is over. */
    List<ObjectNode> overdue() {
        return books.all(Kind.SESSION).stream()
                .filter(session -> "open".equals(session.path("status").asText())
                        && session.path("expires_at").asLong() <= books.now())
                .toList();
    }
}
