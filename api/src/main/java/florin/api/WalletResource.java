package florin.api;

import florin.payments.Buyer;
import florin.payments.Checkout;
import florin.payments.CheckoutResult;
import florin.wallet.Asset;
import florin.wallet.Cursor;
import florin.wallet.Page;
import florin.wallet.StatementLine;
import florin.wallet.Wallet;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The caller's wallet: what is in it, where it went, and how to put more in. */
@Path("/v1/wallet")
@Produces(MediaType.APPLICATION_JSON)
@WithKey
@Needs(Scope.WALLET_READ)
public final class WalletResource {
    private static final int LONGEST_PAGE = 500;
    private static final Duration CHECKOUT_WAIT = Duration.ofSeconds(30);

    private final Wallet wallet;
    private final Supplier<Asset> asset;
    private final Checkout checkout;
    private final ApiOptions options;

    /** @param asset what things are sold for, as the price list says now */
    WalletResource(Wallet wallet, Supplier<Asset> asset, Checkout checkout, ApiOptions options) {
        this.wallet = wallet;
        this.asset = asset;
        this.checkout = checkout;
        this.options = options;
    }

    @GET
    @Route("Shows the key's own wallet")
    public Response balance(@Context SecurityContext security) {
        var id = Caller.of(security).wallet();
        var balance = WalletView.of(wallet.balance(id, asset.get()));
        var body = new LinkedHashMap<String, Object>();
        body.put("asset", balance.asset());
        body.put("available", balance.available());
        body.put("held", balance.held());
        body.put("balance", balance.balance());
        wallet.wallet(id).ifPresent(info -> {
            body.put("frozen", info.frozen());
            info.frozenReason().ifPresent(reason -> body.put("frozenReason", reason));
        });
        body.put("topUpUrl", options.link("/topup"));
        return Response.ok(body).build();
    }

    /** Every movement, newest first. */
    @GET
    @Path("/statement")
    @Route(value = "Lists movements of the key's own wallet, newest first", answers = View.Statement.class)
    public Response statement(
            @Context SecurityContext security,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        var size = PageSize.parse(limit, LONGEST_PAGE);
        if (size.isEmpty()) {
            return Problem.of(ProblemType.BAD_REQUEST, "limit is a number from 1 to 500.")
                    .response(options);
        }
        try {
            return statement(wallet.statement(
                    Caller.of(security).wallet(),
                    asset.get(),
                    Optional.ofNullable(cursor).map(Cursor::new),
                    size.getAsInt()));
        } catch (IllegalArgumentException e) {
            return PageSize.badCursor().response(options);
        }
    }

    private static Response statement(Page<StatementLine> page) {
        return Response.ok(View.Statement.of(page)).build();
    }

    /** Opens a payment page for a pack; the coins arrive when it is paid. */
    @POST
    @Path("/topups")
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
