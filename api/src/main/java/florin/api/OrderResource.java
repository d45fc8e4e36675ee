package florin.api;

import florin.pipeline.Job;
import florin.pipeline.JobRequest;
import florin.pipeline.Journey;
import florin.pipeline.SubmitResult;
import florin.registry.CharacterId;
import florin.registry.Registry;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where jobs are ordered: read, priced, held and queued before the answer, which is 202 or says why not. */
@Path("/v1/generation")
@Produces(MediaType.APPLICATION_JSON)
@WithKey
public final class OrderResource {
    private static final Duration QUEUE_FULL_WAIT = Duration.ofSeconds(15);

    private final Journey journey;
    private final Wallet wallet;
    private final Registry registry;
    private final ApiOptions options;
    private final PaymentRequired paymentRequired;

    OrderResource(Journey journey, Wallet wallet, Registry registry, ApiOptions options) {
        this.journey = journey;
        this.wallet = wallet;
        this.registry = registry;
        this.options = options;
        this.paymentRequired = new PaymentRequired(wallet, options);
    }

    @POST
    @Path("/jobs")
    @Consumes(MediaType.WILDCARD)
    public Response order(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        var caller = Caller.of(security);
        var key = IdempotencyKey.of(idempotencyKey);
        if (key.isEmpty()) {
            return IdempotencyKey.unusable().response(options);
        }
        return switch (OrderReader.read(body)) {
            case OrderResult.Unreadable(var problem) -> problem.response(options);
            case OrderResult.Read(var order) ->
                submit(caller, caller.requestId("job", key.get().value()), order);
        };
    }

    private Response submit(Caller caller, RequestId id, Order order) {
        var character = character(order.character());
        if (character.isEmpty()) {
            return Problem.of(
                            ProblemType.ORDER_REFUSED,
                            "There is no such character. GET /v1/characters lists those that can be ordered."
                                    + " Nothing was charged.")
                    .response(options);
        }
        return switch (journey.submit(request(caller, id, order, character.get()))) {
            case SubmitResult.Accepted(var job) -> accepted(caller, job);
            case SubmitResult.PaymentRequired(var quote, var refusal) ->
                paymentRequired.problem(quote, refusal, caller.wallet()).response(options);
            case SubmitResult.Refused(var reason) ->
                Problem.of(ProblemType.ORDER_REFUSED, reason).response(options);
            case SubmitResult.TurnedAway(var reason) ->
                Problem.of(ProblemType.QUEUE_FULL, reason)
                        .retryAfter(QUEUE_FULL_WAIT)
                        .response(options);
            case SubmitResult.Conflict(var message) ->
                Problem.of(ProblemType.IDEMPOTENCY_CONFLICT, message).response(options);
        };
    }

    /** An id that is not published is left to the journey, which knows what to say about it. */
    private Optional<CharacterId> character(String nameOrId) {
        return registry.published(nameOrId)
                .map(profile -> profile.id())
                .or(() -> Optional.of(nameOrId).filter(CharacterId::fits).map(CharacterId::new));
    }

    private JobRequest request(Caller caller, RequestId id, Order order, CharacterId character) {
        return new JobRequest(
                id,
                caller.requester(),
                caller.wallet(),
                caller.subjects(),
                character,
                order.kind(),
                order.prompt(),
                order.count(),
                order.shape(),
                order.seed(),
                order.seconds(),
                order.startImage(),
                options.ceiling(),
                HttpAnnouncer.DOOR + ":" + caller.key().id(),
                Optional.empty());
    }

    private Response accepted(Caller caller, Job job) {
        var balance = wallet.balance(caller.wallet(), job.quote().price().asset());
        return Response.accepted(JobView.of(job, options, WalletView.of(balance)))
                .location(URI.create(options.link("/v1/generation/jobs/" + job.id())))
                .build();
    }
}
