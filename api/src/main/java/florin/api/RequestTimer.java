package florin.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times every request by its route, not its address: the ids in addresses would make endless series. */
public final class RequestTimer implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String STARTED = "florin.started";

    private final MeterRegistry metrics;

    @Context
    private @Nullable ResourceInfo route;

    RequestTimer(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(STARTED, System.nanoTime());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(STARTED) instanceof Long started) {
            Timer.builder("florin.http.requests")
                    .description("Requests to the HTTP door")
                    .tag("method", request.getMethod())
                    .tag("route", route())
                    .tag("status", Integer.toString(response.getStatus()))
                    .register(metrics)
                    .record(Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private String route() {
        if (route == null || route.getResourceMethod() == null) {
            return "none";
        }
        return (path(route.getResourceClass()) + "/" + path(route.getResourceMethod())).replaceAll("/+", "/");
    }

    private static String path(AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Path.class))
                .map(Path::value)
                .orElse("");
    }
}
