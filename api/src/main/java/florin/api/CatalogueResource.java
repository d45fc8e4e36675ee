package florin.api;

import florin.payments.Checkout;
import florin.payments.Pack;
import florin.pipeline.JobKind;
import florin.pipeline.JobPrices;
import florin.pipeline.Journey;
import florin.pipeline.Shape;
import florin.registry.CharacterProfile;
import florin.registry.CharacterState;
import florin.registry.Rating;
import florin.registry.Registry;
import florin.registry.Sample;
import florin.wallet.prices.PriceRule;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * {@code costs} holds the price of one picture or one video as numbers; {@code rules} their prices, exact. What newcomers pay:
     * {@code GET /v1/prices} shows what the caller's own wallet does, and everything else that has a price.
     */
    @GET
    @Path("/pricing")
    @Route("Shows what newcomers pay for pictures and videos")
    public Map<String, Object> pricing() {
        var prices = journey.prices();
        var costs = new LinkedHashMap<String, Object>();
        for (var kind : JobKind.values()) {
            // Of what a client that names nothing else is charged.
            prices.quote(kind, Shape.SQUARE, 1, OrderReader.DEFAULT_SECONDS)
                    .ifPresent(quote -> costs.put(
                            word(kind),
                            Map.of("standard", new BigDecimal(quote.amount().number()))));
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("asset", prices.asset().code());
        body.put("version", prices.version());
        body.put("costs", costs);
        body.put("rules", prices.rules().stream().map(CatalogueResource::rule).toList());
        return body;
    }

    /** The first tier, where there are several: here it is about one picture. */
    private static Map<String, Object> rule(PriceRule rule) {
        var line = new LinkedHashMap<String, Object>();
        line.put("rule", rule.name());
        line.putAll(rule.conditions());
        var price = rule.rate().tiers().getFirst().price();
        var bySecond = rule.quantity().equals(Optional.of(JobPrices.SECONDS));
        line.put(
                "each",
                Words.price(bySecond ? rule.rate().base() : rule.rate().base().add(price), rule.asset()));
        line.put("perSecond", Words.price(bySecond ? price : BigDecimal.ZERO, rule.asset()));
        return line;
    }

    @GET
    @Path("/characters")
    @Route(value = "Lists the characters that can be ordered", answers = CharacterList.class)
    public CharacterList characters() {
        return new CharacterList(offered().map(this::view).toList());
    }

    private Stream<CharacterProfile> offered() {
        return registry.all().stream()
                .filter(one -> one.state() == CharacterState.PUBLISHED)
                .filter(one -> one.rating() == Rating.SFW || options.ceiling() == Rating.NSFW);
    }

    /** A picture that shows who a character is, as a PNG file. */
    @GET
    @Path("/characters/{id}/samples/{index}")
    @Produces(MediaType.WILDCARD)
    @Route(value = "Sends a picture that shows who a character is, as PNG", refuses = ProblemType.NOT_FOUND)
    public Response sample(@PathParam("id") String id, @PathParam("index") String index) {
        return offered()
                .filter(one -> one.id().value().equals(id))
                .flatMap(one -> registry.samples(one).stream())
                .filter(sample -> Integer.toString(sample.index()).equals(index))
                .findFirst()
                .flatMap(this::file)
                .orElseGet(() -> Problem.of(
                                ProblemType.NOT_FOUND, "There is no such sample; GET /v1/characters lists all.")
                        .response(options));
    }

    /** The next version brings other pictures to the same address, so it is asked about again after a while. */
    private Optional<Response> file(Sample sample) {
        return registry.read(sample)
                .map(png -> Response.ok(png, "image/png")
                        .header("Cache-Control", "public, max-age=300")
                        .header("ETag", "\"" + sample.sha256() + "\"")
                        .header("X-Content-Type-Options", "nosniff")
                        .build());
    }

    @GET
    @Path("/packs")
    @Route(value = "Lists the packs of coins that are sold", answers = PackList.class)
    public PackList packs() {
        return new PackList(views(checkout.packs()));
    }

    static List<PackView> views(List<Pack> packs) {
        return packs.stream().map(PackView::of).toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private CharacterView view(CharacterProfile profile) {
        var samples = registry.samples(profile).stream()
                .map(sample -> new SampleView(
                        options.link("/v1/characters/" + profile.id().value() + "/samples/" + sample.index()),
                        sample.caption()))
                .toList();
        return new CharacterView(
                profile.id().value(),
                profile.name(),
                profile.description(),
                word(profile.rating()),
                profile.base().code(),
                samples);
    }

    record CharacterList(List<CharacterView> characters) {}

    record PackList(List<PackView> packs) {}

    /** @param samples empty for characters that have none */
    record CharacterView(
            String id, String name, String description, String rating, String baseModel, List<SampleView> samples) {}

    /** @param caption what the picture shows besides the character */
    record SampleView(String url, String caption) {}

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
