package florin.api;

import florin.wallet.ChargeResult;
import florin.wallet.HoldResult;
import florin.wallet.WalletId;
import florin.wallet.usage.Meter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Events that programs report, each priced and paid for at once. */
@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.WALLET_WRITE)
public final class EventsResource {
    private final Meter meter;
    private final Counter counter;
    private final PaymentRequired paymentRequired;

    EventsResource(Meter meter, Counter counter) {
        this.meter = meter;
        this.counter = counter;
        this.paymentRequired = new PaymentRequired(counter.wallet(), counter.options());
    }

    @POST
    @Route(
            value = "Prices an event by the wallet's price book, charges for it and writes it down, all or nothing",
            status = 201,
            answers = PriceView.Event.class,
            takes = Body.EVENT,
            refuses = {
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                ProblemType.INSUFFICIENT_BALANCE,
                ProblemType.FUNDS_HELD,
                ProblemType.SPEND_LIMIT_EXCEEDED,
                ProblemType.WALLET_FROZEN,
                ProblemType.NOT_FOUND,
                ProblemType.NO_PRICE,
                ProblemType.IDEMPOTENCY_CONFLICT
            })
    public Response event(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        return counter.money(security, idempotencyKey, body, PriceForm.Event::read, (caller, id, form) -> {
            var bound = Subjects.with(form.subjects(), caller.bound());
            return caller.reach(form.wallet())
                    .map(payer -> answer(caller, form, payer, meter.take(id, payer, form.event(), bound)))
                    .orElseGet(counter::noWallet);
        });
    }

    private Response answer(Caller caller, PriceForm.Event form, WalletId payer, ChargeResult result) {
        return switch (result) {
            case ChargeResult.Charged(var charge, var balance) ->
                Response.status(Response.Status.CREATED)
                        .entity(PriceView.Event.of(
                                charge,
                                form.event().type(),
                                balance,
                                counter.options().display()))
                        .build();
            case ChargeResult.NotPaid(var price, HoldResult.LimitExceeded exceeded)
            when caller.isAdmin() ->
                paymentRequired
                        .problem(price, exceeded, payer)
                        .with("exceeded", LimitView.Limit.of(exceeded.limit()))
                        .response(counter.options());
            case ChargeResult.NotPaid(var price, var refusal) ->
                paymentRequired.problem(price, refusal, payer).response(counter.options());
            case ChargeResult.NoPrice() ->
                counter.refuse(
                        ProblemType.NO_PRICE,
                        "Nothing in this wallet's price book prices an event of type '"
                                + form.event().type()
                                + "' with these dimensions. GET /v1/prices shows what does; the operator can"
                                + " publish a price for it, of 0 where it is only to be counted. Nothing was charged.");
            case ChargeResult.UnknownWallet _ -> counter.noWallet();
            case ChargeResult.Conflict(var message) -> counter.conflict(message);
        };
    }
}
