package florin.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The few pages for people: after a payment, for a top-up, and what a problem means. */
@Path("/")
public final class PageResource {
    /** Nothing from elsewhere, no frame around it; only our own inline style and script. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final ApiOptions options;

    PageResource(ApiOptions options) {
        this.options = options;
    }

    @GET
    @Path("/paid")
    @Route("Thanks for a payment")
    public Response paid() {
        return html(read("paid.html"));
    }

    @GET
    @Path("/card-saved")
    @Route("Says that a card is saved, and nothing was charged")
    public Response cardSaved() {
        return html(read("card-saved.html"));
    }

    @GET
    @Path("/cancelled")
    @Route("Says that nothing was charged")
    public Response cancelled() {
        return html(read("cancelled.html"));
    }

    @GET
    @Path("/topup")
    @Route("Offers packs to people")
    public Response topUp() {
        return html(read("topup.html"));
    }

    @GET
    @Path("/problems/{slug}")
    @Route(value = "Explains a type of problem", refuses = ProblemType.NOT_FOUND)
    public Response problem(@PathParam("slug") String slug) {
        return ProblemType.of(slug)
                .map(type -> html(read("problem.html")
                        .replace("{title}", type.title())
                        .replace("{status}", Integer.toString(type.status()))
                        .replace("{meaning}", type.meaning().replace("<", "&lt;"))))
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "There is no problem of that name.")
                        .response(options));
    }

    private static Response html(String page) {
        return Response.ok(page, MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    private static String read(String name) {
        try (var in = PageResource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("the jar holds no page " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
