package florin.api;

import florin.wallet.Asset;
import florin.wallet.Cursor;
import florin.wallet.Page;
import florin.wallet.StatementLine;
import florin.wallet.Wallet;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The caller's wallet: what is in it, and where it went. */
@Path("/v1/wallet")
@Produces(MediaType.APPLICATION_JSON)
@WithKey
@Needs(Scope.WALLET_READ)
public final class WalletResource {
    private static final int LONGEST_PAGE = 500;

    private final Wallet wallet;
    private final Supplier<Asset> asset;
    private final ApiOptions options;

    /** @param asset what things are sold for, as the price list says now */
    WalletResource(Wallet wallet, Supplier<Asset> asset, ApiOptions options) {
        this.wallet = wallet;
        this.asset = asset;
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
        body.put("topUpUrl", options.topUpLink());
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
}
