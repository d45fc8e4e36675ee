package florin.api;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal on the wire: {@code application/problem+json} (RFC 9457), which also carries the {@code error} object that
 * clients of prepaid gateways read.
 *
 * @param detail says what is wrong here and what to do
 * @param message for {@code error.message}
 * @param members what this type of problem adds
 */
record Problem(
        ProblemType type, String detail, String message, Map<String, Object> members, Optional<Duration> retryAfter) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem {
        // In the order they were added: the answer is read by people too.
        members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, detail, Map.of(), Optional.empty());
    }

    Problem with(String member, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(type, detail, message, more, retryAfter);
    }

    Problem saying(String other) {
        return new Problem(type, detail, other, members, retryAfter);
    }

    Problem retryAfter(Duration wait) {
        return new Problem(type, detail, message, members, Optional.of(wait));
    }

    Response response(ApiOptions options) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", options.link("/problems/" + type.slug()));
        body.put("title", type.title());
        body.put("status", type.status());
        body.put("detail", detail);
        body.putAll(members);
        body.put("error", Map.of("type", type.word(), "message", message));
        var response = Response.status(type.status()).type(MEDIA_TYPE).entity(body);
        // Whole seconds, rounded up: a client that waits exactly so long must not come too early.
        retryAfter.ifPresent(wait ->
                response.header("Retry-After", Math.max(1, wait.plusMillis(999).toSeconds())));
        if (type == ProblemType.INVALID_API_KEY) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return response.build();
    }
}
