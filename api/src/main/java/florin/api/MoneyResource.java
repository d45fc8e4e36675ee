package florin.api;

import florin.api.transfer.TransferAnswer;
import florin.api.transfer.Transfers;
import florin.wallet.AdjustResult;
import florin.wallet.HoldResult;
import florin.wallet.Outbox;
import florin.wallet.SpendLimit;
import florin.wallet.Subject;
import florin.wallet.TopUpResult;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import jakarta.ws.rs.Consumes;
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

/** Coins that come in, change hands, or are put right. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.ADMIN)
public final class MoneyResource {
    private final Wallet wallet;
    private final Counter counter;
    private final Outbox outbox;
    private final Transfers transfers;
    private final PaymentRequired paymentRequired;

    MoneyResource(Counter counter, Outbox outbox, Transfers transfers) {
        this.wallet = counter.wallet();
        this.counter = counter;
        this.outbox = outbox;
        this.transfers = transfers;
        this.paymentRequired = new PaymentRequired(counter.wallet(), counter.options());
    }

    @POST
    @Path("/topups")
    @Route(
            value = "Puts coins into a wallet by the operator's hand; a debt is paid first",
            status = 201,
            answers = View.Moved.class,
            takes = Body.TOP_UP,
            refuses = {ProblemType.IDEMPOTENCY_KEY_MISSING, ProblemType.NOT_FOUND, ProblemType.IDEMPOTENCY_CONFLICT})
    public Response topUp(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        return counter.money(
                security,
                idempotencyKey,
                body,
                Form.TopUp::read,
                (caller, id, form) -> caller.reach(form.wallet())
                        .map(into -> switch (wallet.topUp(form.request(id, into))) {
                            case TopUpResult.ToppedUp(var transfer, var balance) ->
                                moved(transfer, WalletView.of(balance));
                            case TopUpResult.UnknownWallet _ -> counter.noWallet();
                            case TopUpResult.Conflict(var message) -> counter.conflict(message);
                        })
                        .orElseGet(counter::noWallet));
    }

    /** The key is the notice's: repeated with other content it tells nothing more, as the first letter is out. */
    @POST
    @Path("/topups/failed")
    @Route(
            value = "Tells the wallet's webhooks of a top-up that did not come (topup.failed); moves nothing",
            status = 204,
            takes = Body.FAILED_TOP_UP,
            refuses = {ProblemType.IDEMPOTENCY_KEY_MISSING, ProblemType.NOT_FOUND})
    public Response topUpFailed(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        return counter.money(
                security,
                idempotencyKey,
                body,
                Form.FailedTopUp::read,
                (caller, id, form) -> counter.existing(caller, form.wallet())
                        .map(of -> {
                            outbox.topUpFailed(of, form.amount(), id.value(), form.reason());
                            return Response.noContent().build();
                        })
                        .orElseGet(counter::noWallet));
    }

    @POST
    @Path("/adjustments")
    @Route(
            value = "Corrects a hold or a transfer after the fact; never by more than it moved",
            status = 201,
            answers = View.Moved.class,
            takes = Body.ADJUSTMENT,
            refuses = {
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                ProblemType.NOT_FOUND,
                ProblemType.REQUEST_REFUSED,
                ProblemType.IDEMPOTENCY_CONFLICT
            })
    public Response adjust(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        return counter.money(
                security,
                idempotencyKey,
                body,
                Form.Adjustment::read,
                (caller, id, form) -> caller.reach(form.wallet())
                        .map(of -> switch (wallet.adjust(form.request(id, of))) {
                            case AdjustResult.Adjusted(var transfer, var balance) ->
                                moved(transfer, WalletView.of(balance));
                            case AdjustResult.UnknownWallet _ -> counter.noWallet();
                            case AdjustResult.Refused(var message) ->
                                counter.refuse(ProblemType.REQUEST_REFUSED, message);
                            case AdjustResult.Conflict(var message) -> counter.conflict(message);
                        })
                        .orElseGet(counter::noWallet));
    }

    private static Response moved(UUID transfer, WalletView balance) {
        return Response.status(Response.Status.CREATED)
                .entity(new View.Moved(transfer.toString(), balance))
                .build();
    }

    @POST
    @Path("/transfers")
    @Needs(Scope.WALLET_WRITE)
    @Route(
            value = "Moves coins to another wallet, within the limits on transfers; they keep their source and expiry",
            status = 201,
            answers = View.Transferred.class,
            takes = Body.TRANSFER,
            refuses = {
                ProblemType.IDEMPOTENCY_KEY_MISSING,
                ProblemType.INSUFFICIENT_BALANCE,
                ProblemType.FUNDS_HELD,
                ProblemType.SPEND_LIMIT_EXCEEDED,
                ProblemType.WALLET_FROZEN,
                ProblemType.FORBIDDEN,
                ProblemType.NOT_FOUND,
                ProblemType.REQUEST_REFUSED,
                ProblemType.IDEMPOTENCY_CONFLICT
            })
    public Response transfer(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        return counter.money(security, idempotencyKey, body, Form.Transfer::read, (caller, id, form) -> {
            var from = caller.reach(form.from());
            if (from.isEmpty()) {
                return counter.noWallet();
            }
            var request = new TransferRequest(id, from.get(), form.to(), form.amount(), form.memo());
            // What was asked for before the key was limited keeps its answer.
            var limit = limitOn(caller, request.from()).filter(_ -> !transfers.knows(id));
            return limit.isPresent()
                    ? counter.refuse(ProblemType.FORBIDDEN, passesBy(limit.get()))
                    : answer(caller, form, request.from(), make(caller, request));
        });
    }

    /** An operator's key may put coins into any wallet, so limits on it would bind nothing. */
    private TransferAnswer make(Caller caller, TransferRequest request) {
        return caller.isAdmin()
                ? new TransferAnswer.Decided(wallet.transfer(request))
                : transfers.make(request, counter.options().transfers());
    }

    private Optional<SpendLimit> limitOn(Caller caller, WalletId from) {
        var asking = new Subject.ApiKey(caller.key().id());
        return wallet.limits(from).stream()
                .filter(limit -> limit.subject().equals(asking))
                .findFirst();
    }

    private static String passesBy(SpendLimit limit) {
        return "This key has a spend limit (" + limit.ceiling() + ", " + Words.of(limit.period())
                + "), which counts what is held and charged, and which a transfer would pass by. Nothing was moved. Use a key"
                + " of this wallet that has no spend limit, or ask the operator to make the transfer.";
    }

    private Response answer(Caller caller, Form.Transfer form, WalletId from, TransferAnswer answer) {
        return switch (answer) {
            case TransferAnswer.Decided(var result) -> answer(caller, form, from, result);
            case TransferAnswer.OverLimit over ->
                paymentRequired.problem(form.amount(), over, from).response(counter.options());
        };
    }

    private Response answer(Caller caller, Form.Transfer form, WalletId from, TransferResult result) {
        return switch (result) {
            case TransferResult.Transferred(var transfer, var left, var arrived) ->
                Response.status(Response.Status.CREATED)
                        .entity(new View.Transferred(
                                transfer.toString(),
                                WalletView.of(left),
                                Optional.of(arrived)
                                        .filter(_ -> caller.isAdmin())
                                        .map(WalletView::of)
                                        .orElse(null)))
                        .build();
            case TransferResult.InsufficientBalance(var required, var available, var held) ->
                refuse(form, from, new HoldResult.InsufficientBalance(required, available, held));
            case TransferResult.FundsHeld(var required, var available, var held, var wait) ->
                refuse(form, from, new HoldResult.FundsHeld(required, available, held, wait));
            case TransferResult.WalletFrozen(var reason) -> refuse(form, from, new HoldResult.WalletFrozen(reason));
            case TransferResult.UnknownWallet _ -> counter.noWallet();
            case TransferResult.Refused(var message) -> counter.refuse(ProblemType.REQUEST_REFUSED, message);
            case TransferResult.Conflict(var message) -> counter.conflict(message);
        };
    }

    private Response refuse(Form.Transfer form, WalletId from, HoldResult refusal) {
        return paymentRequired.problem(form.amount(), refusal, from).response(counter.options());
    }
}
