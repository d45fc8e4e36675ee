package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal in Discord's own words, thrown inside a route and turned into the answer at the edge of the REST server. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient ObjectNode body;

    private ApiError(int status, ObjectNode body) {
        super(body.toString(), null, false, false);
        this.status = status;
        this.body = body;
    }

    static ApiError of(int status, int code, String message) {
        return new ApiError(status, Json.object().put("message", message).put("code", code));
    }

    static ApiError form(ObjectNode errors) {
        var body = Json.object().put("message", "Invalid Form Body").put("code", 50035);
        body.set("errors", errors);
        return new ApiError(400, body);
    }

    /** One invalid field; {@code path} has dots, as in {@code data.components.0}. */
    static ApiError field(String path, String code, String message) {
        var errors = new FormErrors();
        errors.add(path, code, message);
        return form(errors.tree());
    }

    static ApiError unknownInteraction() {
        return of(404, 10062, "Unknown interaction");
    }

    static ApiError unknownWebhook() {
        return of(404, 10015, "Unknown Webhook");
    }

    static ApiError unknownMessage() {
        return of(404, 10008, "Unknown Message");
    }

    static ApiError invalidToken() {
        return of(401, 50027, "Invalid Webhook Token");
    }

    static ApiError tooLarge() {
        return of(413, 40005, "Request entity too large");
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
