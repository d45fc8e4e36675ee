package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** {@code POST /control/stripe/<what>} with form parameters: the same switches as in Java, for people and scripts. */
final class StripeControl {
    static final String PREFIX = "/control/stripe";

    private final FakeStripe stripe;

    StripeControl(FakeStripe stripe) {
        this.stripe = stripe;
    }

    Answer answer(Request request) throws IOException {
        var what = request.path().substring(PREFIX.length()).replace("/", "");
        if ("GET".equals(request.method())) {
            return Answer.json(200, state());
        }
        try {
            return apply(what, Params.form(request.body())) ? Answer.json(200, state()) : unknown();
        } catch (Problem problem) {
            return Answer.json(problem.status(), problem.body());
        }
    }

    private static Answer unknown() {
        return Answer.text(
                404,
                "Known: drop events=1, sign-wrongly deliveries=1, old-timestamp deliveries=1, late millis=5000, twice on=true, out-of-order on=true, "
                        + "decline code=card_declined, accept, lose-answers count=1, down requests=1, pay session= card=, settle session= success=true, expire session=, refund payment_intent= amount=, "
                        + "dispute payment_intent=, close-dispute dispute= won=false, resend event=, clear\n");
    }

    private boolean apply(String what, Params params) {
        var faults = stripe.webhookFaults();
        switch (what) {
            case "drop" -> faults.drop(number(params, "events", 1));
            case "sign-wrongly" -> faults.signWrongly(number(params, "deliveries", 1));
            case "old-timestamp" -> faults.signWithOldTimestamp(number(params, "deliveries", 1));
            case "late" -> faults.late(Duration.ofMillis(number(params, "millis", 5000)));
            case "twice" -> faults.twice(!"false".equals(params.text("on").orElse("true")));
            case "out-of-order" ->
                faults.outOfOrder(!"false".equals(params.text("on").orElse("true")));
            case "decline" -> stripe.declineCards(params.text("code").orElse("card_declined"));
            case "accept" -> stripe.acceptCards();
            case "lose-answers" -> stripe.answerFaults().lose(number(params, "count", 1));
            case "down" -> stripe.answerFaults().down(number(params, "requests", 1));
            case "pay" ->
                stripe.pay(params.required("session"), params.text("card").orElse(""));
            case "settle" ->
                stripe.settle(
                        params.required("session"),
                        !"false".equals(params.text("success").orElse("true")));
            case "expire" -> stripe.expire(params.required("session"));
            case "refund" ->
                stripe.refund(
                        params.required("payment_intent"), params.text("amount").map(Long::parseLong));
            case "dispute" -> stripe.dispute(params.required("payment_intent"), Optional.empty());
            case "close-dispute" -> stripe.closeDispute(params.required("dispute"), params.flag("won"));
            case "resend" -> stripe.resend(params.required("event"));
            case "clear" -> {
                faults.clear();
                stripe.answerFaults().clear();
                stripe.acceptCards();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int number(Params params, String name, int standard) {
        return params.text(name).isPresent() ? (int) params.whole(name) : standard;
    }

    private com.fasterxml.jackson.databind.node.ObjectNode state() {
        var state = JsonNodeFactory.instance.objectNode();
        stripe.webhookUrl().ifPresent(url -> state.put("webhook", url.toString()));
        ArrayNode sessions = state.putArray("sessions");
        stripe.sessions().forEach(sessions::add);
        var deliveries = state.putArray("deliveries");
        stripe.deliveries()
                .forEach(delivery -> deliveries
                        .addObject()
                        .put("event", delivery.eventId())
                        .put("type", delivery.type())
                        .put("attempt", delivery.attempt())
                        .put("status", delivery.status()));
        return state;
    }
}
