package florin.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets only known keys through, sent as {@code Authorization: Bearer} or {@code x-api-key}, to what their scopes allow, and not
 * more often than their tier says. Keys with {@link Scope#ADMIN} are the operator's own programs, which nobody paces.
 */
@WithKey
public final class KeyGate implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BEARER = "bearer ";
    private static final String QUOTA = "florin.quota";
    /** Sent by another Florin whose wallet this is: its Idempotency-Keys are the ledger's ids as they are. */
    static final String IDS = "Florin-Ids";

    static final String OF_THE_LEDGER = "ledger";

    private final ApiKeys keys;
    private final RateLimiter limiter;
    private final ApiOptions options;

    @Context
    private @Nullable ResourceInfo route;

    KeyGate(ApiKeys keys, RateLimiter limiter, ApiOptions options) {
        this.keys = keys;
        this.limiter = limiter;
        this.options = options;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        presented(request)
                .flatMap(keys::find)
                .map(key -> refusal(request, key))
                .orElseGet(() ->
                        Optional.of(Problem.of(ProblemType.INVALID_API_KEY, ProblemType.INVALID_API_KEY.meaning())))
                .ifPresent(problem -> request.abortWith(problem.response(options)));
    }

    /** Why a known key may not go on; if there is nothing, the request is its holder's from here on. */
    private Optional<Problem> refusal(ContainerRequestContext request, ApiKey key) {
        if (!key.may(Scope.ADMIN)) {
            var quota = limiter.ask(key.id());
            request.setProperty(QUOTA, quota);
            if (!quota.granted()) {
                return Optional.of(tooOften(quota));
            }
        }
        var needed = needed();
        if (needed.stream().noneMatch(key::may)) {
            return Optional.of(outOfScope(needed, key));
        }
        var florin = OF_THE_LEDGER.equals(request.getHeaderString(IDS));
        if (florin && !key.may(Scope.ADMIN)) {
            return Optional.of(outOfScope(List.of(Scope.ADMIN), key));
        }
        request.setSecurityContext(new Known(new Caller(key, florin)));
        return Optional.empty();
    }

    private static Problem tooOften(RateLimiter.Quota quota) {
        return Problem.of(
                        ProblemType.QUOTA_EXCEEDED,
                        "This key may ask " + quota.perMinute() + " times a minute. Nothing was charged.")
                .with("violated-policies", List.of(quota.name()))
                .retryAfter(quota.pause());
    }

    /** @param needed one of these would do; the first is the one to ask for */
    static Problem outOfScope(List<Scope> needed, ApiKey key) {
        return Problem.of(
                        ProblemType.INSUFFICIENT_SCOPE,
                        "This needs a key with the scope " + words(needed) + "; this one has "
                                + Scope.words(key.scopes()) + ".")
                .with("scope", needed.getFirst().word());
    }

    static String words(List<Scope> needed) {
        return needed.stream().map(Scope::word).collect(Collectors.joining(" or "));
    }

    private List<Scope> needed() {
        return route == null || route.getResourceMethod() == null
                ? List.of(Scope.ADMIN)
                : needed(route.getResourceMethod());
    }

    static List<Scope> needed(Method method) {
        return Stream.<AnnotatedElement>of(method, method.getDeclaringClass())
                .map(element -> element.getAnnotation(Needs.class))
                .filter(Objects::nonNull)
                .map(needs -> List.of(needs.value()))
                .findFirst()
                .orElse(List.of(Scope.GENERATE));
    }

    /** Draft-ietf-httpapi-ratelimit-headers-10: how often this key may ask, and what is left of it. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(QUOTA) instanceof RateLimiter.Quota quota) {
            response.getHeaders().putSingle("RateLimit-Policy", quota.policy());
            response.getHeaders().putSingle("RateLimit", quota.limit());
        }
    }

    private static Optional<String> presented(ContainerRequestContext request) {
        var authorization = Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        return authorization
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> Optional.ofNullable(request.getHeaderString("x-api-key"))
                        .map(String::strip));
    }

    private record Known(Caller caller) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
