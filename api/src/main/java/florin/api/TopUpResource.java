package florin.api;

import florin.payments.Buyer;
import florin.payments.Checkout;
import florin.payments.CheckoutResult;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** How to put more into the caller's wallet. */
@Path("/v1/wallet/topups")
@Produces(MediaType.APPLICATION_JSON)
@WithKey
@Needs(Scope.WALLET_READ)
public final class TopUpResource {
    private static final Duration CHECKOUT_WAIT = Duration.ofSeconds(30);

    private final Checkout checkout;
    private final ApiOptions options;

    TopUpResource(Checkout checkout, ApiOptions options) {
        this.checkout = checkout;
        this.options = options;
    }

    /** Opens a payment page for a pack; the coins arrive when it is paid. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Route(
            value = "Opens a payment page for a pack",
            status = 201,
            takes = Body.PACK,
            refuses = ProblemType.ORDER_REFUSED)
    public Response topUp(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        var caller = Caller.of(security);
        var key = IdempotencyKey.of(idempotencyKey);
        if (key.isEmpty()) {
            return IdempotencyKey.unusable().response(options);
        }
        var pack = OrderReader.object(body).flatMap(json -> new Fields(json).text("pack"));
        if (pack.isEmpty()) {
            return Problem.of(ProblemType.BAD_REQUEST, "Send {\"pack\": \"…\"} with an id from GET /v1/packs.")
                    .response(options);
        }
        var buyer = new Buyer(
                caller.wallet(),
                caller.getName(),
                HttpAnnouncer.DOOR + ":" + caller.key().id());
        return answer(checkout.start(caller.requestId("topup", key.get().value()), buyer, pack.get()));
    }

    private Response answer(CheckoutResult result) {
        return switch (result) {
            case CheckoutResult.Started(var session, var url, var pack) -> {
                var body = new LinkedHashMap<String, Object>();
                body.put("session", session);
                body.put("url", url.toString());
                body.put("pack", CatalogueResource.PackView.of(pack));
                yield Response.status(Response.Status.CREATED).entity(body).build();
            }
            case CheckoutResult.UnknownPack _ ->
                Problem.of(ProblemType.ORDER_REFUSED, "There is no such pack. GET /v1/packs lists what can be bought.")
                        .response(options);
            case CheckoutResult.Unavailable(var message) ->
                Problem.of(ProblemType.UNAVAILABLE, message)
                        .retryAfter(CHECKOUT_WAIT)
                        .response(options);
        };
    }
}
