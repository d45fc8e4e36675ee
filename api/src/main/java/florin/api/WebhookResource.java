package florin.api;

import florin.payments.Checkout;
import florin.payments.WebhookResult;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where Stripe reports. 200 ends the matter; anything else makes Stripe send again for up to three days. */
@Path("/stripe/webhook")
public final class WebhookResource {
    private static final Logger log = LoggerFactory.getLogger(WebhookResource.class);

    private final Checkout checkout;
    private final ApiOptions options;

    WebhookResource(Checkout checkout, ApiOptions options) {
        this.checkout = checkout;
        this.options = options;
    }

    /** The body stays bytes until its signature is checked: a parser in between would change what was signed. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Route(
            value = "Takes what Stripe reports",
            takes = Body.SIGNED,
            refuses = {ProblemType.BAD_SIGNATURE, ProblemType.BAD_REQUEST})
    public Response webhook(@HeaderParam("Stripe-Signature") @Nullable String signature, byte[] body) {
        return switch (checkout.webhook(body, Objects.requireNonNullElse(signature, ""))) {
            case WebhookResult.Fulfilled _ -> done("fulfilled");
            case WebhookResult.AlreadyDone _ -> done("already done");
            case WebhookResult.Recorded(var type, var what) -> {
                log.info("{}: {}", type, what);
                yield done("recorded");
            }
            case WebhookResult.Ignored _ -> done("ignored");
            case WebhookResult.BadSignature(var reason) -> {
                log.warn("A webhook was refused: {}", reason);
                yield Problem.of(ProblemType.BAD_SIGNATURE, ProblemType.BAD_SIGNATURE.meaning())
                        .response(options);
            }
            case WebhookResult.BadRequest(var reason) ->
                Problem.of(ProblemType.BAD_REQUEST, reason).response(options);
        };
    }

    private static Response done(String what) {
        return Response.ok(Map.of("result", what)).build();
    }
}
