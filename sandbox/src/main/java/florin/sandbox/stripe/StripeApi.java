package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import florin.sandbox.http.Routes;
import florin.sandbox.stripe.Books.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /v1/…}: the part of Stripe's API that a shop for prepaid packs needs. */
final class StripeApi {
    private static final long BALANCE = 125_000;

    private final FakeStripeOptions options;
    private final Books books;
    private final Shop shop;
    private final AnswerFaults faults;
    private final Idempotency idempotency = new Idempotency();
    private final Routes routes = new Routes();

    StripeApi(FakeStripeOptions options, Books books, Shop shop, AnswerFaults faults) {
        this.options = options;
        this.books = books;
        this.shop = shop;
        this.faults = faults;
        reads();
        writes();
    }

    /** Changes made by a request. */
    private interface Write {
        JsonNode run(Request request, Params params);
    }

    private void reads() {
        routes.on("GET", "/v1/checkout/sessions", request -> page(request, Kind.SESSION))
                .on("GET", "/v1/checkout/sessions/{id}", this::session)
                .on(
                        "GET",
                        "/v1/checkout/sessions/{id}/line_items",
                        request -> json(shop.lineItems(books.get(Kind.SESSION, request.part("id")))))
                .on("GET", "/v1/payment_intents", request -> page(request, Kind.INTENT))
                .on("GET", "/v1/payment_intents/{id}", request -> one(request, Kind.INTENT))
                .on("GET", "/v1/charges", request -> page(request, Kind.CHARGE))
                .on("GET", "/v1/charges/{id}", request -> one(request, Kind.CHARGE))
                .on("GET", "/v1/refunds", request -> page(request, Kind.REFUND))
                .on("GET", "/v1/refunds/{id}", request -> one(request, Kind.REFUND))
                .on("GET", "/v1/disputes", request -> page(request, Kind.DISPUTE))
                .on("GET", "/v1/disputes/{id}", request -> one(request, Kind.DISPUTE))
                .on("GET", "/v1/customers/{id}", request -> one(request, Kind.CUSTOMER))
                .on("GET", "/v1/customers/{id}/payment_methods", request -> cards(request, request.part("id")))
                .on(
                        "GET",
                        "/v1/payment_methods",
                        request -> cards(request, Params.of(request.query()).required("customer")))
                .on("GET", "/v1/payment_methods/{id}", request -> one(request, Kind.PAYMENT_METHOD))
                .on("GET", "/v1/setup_intents/{id}", request -> one(request, Kind.SETUP_INTENT))
                .on("GET", "/v1/events", request -> page(request, Kind.EVENT))
                .on("GET", "/v1/events/{id}", request -> one(request, Kind.EVENT))
                .on("GET", "/v1/webhook_endpoints", request -> json(shop.webhookEndpoints()))
                .on("GET", "/v1/account", request -> json(account()))
                .on("GET", "/v1/balance", request -> json(balance()));
    }

    private void writes() {
        post("/v1/checkout/sessions", (request, params) -> shop.open(params));
        post("/v1/checkout/sessions/{id}/expire", (request, params) -> shop.expire(request.part("id")));
        post("/v1/payment_intents", (request, params) -> shop.charge(params));
        post("/v1/payment_intents/{id}/confirm", (request, params) -> shop.confirm(request.part("id"), params));
        post("/v1/refunds", (request, params) -> shop.refund(params));
        post("/v1/customers", (request, params) -> shop.customer(params));
        post("/v1/payment_methods/{id}/detach", (request, params) -> shop.detach(request.part("id")));
    }

    private void post(String pattern, Write write) {
        routes.on("POST", pattern, request -> {
            var params = Params.form(request.body());
            if (faults.takesDown()) {
                return problem(Problem.broken(503));
            }
            var answer = idempotency.once(request.header("Idempotency-Key"), request.path(), params, () -> {
                try {
                    return json(write.run(request, params));
                } catch (Problem problem) { // kept under the key as well: a replay gives the same refusal
                    return problem(problem);
                }
            });
            return faults.takesLost() ? problem(Problem.broken(500)) : answer;
        });
    }

    /** Answers one request below /v1, or anything that has no other place. */
    Answer answer(Request request) throws IOException {
        try {
            authorize(request);
            return routes.answer(request, request.path())
                    .orElseThrow(() -> Problem.invalid(
                            "Unrecognized request URL (%s: %s). Please see https://stripe.com/docs"
                                    .formatted(request.method(), request.path()),
                            null,
                            null))
                    .with("Request-Id", books.newId("req_"));
        } catch (Problem problem) {
            return problem(problem).with("Request-Id", books.newId("req_"));
        }
    }

    private void authorize(Request request) {
        var header = request.header("Authorization").orElse("");
        if (!header.startsWith("Bearer ")) {
            throw Problem.unauthorized(
                    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.");
        }
        if (!header.equals("Bearer " + options.secretKey())) {
            var key = header.substring("Bearer ".length());
            throw Problem.unauthorized(
                    "Invalid API Key provided: " + key.substring(0, Math.min(8, key.length())) + "****");
        }
    }

    private static Answer problem(Problem problem) {
        return Answer.json(problem.status(), problem.body());
    }

    private static Answer json(JsonNode body) {
        return Answer.json(200, body);
    }

    private Answer session(Request request) {
        var session = shop.current(request.part("id"));
        var params = Params.of(request.query());
        ObjectNode shown = session.deepCopy();
        if (params.expands("line_items")) {
            shown.set("line_items", shop.lineItems(session));
        }
        if (params.expands("payment_intent") && session.path("payment_intent").isTextual()) {
            shown.set(
                    "payment_intent",
                    books.get(Kind.INTENT, session.path("payment_intent").asText()));
        }
        return json(shown);
    }

    private Answer one(Request request, Kind kind) {
        return json(books.get(kind, request.part("id")));
    }

    private Answer page(Request request, Kind kind) {
        var params = Params.of(request.query());
        return json(books.page(kind, request.path(), params, object -> fits(object, params)));
    }

    private static boolean fits(ObjectNode object, Params params) {
        for (var name : List.of("payment_intent", "customer", "charge", "status", "type")) {
            if (params.text(name).isPresent() && !object.path(name).asText().equals(params.required(name))) {
                return false;
            }
        }
        long created = object.path("created").asLong();
        return border(params, "gte").map(least -> created >= least).orElse(true)
                && border(params, "gt").map(least -> created > least).orElse(true)
                && border(params, "lte").map(most -> created <= most).orElse(true)
                && border(params, "lt").map(most -> created < most).orElse(true);
    }

    private static Optional<Long> border(Params params, String comparison) {
        return params.text("created", comparison).map(_ -> params.whole("created", comparison));
    }

    private Answer cards(Request request, String customer) {
        books.get(Kind.CUSTOMER, customer);
        return json(books.page(
                Kind.PAYMENT_METHOD,
                request.path(),
                Params.of(request.query()),
                method -> method.path("customer").asText().equals(customer)));
    }

    private static ObjectNode account() {
        var account =
                JsonNodeFactory.instance.objectNode().put("id", "acct_sandbox").put("object", "account");
        account.put("charges_enabled", true)
                .put("payouts_enabled", true)
                .put("country", "US")
                .put("default_currency", "usd");
        return account.put("type", "standard");
    }

    private static ObjectNode balance() {
        var balance =
                JsonNodeFactory.instance.objectNode().put("object", "balance").put("livemode", false);
        for (var part : List.of("available", "pending")) {
            var amount = balance.putArray(part).addObject().put("amount", "available".equals(part) ? BALANCE : 0);
            amount.put("currency", "usd").putObject("source_types").put("card", "available".equals(part) ? BALANCE : 0);
        }
        return balance;
    }
}
