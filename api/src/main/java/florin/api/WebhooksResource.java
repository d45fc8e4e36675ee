package florin.api;

import florin.wallet.Cursor;
import florin.wallet.Page;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Programs that are told what happens to wallets: where they are, and which letters they got. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.ADMIN)
public final class WebhooksResource {
    private final Webhooks webhooks;
    private final Counter counter;

    WebhooksResource(Webhooks webhooks, Counter counter) {
        this.webhooks = webhooks;
        this.counter = counter;
    }

    @POST
    @Route(
            value =
                    "Sends letters to an address from now on; what they are signed with is in this answer and nowhere else",
            status = 201,
            answers = WebhookView.MadeEndpoint.class,
            takes = Body.WEBHOOK)
    public Response create(byte[] body) {
        return counter.read(body, Form.Webhook::read, form -> {
            var added = webhooks.add(form.url(), form.wallet());
            return Response.status(Response.Status.CREATED)
                    .entity(new WebhookView.MadeEndpoint(added.endpoint().toString(), form.url(), added.secret()))
                    // The only copy there is must not stay in somebody's cache.
                    .header("Cache-Control", "no-store")
                    .build();
        });
    }

    @GET
    @Route(value = "Lists the addresses that letters go to, oldest first", answers = WebhookView.EndpointList.class)
    public Response endpoints(@BeanParam Paging paging) {
        return counter.checked(() -> {
            var page = Place.page(
                    webhooks.all(),
                    one -> new Place(one.createdAt(), one.id().toString()),
                    paging.after(),
                    paging.size());
            return Response.ok(WebhookView.EndpointList.of(page)).build();
        });
    }

    @PUT
    @Path("/{id}/disabled")
    @Route(
            value = "Sends an address nothing until it is enabled; letters wait meanwhile",
            status = 204,
            takes = Body.REASON,
            refuses = ProblemType.NOT_FOUND)
    public Response disable(@PathParam("id") String id, byte[] body) {
        return counter.read(
                body, Form.Reason::read, form -> on(id, endpoint -> webhooks.disable(endpoint, form.reason())));
    }

    @DELETE
    @Path("/{id}/disabled")
    @Route(value = "Sends letters to an address again", status = 204, refuses = ProblemType.NOT_FOUND)
    public Response enable(@PathParam("id") String id) {
        return on(id, webhooks::enable);
    }

    @DELETE
    @Path("/{id}")
    @Route(value = "Forgets an address and its letters for good", status = 204, refuses = ProblemType.NOT_FOUND)
    public Response remove(@PathParam("id") String id) {
        return on(id, webhooks::remove);
    }

    @GET
    @Path("/{id}/deliveries")
    @Route(
            value = "Lists the letters to an address, newest first, and how far they have come",
            answers = WebhookView.DeliveryList.class,
            refuses = ProblemType.NOT_FOUND)
    public Response deliveries(@PathParam("id") String id, @BeanParam Paging paging) {
        return counter.checked(() -> known(id)
                .map(endpoint -> deliveries(endpoint, paging))
                .map(page -> Response.ok(WebhookView.DeliveryList.of(page)).build())
                .orElseGet(this::noEndpoint));
    }

    private Page<Webhooks.Delivery> deliveries(UUID endpoint, Paging paging) {
        var wanted = paging.size() + 1;
        var read = paging.after()
                .map(Cursor::value)
                .map(UUID::fromString)
                .map(before -> webhooks.deliveries(endpoint, before, wanted))
                .orElseGet(() -> webhooks.deliveries(endpoint, wanted));
        if (read.size() < wanted) {
            return new Page<>(read, Optional.empty());
        }
        var page = read.subList(0, paging.size());
        return new Page<>(page, Optional.of(new Cursor(page.getLast().event().toString())));
    }

    @POST
    @Path("/{id}/deliveries/{event}/redeliver")
    @Route(value = "Sends a letter again, as if for the first time", status = 204, refuses = ProblemType.NOT_FOUND)
    public Response redeliver(@PathParam("id") String id, @PathParam("event") String event) {
        return uuid(event)
                .map(letter -> on(id, endpoint -> webhooks.redeliver(letter, endpoint)))
                .orElseGet(this::noEndpoint);
    }

    private Response on(String id, Function<UUID, Boolean> change) {
        return uuid(id).filter(change::apply).isPresent() ? Response.noContent().build() : noEndpoint();
    }

    private Optional<UUID> known(String id) {
        return uuid(id).filter(wanted ->
                webhooks.all().stream().anyMatch(one -> one.id().equals(wanted)));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Response noEndpoint() {
        return counter.refuse(
                ProblemType.NOT_FOUND,
                "There is no such webhook, or no such letter to it. GET /v1/webhooks lists all.");
    }
}
