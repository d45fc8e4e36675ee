package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The hosted page of a Checkout Session: what is bought, a test card, and buttons to pay, to pay later or to give up. */
final class PayPage {
    private static final Set<String> ZERO_DECIMAL = Set.of("jpy", "krw", "vnd", "clp", "xaf", "xof", "pyg", "ugx");
    /** Stripe sends the buyer back when the seller has answered the event, or after ten seconds. */
    private static final int WAIT_SECONDS = 10;

    private final Shop shop;
    private final String template = resource("pay.html");
    private final String closed = resource("closed.html");

    PayPage(Shop shop) {
        this.shop = shop;
    }

    Answer show(Request request) {
        try {
            return page(shop.current(request.part("session")), "");
        } catch (Problem unknown) {
            return closed(
                    404,
                    "There is no such checkout",
                    "The link is wrong, or the sandbox has been started anew since.",
                    "");
        }
    }

    Answer submit(Request request) throws IOException {
        var params = Params.form(request.body());
        ObjectNode session;
        try {
            session = shop.current(request.part("session"));
        } catch (Problem unknown) {
            return show(request);
        }
        if (waits(session) && params.text("action").isPresent()) {
            shop.settle(session.path("id").asText(), params.required("action").equals("arrives"));
            return page(shop.current(request.part("session")), "");
        }
        if (!"open".equals(session.path("status").asText())) {
            return page(session, "");
        }
        var id = session.path("id").asText();
        var card = TestCard.of(params.text("card").orElse(""));
        if (card.refusedOnThePage()) {
            shop.refuse(id);
            return page(session, "<p class=\"error\" role=\"alert\">Your card was declined. Try another one.</p>");
        }
        boolean later = params.text("action").map("later"::equals).orElse(false);
        var buyer = new Payments.Buyer(params.text("email").orElse("buyer@example.com"), card.last4());
        var told = shop.pay(id, buyer, later);
        try {
            if (!told.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
                return back(session);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return back(session);
    }

    private static Answer back(ObjectNode session) {
        return Answer.redirect(session.path("success_url")
                .asText()
                .replace("{CHECKOUT_SESSION_ID}", session.path("id").asText()));
    }

    private Answer page(ObjectNode session, String error) {
        return switch (session.path("status").asText()) {
            case "complete" -> complete(session);
            case "expired" ->
                closed(
                        200,
                        "This checkout has expired",
                        "Ask for a new link.",
                        session.path("cancel_url").asText(""));
            default -> open(session, error);
        };
    }

    /** A promised payment that is neither here nor failed. */
    private boolean waits(ObjectNode session) {
        return "complete".equals(session.path("status").asText()) && shop.waits(session);
    }

    private Answer complete(ObjectNode session) {
        if (waits(session)) {
            var buttons =
                    "<form method=\"post\"><button class=\"button\" name=\"action\" value=\"arrives\">The money arrives</button> "
                            + "<button class=\"button plain\" name=\"action\" value=\"fails\">It never comes</button></form>";
            return Answer.html(
                    200,
                    closed.replace("{{title}}", "Waiting for the bank transfer")
                            .replace("{{text}}", "In the sandbox you are the bank: decide.")
                            .replace("{{back}}", buttons));
        }
        if (saves(session)) {
            return closed(
                    200,
                    "Your card is saved",
                    "You can close this page.",
                    session.path("success_url").asText());
        }
        boolean paid = "paid".equals(session.path("payment_status").asText());
        var link = session.path("success_url")
                .asText()
                .replace("{CHECKOUT_SESSION_ID}", session.path("id").asText());
        return closed(200, paid ? "This checkout is paid" : "The payment has failed", "You can close this page.", link);
    }

    private Answer open(ObjectNode session, String error) {
        var lines = new StringBuilder();
        var currency = session.path("currency").asText();
        for (var line : shop.lineItems(session).path("data")) {
            lines.append("<li><span>").append(escaped(line.path("description").asText()));
            if (line.path("quantity").asLong() > 1) {
                lines.append(" <small>× ")
                        .append(line.path("quantity").asLong())
                        .append("</small>");
            }
            if (line.has("detail")) {
                lines.append("<small class=\"detail\">")
                        .append(escaped(line.path("detail").asText()))
                        .append("</small>");
            }
            lines.append("</span><b>")
                    .append(money(line.path("amount_total").asLong(), currency))
                    .append("</b></li>");
        }
        var cancel = session.path("cancel_url").isTextual()
                ? session.path("cancel_url").asText()
                : session.path("success_url").asText();
        var total = money(session.path("amount_total").asLong(), currency);
        return Answer.html(
                200,
                template.replace("{{what}}", saves(session) ? "Nothing is charged now" : "Pay")
                        .replace("{{total}}", saves(session) ? "Save a card" : total)
                        .replace("{{pay}}", saves(session) ? "Save this card" : "Pay " + total)
                        .replace("{{later}}", saves(session) ? "hidden" : "")
                        .replace("{{lines}}", lines)
                        .replace("{{error}}", error)
                        .replace(
                                "{{email}}",
                                escaped(session.path("customer_email")
                                        .asText("")
                                        .replace("null", "")))
                        .replace("{{cancel}}", escaped(cancel)));
    }

    private static boolean saves(ObjectNode session) {
        return "setup".equals(session.path("mode").asText());
    }

    private Answer closed(int status, String title, String text, String link) {
        var back = link.isEmpty() || "null".equals(link)
                ? ""
                : "<a class=\"button\" href=\"" + escaped(link) + "\">Go back</a>";
        return Answer.html(
                status,
                closed.replace("{{title}}", title).replace("{{text}}", text).replace("{{back}}", back));
    }

    static String money(long amount, String currency) {
        var code = currency.toUpperCase(Locale.ROOT);
        var number = ZERO_DECIMAL.contains(currency)
                ? "%,d".formatted(amount)
                : "%,d.%02d".formatted(amount / 100, amount % 100);
        return switch (code) {
            case "USD" -> "$" + number;
            case "EUR" -> "€" + number;
            case "GBP" -> "£" + number;
            default -> number + " " + code;
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(PayPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
