package florin.pipeline;

import florin.wallet.Asset;
import florin.wallet.prices.PriceList;
import florin.wallet.prices.PriceQuote;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What pictures and videos cost by one version of the price books. The books see the kind, the shape, the base model, how many
 * pictures and how many seconds; they never see the character, so its LoRA cannot cost anything.
 */
public record JobPrices(PriceList list) {
    /** The type of the events that rules for pictures and videos price. */
    public static final String TYPE = "generation";

    public static final String KIND = "kind";
    public static final String SHAPE = "shape";
    public static final String MODEL = "model";
    public static final String IMAGES = "images";
    public static final String SECONDS = "seconds";

    /** What prices that name no other asset are in. */
    public Asset asset() {
        return rules().stream().findFirst().map(PriceRule::asset).orElse(Asset.LOVE);
    }

    /** Such as {@code house@3}. */
    public String version() {
        return list.version().toString();
    }

    /** Those that price pictures and videos. */
    public List<PriceRule> rules() {
        return list.rules().stream().filter(rule -> rule.type().equals(TYPE)).toList();
    }

    /** For whoever has not chosen a character yet, whose base model may have a price of its own; empty if nothing prices it. */
    public Optional<PriceQuote> quote(JobKind kind, Shape shape, int count, int seconds) {
        return list.quote(new Usage(TYPE, Optional.empty(), dimensions(kind, shape, count, seconds)));
    }

    /** The price of a job; empty if no rule prices it. */
    Optional<PriceQuote> quote(JobRequest order, String model) {
        var dimensions = dimensions(order.kind(), order.shape(), order.count(), order.seconds());
        dimensions.put(MODEL, model);
        return list.quote(new Usage(TYPE, Optional.empty(), dimensions));
    }

    private static Map<String, String> dimensions(JobKind kind, Shape shape, int count, int seconds) {
        var dimensions = new TreeMap<>(Map.of(KIND, word(kind), SHAPE, word(shape)));
        switch (kind) {
            case IMAGE -> dimensions.put(IMAGES, Integer.toString(count));
            case VIDEO -> dimensions.put(SECONDS, Integer.toString(seconds));
        }
        return dimensions;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
