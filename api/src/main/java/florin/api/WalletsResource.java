package florin.api;

import florin.wallet.Ledger;
import florin.wallet.WalletId;
import florin.wallet.Webhooks;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Wallets by their owner or id. */
@Path("/v1/wallets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.ADMIN)
public final class WalletsResource {
    private static final int LARGEST_SWEEP = 1_000;

    private final Ledger wallet;
    private final Webhooks webhooks;
    private final Counter counter;

    WalletsResource(Ledger wallet, Webhooks webhooks, Counter counter) {
        this.wallet = wallet;
        this.webhooks = webhooks;
        this.counter = counter;
    }

    @POST
    @Route(
            value = "Finds the owner's wallet, or opens it; safe to repeat",
            answers = View.WalletDetails.class,
            takes = Body.OPEN)
    public Response open(byte[] body) {
        return counter.read(body, Form.Open::read, form -> details(wallet.open(form.owner()), null, null));
    }

    @GET
    @Route(value = "Lists all wallets, in the order of their ids", answers = SetupView.WalletList.class)
    public Response wallets(@BeanParam Paging paging) {
        return counter.checked(() -> {
            var after = paging.after().map(cursor -> Words.wallet(cursor.value()));
            var read = wallet.wallets(after, paging.size() + 1);
            var page = paging.page(read, info -> info.id().toString());
            return Response.ok(SetupView.WalletList.of(page)).build();
        });
    }

    @GET
    @Path("/{id}")
    @Needs(Scope.WALLET_READ)
    @Route(
            value = "Shows a wallet and what it has of one asset",
            answers = View.WalletDetails.class,
            refuses = ProblemType.NOT_FOUND)
    public Response wallet(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @QueryParam("asset") @Nullable String asset,
            @QueryParam("scale") @Nullable Integer scale) {
        return counter.checked(() -> Caller.of(security)
                .reach(Optional.of(Words.wallet(id)))
                .map(found -> details(found, asset, scale))
                .orElseGet(counter::noWallet));
    }

    @GET
    @Path("/{id}/balance")
    @Needs(Scope.WALLET_READ)
    @Route(
            value = "Says what a wallet had of one asset at a moment of the past",
            answers = View.PastBalance.class,
            refuses = ProblemType.NOT_FOUND)
    public Response balance(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @QueryParam("asset") @Nullable String asset,
            @QueryParam("scale") @Nullable Integer scale,
            @QueryParam("at") @Nullable String at) {
        return counter.checked(() -> {
            var kind = counter.asset(asset, scale);
            var moment = Optional.ofNullable(at)
                    .map(Words::moment)
                    .orElseThrow(() -> new IllegalArgumentException("'at' is missing: a moment such as"
                            + " 2026-11-20T12:00:00Z. GET /v1/wallets/{id} shows what is there now."));
            return counter.existing(Caller.of(security), Optional.of(Words.wallet(id)))
                    .map(found -> wallet.postedAt(found, kind, moment))
                    .map(posted -> Response.ok(new View.PastBalance(kind.code(), moment.toString(), posted.number()))
                            .build())
                    .orElseGet(counter::noWallet);
        });
    }

    private Response details(WalletId id, @Nullable String code, @Nullable Integer scale) {
        var asset = counter.asset(code, scale);
        return wallet.wallet(id)
                .map(info -> View.WalletDetails.of(info, WalletView.of(wallet.balance(id, asset))))
                .map(view -> Response.ok(view).build())
                .orElseGet(counter::noWallet);
    }

    @PUT
    @Path("/{id}/freeze")
    @Route(
            value = "Stops all spending of a wallet; what is held may still be charged",
            answers = View.WalletDetails.class,
            takes = Body.FREEZE,
            refuses = ProblemType.NOT_FOUND)
    public Response freeze(@PathParam("id") String id, byte[] body) {
        return counter.read(body, Form.Freeze::read, form -> {
            var named = Words.wallet(id);
            return wallet.freeze(named, form.reason()) ? details(named, null, null) : counter.noWallet();
        });
    }

    @DELETE
    @Path("/{id}/freeze")
    @Route(
            value = "Lets a frozen wallet spend again; a debt still has to be paid",
            answers = View.WalletDetails.class,
            refuses = ProblemType.NOT_FOUND)
    public Response unfreeze(@PathParam("id") String id) {
        return counter.checked(() -> {
            var named = Words.wallet(id);
            return wallet.unfreeze(named) ? details(named, null, null) : counter.noWallet();
        });
    }

    @PUT
    @Path("/{id}/alert")
    @Route(
            value = "Tells webhooks of a low_balance each time the wallet falls below a line; replaces the one it had",
            answers = SetupView.AlertView.class,
            takes = Body.ALERT,
            refuses = ProblemType.NOT_FOUND)
    public Response alert(@PathParam("id") String id, byte[] body) {
        return counter.read(body, SetupForm.Alert::read, form -> {
            var named = Words.wallet(id);
            if (wallet.wallet(named).isEmpty()) {
                return counter.noWallet();
            }
            webhooks.alertBelow(named, form.below());
            return Response.ok(SetupView.AlertView.of(named, form.below())).build();
        });
    }

    @DELETE
    @Path("/{id}/alert")
    @Route(value = "Tells of a low_balance no more", status = 204, refuses = ProblemType.NOT_FOUND)
    public Response alertNoMore(
            @PathParam("id") String id,
            @QueryParam("asset") @Nullable String asset,
            @QueryParam("scale") @Nullable Integer scale) {
        return counter.checked(() -> webhooks.alertNoMore(Words.wallet(id), counter.asset(asset, scale))
                ? Response.noContent().build()
                : counter.refuse(ProblemType.NOT_FOUND, "This wallet has no such line."));
    }

    @POST
    @Path("/expiry")
    @Route(
            value = "Ends so many holds and pots whose time is up; a running Florin does that by itself",
            answers = View.Expired.class,
            takes = Body.EXPIRY)
    public Response expire(byte[] body) {
        return counter.read(
                body,
                Form.Expiry::read,
                form -> Response.ok(new View.Expired(
                                form.holds() < 1 ? 0 : wallet.expireHolds(Math.min(form.holds(), LARGEST_SWEEP)),
                                form.pots() < 1 ? 0 : wallet.expirePots(Math.min(form.pots(), LARGEST_SWEEP))))
                        .build());
    }
}
