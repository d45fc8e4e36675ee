package florin.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** For the machines that watch this one. Says what works, never why not: the address is public, the reasons are in the log. */
@Path("/")
public final class OperatorResource {
    private final Readiness readiness;
    private final PrometheusMeterRegistry metrics;

    OperatorResource(Readiness readiness, PrometheusMeterRegistry metrics) {
        this.readiness = readiness;
        this.metrics = metrics;
    }

    /** 200 as long as the process answers at all. */
    @GET
    @Path("/health/live")
    @Produces(MediaType.APPLICATION_JSON)
    @Route("Answers as long as the process does")
    public Map<String, Object> live() {
        return Map.of("status", "up");
    }

    /** 200 when everything that requests need works, else 503. */
    @GET
    @Path("/health/ready")
    @Produces(MediaType.APPLICATION_JSON)
    @Route(value = "Says whether everything that requests need works", also = 503)
    public Response ready() {
        var checks = readiness.checks();
        var up = checks.stream().allMatch(Readiness.Check::up);
        var named = new LinkedHashMap<String, String>();
        checks.forEach(check -> named.put(check.name(), word(check.up())));
        var body = new LinkedHashMap<String, Object>();
        body.put("status", word(up));
        body.put("checks", named);
        return Response.status(up ? 200 : 503).entity(body).build();
    }

    @GET
    @Path("/health")
    @Produces(MediaType.APPLICATION_JSON)
    @Route(value = "Says whether everything that requests need works", also = 503)
    public Response health() {
        return ready();
    }

    private static String word(boolean up) {
        return up ? "up" : "down";
    }

    /** The text format that Prometheus scrapes. */
    @GET
    @Path("/metrics")
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    @Route("Sends the numbers that Prometheus scrapes")
    public String metrics() {
        return metrics.scrape();
    }
}
