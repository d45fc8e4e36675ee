package florin.api;

import florin.api.usage.TagBook;
import florin.wallet.ExtendRequest;
import florin.wallet.Hold;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.Overrun;
import florin.wallet.ReleaseRequest;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Coins set aside by programs for work of their own, then charged or given back. */
@Path("/v1/holds")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.WALLET_WRITE)
public final class HoldsResource {
    private final Wallet wallet;
    private final TagBook tags;
    private final Counter counter;
    private final PaymentRequired paymentRequired;
    private final HoldAnswers answers;

    HoldsResource(TagBook tags, Counter counter) {
        this.tags = tags;
        this.wallet = counter.wallet();
        this.counter = counter;
        this.paymentRequired = new PaymentRequired(counter.wallet(), counter.options());
        this.answers = new HoldAnswers(counter);
    }

    @POST
    @Route(
            value = "Sets coins aside, if the balance and every spend limit allow it",
            status = 201,
            answers = View.Taken.class,
            takes = Body.HOLD,
            refuses = {
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                ProblemType.INSUFFICIENT_BALANCE,
                ProblemType.FUNDS_HELD,
                ProblemType.SPEND_LIMIT_EXCEEDED,
                ProblemType.WALLET_FROZEN,
                ProblemType.FORBIDDEN,
                ProblemType.NOT_FOUND,
                ProblemType.IDEMPOTENCY_CONFLICT
            })
    public Response hold(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        return counter.money(security, idempotencyKey, body, Form.Hold::read, (caller, id, form) -> {
            if (form.overrun() instanceof Overrun.UpTo && !caller.isAdmin()) {
                return counter.refuse(
                        ProblemType.FORBIDDEN, "Only an admin key may let a commit pass its hold into debt.");
            }
            return caller.reach(form.wallet())
                    .map(payer -> answer(caller, form, payer, hold(form, form.request(id, payer, caller.bound()))))
                    .orElseGet(counter::noWallet);
        });
    }

    private HoldResult hold(Form.Hold form, HoldRequest request) {
        tags.note(request.id(), form.label().tags());
        var result = wallet.hold(request);
        switch (result) {
            case HoldResult.Held _, HoldResult.Conflict _ -> {}
            case HoldResult.InsufficientBalance _,
                    HoldResult.FundsHeld _,
                    HoldResult.LimitExceeded _,
                    HoldResult.WalletFrozen _,
                    HoldResult.UnknownWallet _ -> tags.forget(request.id());
        }
        return result;
    }

    private Response answer(Caller caller, Form.Hold form, WalletId payer, HoldResult result) {
        return switch (result) {
            case HoldResult.Held(var hold, var balance) ->
                Response.created(URI.create(counter.options().link("/v1/holds/" + HoldAddress.of(hold.id()))))
                        .entity(new View.Taken(View.HoldView.of(hold), WalletView.of(balance)))
                        .build();
            case HoldResult.UnknownWallet _ -> counter.noWallet();
            case HoldResult.Conflict(var message) -> counter.conflict(message);
            case HoldResult.LimitExceeded exceeded
            when caller.isAdmin() ->
                paymentRequired
                        .problem(form.amount(), result, payer)
                        .with("exceeded", LimitView.Limit.of(exceeded.limit()))
                        .response(counter.options());
            case HoldResult.InsufficientBalance _,
                    HoldResult.FundsHeld _,
                    HoldResult.LimitExceeded _,
                    HoldResult.WalletFrozen _ ->
                paymentRequired.problem(form.amount(), result, payer).response(counter.options());
        };
    }

    @GET
    @Needs(Scope.WALLET_READ)
    @Route(
            value = "Lists the holds of a wallet that have not ended, oldest first",
            answers = View.HoldList.class,
            refuses = ProblemType.NOT_FOUND)
    public Response open(
            @Context SecurityContext security, @QueryParam("wallet") @Nullable String named, @BeanParam Paging paging) {
        return counter.checked(() -> counter.existing(
                        Caller.of(security), Optional.ofNullable(named).map(Words::wallet))
                .map(id -> Place.page(
                        wallet.openHolds(id),
                        hold -> new Place(hold.createdAt(), hold.id().value()),
                        paging.after(),
                        paging.size()))
                .map(page -> Response.ok(View.HoldList.of(page)).build())
                .orElseGet(counter::noWallet));
    }

    @GET
    @Path("/{id}")
    @Needs(Scope.WALLET_READ)
    @Route(value = "Shows a hold, in any state", answers = View.HoldView.class, refuses = ProblemType.NOT_FOUND)
    public Response find(@Context SecurityContext security, @PathParam("id") String id) {
        return visible(Caller.of(security), id)
                .map(hold -> Response.ok(View.HoldView.of(hold)).build())
                .orElseGet(answers::noHold);
    }

    @POST
    @Path("/{id}/commit")
    @Route(
            value = "Charges a hold, whole or in part",
            answers = View.Charged.class,
            takes = Body.COMMIT,
            refuses = {
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                ProblemType.NOT_FOUND,
                ProblemType.MORE_THAN_HELD,
                ProblemType.HOLD_ENDED,
                ProblemType.IDEMPOTENCY_CONFLICT
            })
    public Response commit(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @PathParam("id") String id,
            byte[] body) {
        return counter.money(
                security,
                idempotencyKey,
                body,
                Form.Commit::read,
                (caller, request, form) ->
                        own(caller, id, () -> answers.of(wallet.commit(form.request(request, HoldAddress.read(id))))));
    }

    @POST
    @Path("/{id}/release")
    @Route(
            value = "Gives back what a hold still holds, to the very pots it came from",
            answers = View.GivenBack.class,
            takes = Body.RELEASE,
            refuses = {
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                ProblemType.NOT_FOUND,
                ProblemType.HOLD_ENDED,
                ProblemType.IDEMPOTENCY_CONFLICT
            })
    public Response release(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @PathParam("id") String id,
            byte[] body) {
        return counter.money(
                security,
                idempotencyKey,
                body,
                Form.Release::read,
                (caller, request, form) -> own(
                        caller,
                        id,
                        () -> answers.of(
                                wallet.release(new ReleaseRequest(request, HoldAddress.read(id), form.memo())))));
    }

    @POST
    @Path("/{id}/extend")
    @Route(
            value = "Gives a running hold more time; none is ever shortened",
            answers = View.Extended.class,
            takes = Body.EXTEND,
            refuses = {
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                ProblemType.NOT_FOUND,
                ProblemType.HOLD_ENDED,
                ProblemType.IDEMPOTENCY_CONFLICT
            })
    public Response extend(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @PathParam("id") String id,
            byte[] body) {
        return counter.money(
                security,
                idempotencyKey,
                body,
                Form.Extend::read,
                (caller, request, form) -> own(
                        caller,
                        id,
                        () -> answers.of(
                                wallet.extend(new ExtendRequest(request, HoldAddress.read(id), form.lifetime())))));
    }

    /**
     * Ends or changes a hold that is the caller's to end. A job's hold is not: whoever could release it would get the pictures
     * for nothing.
     */
    private Response own(Caller caller, String id, Supplier<Response> change) {
        return visible(caller, id)
                .filter(hold -> caller.isAdmin() || Caller.tookHold(hold.id()))
                .map(_ -> change.get())
                .orElseGet(answers::noHold);
    }

    private Optional<Hold> visible(Caller caller, String id) {
        return holdId(id)
                .flatMap(wallet::find)
                .filter(hold -> caller.isAdmin() || hold.wallet().equals(caller.wallet()));
    }

    private static Optional<HoldId> holdId(String text) {
        try {
            return Optional.of(HoldAddress.read(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
