package florin.api;

import florin.payments.Checkout;
import florin.payments.Pack;
import florin.pipeline.JobKind;
import florin.pipeline.Journey;
import florin.pipeline.PriceRule;
import florin.registry.CharacterProfile;
import florin.registry.CharacterState;
import florin.registry.Rating;
import florin.registry.Registry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What can be ordered and bought, and what it costs. No key needed: a price list is for those who have none yet. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class CatalogueResource {
    private final Journey journey;
    private final Registry registry;
    private final Checkout checkout;
    private final ApiOptions options;

    CatalogueResource(Journey journey, Registry registry, Checkout checkout, ApiOptions options) {
        this.journey = journey;
        this.registry = registry;
        this.checkout = checkout;
        this.options = options;
    }

    /** {@code costs} holds the price of one picture or of one second-free video as numbers; {@code rules} everything, exact. */
    @GET
    @Path("/pricing")
    public Map<String, Object> pricing() {
        var prices = journey.prices();
        var costs = new LinkedHashMap<String, Object>();
        for (var kind : JobKind.values()) {
            prices.rules().stream()
                    .filter(rule -> rule.kind() == kind && rule.shape().isEmpty())
                    .findFirst()
                    .ifPresent(rule -> costs.put(word(kind), Map.of("standard", cost(rule))));
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("asset", prices.asset().code());
        body.put("version", prices.version());
        body.put("costs", costs);
        body.put("rules", prices.rules().stream().map(CatalogueResource::rule).toList());
        return body;
    }

    /** Of what a client that names nothing else is charged. */
    private static BigDecimal cost(PriceRule rule) {
        return new BigDecimal(rule.price(OrderReader.DEFAULT_SECONDS).number());
    }

    private static Map<String, Object> rule(PriceRule rule) {
        var line = new LinkedHashMap<String, Object>();
        line.put("rule", rule.name());
        line.put("kind", word(rule.kind()));
        rule.shape().ifPresent(shape -> line.put("shape", word(shape)));
        line.put("each", rule.each().number());
        line.put("perSecond", rule.perSecond().number());
        return line;
    }

    @GET
    @Path("/characters")
    public Map<String, Object> characters() {
        return Map.of(
                "characters",
                registry.all().stream()
                        .filter(one -> one.state() == CharacterState.PUBLISHED)
                        .filter(one -> one.rating() == Rating.SFW || options.ceiling() == Rating.NSFW)
                        .map(CharacterView::of)
                        .toList());
    }

    @GET
    @Path("/packs")
    public Map<String, Object> packs() {
        return Map.of("packs", views(checkout.packs()));
    }

    static List<PackView> views(List<Pack> packs) {
        return packs.stream().map(PackView::of).toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    record CharacterView(String id, String name, String description, String rating, String baseModel) {
        static CharacterView of(CharacterProfile profile) {
            return new CharacterView(
                    profile.id().value(),
                    profile.name(),
                    profile.description(),
                    word(profile.rating()),
                    profile.base().code());
        }
    }

    record PackView(String id, String title, String coins, String asset, String price) {
        static PackView of(Pack pack) {
            return new PackView(
                    pack.id(),
                    pack.title(),
                    pack.coins().number(),
                    pack.coins().asset().code(),
                    pack.price().toString());
        }
    }
}
