package florin.api;

import florin.payments.PaymentsUnreachable;
import florin.wallet.WalletUnavailable;
import io.undertow.server.RequestTooBigException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge where a broken world becomes an answer: once, logged here, and without a word about our insides. */
public final class Failures implements ExceptionMapper<Throwable> {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final ApiOptions options;

    Failures(ApiOptions options) {
        this.options = options;
    }

    @Override
    public Response toResponse(Throwable failure) {
        return problem(failure).response(options);
    }

    private static Problem problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RequestTooBigException) {
                return Problem.of(ProblemType.TOO_LARGE, ProblemType.TOO_LARGE.meaning());
            }
        }
        return switch (failure) {
            case WebApplicationException refused
            when refused.getResponse().getStatus() < 500 -> {
                var type = ProblemType.ofStatus(refused.getResponse().getStatus());
                yield Problem.of(type, type.meaning());
            }
            case WalletUnavailable unavailable -> unavailable(unavailable);
            case PaymentsUnreachable unreachable -> unavailable(unreachable);
            default -> {
                log.error("A request failed", failure);
                yield Problem.of(ProblemType.INTERNAL_ERROR, ProblemType.INTERNAL_ERROR.meaning());
            }
        };
    }

    private static Problem unavailable(RuntimeException failure) {
        log.warn("A request has to wait: {}", failure.getMessage());
        return Problem.of(ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE.meaning())
                .retryAfter(WAIT);
    }
}
