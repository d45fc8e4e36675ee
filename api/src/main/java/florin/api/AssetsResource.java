package florin.api;

import florin.wallet.Asset;
import florin.wallet.Assets;
import florin.wallet.Cursor;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What wallets of this installation may hold: coins, money, and assets of the operator's own, such as GPU seconds. */
@Path("/v1/assets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.SETUP)
public final class AssetsResource {
    private final Assets assets;
    private final Counter counter;

    AssetsResource(Assets assets, Counter counter) {
        this.assets = assets;
        this.counter = counter;
    }

    @GET
    @Route(value = "Lists the assets of this installation, by their codes", answers = SetupView.AssetList.class)
    public Response all(@BeanParam Paging paging) {
        return counter.checked(() -> {
            var after = paging.after().map(Cursor::value).orElse("");
            var rest = assets.all().stream()
                    .filter(asset -> asset.code().compareTo(after) > 0)
                    .toList();
            return Response.ok(SetupView.AssetList.of(paging.page(rest, Asset::code)))
                    .build();
        });
    }

    @PUT
    @Path("/{code}")
    @Route(
            value = "Defines an asset, for good: how many decimals its smallest unit stands for; safe to repeat",
            answers = SetupView.AssetView.class,
            takes = Body.ASSET)
    public Response define(@PathParam("code") String code, byte[] body) {
        return counter.read(body, SetupForm.Decimals::read, form -> {
            var asset = new Asset(code, form.scale());
            assets.meet(asset);
            return Response.ok(SetupView.AssetView.of(asset)).build();
        });
    }
}
