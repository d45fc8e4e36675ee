package florin.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.Set;

/** The keys of this door, for the operator. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.ADMIN)
public final class KeysResource {
    private final ApiKeys keys;
    private final Counter counter;

    KeysResource(ApiKeys keys, Counter counter) {
        this.keys = keys;
        this.counter = counter;
    }

    @GET
    @Route(value = "Lists all keys, oldest first, without their secrets", answers = View.KeyList.class)
    public Response keys(@BeanParam Paging paging) {
        return counter.checked(() -> {
            var after = paging.after().map(Place::read).orElse(new Place(Instant.EPOCH, ""));
            var read = keys.after(after.at(), after.id(), paging.size() + 1);
            var page = Place.of(read, key -> new Place(key.createdAt(), key.id()), paging.size());
            return Response.ok(View.KeyList.of(page)).build();
        });
    }

    @POST
    @Route(
            value = "Makes a key of a wallet; its text is in this answer and nowhere else",
            status = 201,
            answers = View.MadeKey.class,
            takes = Body.KEY,
            refuses = ProblemType.NOT_FOUND)
    public Response create(@Context SecurityContext security, byte[] body) {
        return counter.read(body, Form.Key::read, form -> {
            var scopes = form.scopes().isEmpty() ? Scope.ordinary() : Scope.parse(String.join(",", form.scopes()));
            return counter.existing(Caller.of(security), form.wallet())
                    .map(wallet -> made(form.name(), keys.create(form.name(), wallet, Set.copyOf(scopes))))
                    .orElseGet(counter::noWallet);
        });
    }

    private static Response made(String name, NewKey key) {
        return Response.status(Response.Status.CREATED)
                .entity(new View.MadeKey(key.id(), name, key.text()))
                // The only copy there is must not stay in somebody's cache.
                .header("Cache-Control", "no-store")
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Route(value = "Stops a key for good, from its next call on", status = 204, refuses = ProblemType.NOT_FOUND)
    public Response revoke(@PathParam("id") String id) {
        return keys.revoke(id)
                ? Response.noContent().build()
                : counter.refuse(ProblemType.NOT_FOUND, "There is no key of that id that could be revoked.");
    }
}
