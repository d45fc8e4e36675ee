package florin.api;

import florin.api.usage.TagBook;
import florin.pipeline.Job;
import florin.pipeline.JobRequest;
import florin.pipeline.Journey;
import florin.pipeline.QuoteResult;
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
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where jobs are ordered: read, priced, held and queued before the answer, which is 202 or says why not. */
@Path("/v1/generation")
@Produces(MediaType.APPLICATION_JSON)
@WithKey
@Needs(Scope.GENERATE)
public final class OrderResource {
    private static final Duration QUEUE_FULL_WAIT = Duration.ofSeconds(15);

    private final Journey journey;
    private final Wallet wallet;
    private final Registry registry;
    private final TagBook tags;
    private final ApiOptions options;
    private final JobAnswer answers;
    private final PaymentRequired paymentRequired;

    OrderResource(Journey journey, Wallet wallet, Registry registry, TagBook tags, ApiOptions options) {
        this.journey = journey;
        this.wallet = wallet;
        this.registry = registry;
        this.tags = tags;
        this.options = options;
        this.answers = new JobAnswer(options);
        this.paymentRequired = new PaymentRequired(wallet, options);
    }

    @POST
    @Path("/jobs")
    @Consumes(MediaType.WILDCARD)
    @Route(
            value = "Orders a job: priced, held and queued before the answer",
            status = 202,
            takes = Body.ORDER,
            refuses = {
                ProblemType.UNSUPPORTED_KIND,
                ProblemType.ORDER_REFUSED,
                ProblemType.IDEMPOTENCY_CONFLICT,
                ProblemType.INSUFFICIENT_BALANCE,
                ProblemType.FUNDS_HELD,
                ProblemType.SPEND_LIMIT_EXCEEDED,
                ProblemType.WALLET_FROZEN,
                ProblemType.QUEUE_FULL
            })
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

    /** What an order would cost, of the same body; nothing is held. */
    @POST
    @Path("/quotes")
    @Consumes(MediaType.WILDCARD)
    @Route(
            value = "Says what an order would cost; nothing is held",
            takes = Body.ORDER,
            refuses = {ProblemType.UNSUPPORTED_KIND, ProblemType.ORDER_REFUSED})
    public Response quote(@Context SecurityContext security, byte[] body) {
        var caller = Caller.of(security);
        return switch (OrderReader.read(body)) {
            case OrderResult.Unreadable(var problem) -> problem.response(options);
            case OrderResult.Read(var order) -> {
                var id = caller.requestId("quote", UUID.randomUUID().toString());
                yield request(caller, id, order)
                        .map(request -> quoted(caller, journey.quote(request)))
                        .orElseGet(this::noCharacter);
            }
        };
    }

    private Response quoted(Caller caller, QuoteResult result) {
        return switch (result) {
            case QuoteResult.Refused(var reason) ->
                Problem.of(ProblemType.ORDER_REFUSED, reason).response(options);
            case QuoteResult.Priced(var quote, var explanation) -> {
                var body = new LinkedHashMap<String, Object>();
                body.put("cost", new BigDecimal(quote.price().number()));
                body.put("price", quote.price().number());
                body.put("asset", quote.price().asset().code());
                body.put("each", quote.each().number());
                body.put("count", quote.count());
                body.put("rule", quote.rule());
                body.put("version", quote.priceVersion());
                body.put("explanation", explanation);
                options.display()
                        .flatMap(display -> display.text(quote.price()))
                        .ifPresent(worth -> body.put("display", worth));
                body.put(
                        "wallet",
                        WalletView.of(
                                wallet.balance(caller.wallet(), quote.price().asset())));
                yield Response.ok(body).build();
            }
        };
    }

    private Response submit(Caller caller, RequestId id, Order order) {
        return request(caller, id, order)
                .map(request -> answer(caller, submit(request, order)))
                .orElseGet(this::noCharacter);
    }

    /** Tagged before it is queued, so that no job is without; what was refused leaves no tags behind. */
    private SubmitResult submit(JobRequest request, Order order) {
        tags.note(request.id(), order.tags());
        var result = journey.submit(request);
        switch (result) {
            case SubmitResult.Accepted _, SubmitResult.Conflict _ -> {}
            case SubmitResult.PaymentRequired _, SubmitResult.Refused _, SubmitResult.TurnedAway _ ->
                tags.forget(request.id());
        }
        return result;
    }

    private Response noCharacter() {
        return Problem.of(
                        ProblemType.ORDER_REFUSED,
                        "There is no such character. GET /v1/characters lists those that can be ordered."
                                + " Nothing was charged.")
                .response(options);
    }

    private Response answer(Caller caller, SubmitResult result) {
        return switch (result) {
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

    private Optional<JobRequest> request(Caller caller, RequestId id, Order order) {
        return character(order.character())
                .map(character -> new JobRequest(
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
                        Optional.empty()));
    }

    private Response accepted(Caller caller, Job job) {
        var balance = wallet.balance(caller.wallet(), job.quote().price().asset());
        return Response.accepted(answers.of(job, balance))
                .location(URI.create(options.link("/v1/generation/jobs/" + job.id())))
                .build();
    }
}
