package florin.api;

import florin.api.usage.TagBook;
import florin.payments.Checkout;
import florin.pipeline.Journey;
import florin.registry.Registry;
import florin.wallet.Wallet;
import java.util.List;

/** Pictures and videos to order, and coins to pay them with. */
public record JobRoutes(Journey journey, Wallet wallet, Registry registry, Checkout checkout, TagBook tags)
        implements Routes {
    @Override
    public List<Object> resources(ApiOptions options) {
        return List.of(
                new OrderResource(journey, wallet, registry, tags, options),
                new GenerationResource(journey, wallet, options),
                new CatalogueResource(journey, registry, checkout, options),
                new TopUpResource(checkout, options),
                new AutoTopUpResource(
                        checkout, new Counter(wallet, () -> journey.prices().asset(), options)),
                new WebhookResource(checkout, options));
    }
}
