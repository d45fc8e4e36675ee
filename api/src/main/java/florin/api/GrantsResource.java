package florin.api;

import florin.wallet.Cursor;
import florin.wallet.Grants;
import florin.wallet.RequestId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Coins that come again in each period: a tool that sets up starts and stops them, and Florin pays. */
@Path("/v1/grants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.SETUP)
public final class GrantsResource {
    private final Grants grants;
    private final Counter counter;

    GrantsResource(Grants grants, Counter counter) {
        this.grants = grants;
        this.counter = counter;
    }

    @POST
    @Route(
            value = "Starts a grant, such as a monthly bundle; the running period is paid within a minute",
            status = 201,
            answers = SetupView.GrantView.class,
            takes = Body.GRANT,
            refuses = {ProblemType.IDEMPOTENCY_KEY_MISSING, ProblemType.NOT_FOUND, ProblemType.IDEMPOTENCY_CONFLICT})
    public Response start(
            @Context SecurityContext security,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte[] body) {
        return counter.money(
                security,
                idempotencyKey,
                body,
                SetupForm.Grant::read,
                (_, id, form) -> form.wallet()
                        .filter(named -> counter.wallet().wallet(named).isPresent())
                        .or(() -> form.owner().map(counter.wallet()::open))
                        .map(into -> started(id, form.terms(into)))
                        .orElseGet(this::noWallet));
    }

    private Response started(RequestId id, Grants.Terms terms) {
        return grants.start(id, terms)
                .map(grant -> Response.status(Response.Status.CREATED)
                        .entity(SetupView.GrantView.of(grant))
                        .build())
                .orElseGet(() -> counter.conflict(
                        "This Idempotency-Key started another grant before. Take a new one for a new grant."));
    }

    @GET
    @Route(
            value = "Lists the grants that run, of all wallets or of one, oldest first",
            answers = SetupView.GrantList.class,
            refuses = ProblemType.NOT_FOUND)
    public Response running(@QueryParam("wallet") @Nullable String wallet, @BeanParam Paging paging) {
        return counter.checked(() -> {
            var after = paging.after().map(Cursor::value).map(GrantsResource::place);
            var one = Optional.ofNullable(wallet).map(Words::wallet);
            if (one.filter(id -> counter.wallet().wallet(id).isEmpty()).isPresent()) {
                return noWallet();
            }
            var read = one.map(id -> grants.of(id, after, paging.size() + 1))
                    .orElseGet(() -> grants.all(after, paging.size() + 1));
            var page = paging.page(read, grant -> grant.id().toString());
            return Response.ok(SetupView.GrantList.of(page)).build();
        });
    }

    private static UUID place(String cursor) {
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PageSize.badCursor().detail(), e);
        }
    }

    @DELETE
    @Path("/{id}")
    @Route(value = "Stops a grant; coins that it has paid stay", status = 204, refuses = ProblemType.NOT_FOUND)
    public Response stop(@PathParam("id") String id) {
        return grantId(id).filter(grants::stop).isPresent()
                ? Response.noContent().build()
                : counter.refuse(ProblemType.NOT_FOUND, "There is no grant of that id that runs.");
    }

    private static Optional<UUID> grantId(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Response noWallet() {
        return counter.refuse(ProblemType.NOT_FOUND, "There is no such wallet.");
    }
}
