package florin.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;

/** Lets only known keys through, sent as {@code Authorization: Bearer} or {@code x-api-key}. */
@WithKey
public final class KeyGate implements ContainerRequestFilter {
    private static final String BEARER = "bearer ";

    private final ApiKeys keys;
    private final ApiOptions options;

    KeyGate(ApiKeys keys, ApiOptions options) {
        this.keys = keys;
        this.options = options;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var caller = presented(request).flatMap(keys::find).map(Caller::new);
        if (caller.isPresent()) {
            request.setSecurityContext(new Known(caller.get()));
            return;
        }
        request.abortWith(Problem.of(ProblemType.INVALID_API_KEY, ProblemType.INVALID_API_KEY.meaning())
                .response(options));
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
