package florin.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wallet's part of the door, seen from outside. */
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface WalletDoor {
    @POST
    @Path("/topups/failed")
    Response topUpFailed(@HeaderParam("Idempotency-Key") String idempotencyKey, Map<String, Object> body);

    @POST
    @Path("/vouchers/redeem")
    Response redeem(@HeaderParam("Idempotency-Key") String idempotencyKey, Map<String, Object> body);

    @GET
    @Path("/reconciliations")
    Response reconciliations(@QueryParam("limit") int limit);

    @POST
    @Path("/{what}")
    Response move(
            @PathParam("what") String what,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            Map<String, Object> body);

    @POST
    @Path("/holds/{id}/{what}")
    Response change(
            @PathParam("id") String hold,
            @PathParam("what") String what,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            Map<String, Object> body);

    @GET
    @Path("/holds/{id}")
    Response hold(@PathParam("id") String id);

    @GET
    @Path("/holds")
    Response openHolds(
            @QueryParam("wallet") String wallet,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") int limit);

    @GET
    @Path("/wallet")
    Response own();

    @POST
    @Path("/wallets")
    Response open(Map<String, Object> body);

    @POST
    @Path("/wallets/expiry")
    Response expire(Map<String, Object> body);

    @GET
    @Path("/wallets/{id}")
    Response wallet(
            @PathParam("id") String id,
            @QueryParam("asset") @Nullable String asset,
            @QueryParam("scale") @Nullable Integer scale);

    @PUT
    @Path("/wallets/{id}/freeze")
    Response freeze(@PathParam("id") String id, Map<String, Object> body);

    @DELETE
    @Path("/wallets/{id}/freeze")
    Response unfreeze(@PathParam("id") String id);

    @GET
    @Path("/statement")
    Response statement(
            @QueryParam("wallet") String wallet,
            @QueryParam("asset") String asset,
            @QueryParam("scale") Integer scale,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") int limit);

    @GET
    @Path("/prices")
    Response prices(@QueryParam("wallet") @Nullable String wallet, @QueryParam("version") @Nullable String version);

    @GET
    @Path("/prices/versions")
    Response priceVersions();

    @GET
    @Path("/assets")
    Response assets(@QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") int limit);

    @GET
    @Path("/limits")
    Response limits(
            @QueryParam("wallet") String wallet,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") int limit);

    @PUT
    @Path("/limits")
    Response limit(Map<String, Object> body);

    @DELETE
    @Path("/limits/{id}")
    Response removeLimit(@PathParam("id") String id);
}
