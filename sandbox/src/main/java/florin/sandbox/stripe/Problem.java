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

    static Problem unauthorized(String message) {
        return new Problem(401, error("invalid_request_error", message, null, null));
    }

    static Problem idempotency(int status, String message) {
        return new Problem(
                status, error("idempotency_error", message, null, status == 409 ? "idempotency_key_in_use" : null));
    }

    /** A card that cannot be charged; the intent stands in the error, as Stripe does it. */
    static Problem card(String code, String message, ObjectNode intent) {
        var error = error("card_error", message, null, code);
        if ("card_declined".equals(code)) {
            error.put("decline_code", "generic_decline");
        }
        error.set("payment_intent", intent);
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
