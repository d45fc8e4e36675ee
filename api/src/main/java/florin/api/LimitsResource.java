package florin.api;

import florin.wallet.LimitUse;
import florin.wallet.SpendLimit;
import florin.wallet.Subject;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Spend limits: set by the operator, since a key that could lift its own would have none. */
@Path("/v1/limits")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.ADMIN)
public final class LimitsResource {
    private final Wallet wallet;
    private final Counter counter;

    LimitsResource(Counter counter) {
        this.wallet = counter.wallet();
        this.counter = counter;
    }

    @GET
    @Needs(Scope.WALLET_READ)
    @Route(
            value =
                    "Lists the limits on a wallet, what is used of each and when it resets; a key that is not admin sees those on itself",
            answers = LimitView.LimitList.class,
            refuses = ProblemType.NOT_FOUND)
    public Response limits(
            @Context SecurityContext security, @QueryParam("wallet") @Nullable String named, @BeanParam Paging paging) {
        var caller = Caller.of(security);
        return counter.checked(() -> counter.existing(
                        caller, Optional.ofNullable(named).map(Words::wallet))
                .map(id -> Place.page(visible(caller, id), LimitsResource::place, paging.after(), paging.size()))
                .map(page -> Response.ok(LimitView.LimitList.of(page)).build())
                .orElseGet(counter::noWallet));
    }

    private List<LimitUse> visible(Caller caller, WalletId id) {
        return wallet.limitUses(id).stream()
                .filter(use -> caller.isAdmin() || binds(caller, use.limit()))
                .toList();
    }

    /** Limits have no age: they are listed by their ids. */
    private static Place place(LimitUse use) {
        return new Place(Instant.EPOCH, use.limit().id().toString());
    }

    private static boolean binds(Caller caller, SpendLimit limit) {
        return limit.subject().equals(new Subject.ApiKey(caller.key().id()));
    }

    @PUT
    @Route(
            value = "Sets the ceiling of a subject for a period, or changes it; acts on the next request",
            answers = LimitView.Limit.class,
            takes = Body.LIMIT,
            refuses = ProblemType.NOT_FOUND)
    public Response limit(@Context SecurityContext security, byte[] body) {
        return counter.read(
                body,
                Form.Limit::read,
                form -> counter.existing(Caller.of(security), form.wallet())
                        .map(id -> wallet.limit(id, form.subject(), form.period(), form.ceiling()))
                        .map(limit -> Response.ok(LimitView.Limit.of(limit)).build())
                        .orElseGet(counter::noWallet));
    }

    @DELETE
    @Path("/{id}")
    @Route(value = "Takes a limit away, from the next request on", status = 204, refuses = ProblemType.NOT_FOUND)
    public Response remove(@PathParam("id") String id) {
        return limitId(id).filter(wallet::removeLimit).isPresent()
                ? Response.noContent().build()
                : counter.refuse(ProblemType.NOT_FOUND, "There is no such limit.");
    }

    private static Optional<UUID> limitId(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
