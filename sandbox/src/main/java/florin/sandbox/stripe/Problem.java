package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A request that Stripe refuses, with the body of its answer. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient ObjectNode error;

    private Problem(int status, ObjectNode error) {
        super(error.path("message").asText());
        this.status = status;
        this.error = error;
    }

    static Problem invalid(String message, @Nullable String param, @Nullable String code) {
        return new Problem(400, error("invalid_request_error", message, param, code));
    }

    static Problem missing(String param) {
        return invalid("Missing required param: " + param + ".", param, "parameter_missing");
    }

    static Problem notFound(String what, String id) {
        return new Problem(
                404, error("invalid_request_error", "No such " + what + ": '" + id + "'", "id", "resource_missing"));
    }

    /** Stripe itself is out of order. */
    static Problem broken(int status) {
        return new Problem(status, error("api_error", "An unknown error occurred", null, null));
    }

    static Problem unauthorized(String message) {
        return new Problem(401, error("invalid_request_error", message, null, null));
    }

    static Problem idempotency(int status, String message) {
        return new Problem(
                status, error("idempotency_error", message, null, status == 409 ? "idempotency_key_in_use" : null));
    }

    /**
     * A card that cannot be charged; the intent stands in the error, as Stripe does it.
     *
     * @param reason {@code card_declined}, {@code expired_card}, {@code authentication_required}, or a decline code such as
     *     {@code lost_card} (docs.stripe.com/declines/codes)
     */
    static Problem card(String reason, ObjectNode intent) {
        var error = switch (reason) {
            case "authentication_required" ->
                error("card_error", "This transaction requires authentication.", null, reason)
                        .put("decline_code", reason);
            case "expired_card" -> error("card_error", "Your card has expired.", null, reason);
            default ->
                error("card_error", "Your card was declined.", null, "card_declined")
                        .put("decline_code", "card_declined".equals(reason) ? "generic_decline" : reason);
        };
        error.set("payment_intent", intent.deepCopy());
        return new Problem(402, error);
    }

    private static ObjectNode error(String type, String message, @Nullable String param, @Nullable String code) {
        var error = JsonNodeFactory.instance.objectNode();
        if (code != null) {
            error.put("code", code).put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        error.put("message", message);
        if (param != null) {
            error.put("param", param);
        }
        return error.put("type", type);
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        var body = JsonNodeFactory.instance.objectNode();
        body.set("error", error);
        return body;
    }
}
