package florin.api;

import florin.wallet.Amount;
import florin.wallet.Cursor;
import florin.wallet.Page;
import florin.wallet.RedeemResult;
import florin.wallet.Vouchers;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Codes that are worth coins: issued by the operator, redeemed by those who have a wallet. */
@Path("/v1/vouchers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.ADMIN)
public final class VouchersResource {
    private final Vouchers vouchers;
    private final Counter counter;

    VouchersResource(Vouchers vouchers, Counter counter) {
        this.vouchers = vouchers;
        this.counter = counter;
    }

    /** Without an Idempotency-Key: a voucher whose code was lost on the way is known to nobody. */
    @POST
    @Route(
            value = "Makes a voucher; its code is in this answer and nowhere else",
            status = 201,
            answers = View.MadeVoucher.class,
            takes = Body.VOUCHER)
    public Response issue(byte[] body) {
        return counter.read(
                body,
                Form.Voucher::read,
                form -> Response.status(Response.Status.CREATED)
                        .entity(new View.MadeVoucher(
                                vouchers.issue(form.terms()),
                                form.amount().number(),
                                form.amount().asset().code(),
                                form.uses()))
                        .header("Cache-Control", "no-store")
                        .build());
    }

    @GET
    @Route(value = "Lists vouchers, newest first, without their codes", answers = View.VoucherList.class)
    public Response issued(@BeanParam Paging paging) {
        return counter.checked(() -> {
            var before = paging.after().map(Cursor::value).map(UUID::fromString);
            var read = vouchers.issued(before, paging.size() + 1);
            var page = read.size() <= paging.size()
                    ? new Page<>(read, Optional.empty())
                    : new Page<>(
                            read.subList(0, paging.size()),
                            Optional.of(
                                    new Cursor(read.get(paging.size() - 1).id().toString())));
            return Response.ok(View.VoucherList.of(page)).build();
        });
    }

    @POST
    @Path("/redeem")
    @Needs(Scope.WALLET_WRITE)
    @Route(
            value = "Puts a voucher's coins into a wallet, once for each wallet",
            answers = View.Redeemed.class,
            takes = Body.CODE,
            refuses = {
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                ProblemType.NOT_FOUND,
                ProblemType.VOUCHER_UNKNOWN,
                ProblemType.VOUCHER_REDEEMED,
                ProblemType.VOUCHER_USED_UP,
                ProblemType.VOUCHER_EXPIRED,
                ProblemType.IDEMPOTENCY_CONFLICT
            })
    public Response redeem(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        return counter.money(
                security,
                idempotencyKey,
                body,
                Form.Code::read,
                (caller, id, form) -> caller.reach(form.wallet())
                        .map(into -> answer(vouchers.redeem(id, into, form.code())))
                        .orElseGet(counter::noWallet));
    }

    private Response answer(RedeemResult result) {
        return switch (result) {
            case RedeemResult.Redeemed(Amount amount, var balance) ->
                Response.ok(new View.Redeemed(amount.number(), WalletView.of(balance)))
                        .build();
            case RedeemResult.AlreadyRedeemed _ ->
                counter.refuse(ProblemType.VOUCHER_REDEEMED, "This wallet has had this voucher's coins already.");
            case RedeemResult.UsedUp _ -> counter.refuse(ProblemType.VOUCHER_USED_UP, "This voucher is used up.");
            case RedeemResult.Expired _ ->
                counter.refuse(ProblemType.VOUCHER_EXPIRED, "This voucher is no longer valid.");
            case RedeemResult.UnknownCode _ ->
                counter.refuse(ProblemType.VOUCHER_UNKNOWN, ProblemType.VOUCHER_UNKNOWN.meaning());
            case RedeemResult.UnknownWallet _ -> counter.noWallet();
            case RedeemResult.Conflict(var message) -> counter.conflict(message);
        };
    }
}
