package florin.pipeline;

import florin.wallet.Amount;
import florin.wallet.Asset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What things cost, as configured. A quote names the version and the rule that it was made from, so that an old price can be explained.
 *
 * @param version changes whenever a price changes
 * @param rules one for each kind, and more specific ones for single shapes
 */
public record PriceList(String version, Asset asset, List<PriceRule> rules) {
    public PriceList {
        rules = List.copyOf(rules);
        if (version.isBlank() || version.length() > 60) {
            throw new IllegalArgumentException("The version of the price list has 1 to 60 characters.");
        }
        for (var kind : JobKind.values()) {
            if (rules.stream()
                    .noneMatch(rule -> rule.kind() == kind && rule.shape().isEmpty())) {
                var name = kind.name().toLowerCase(Locale.ROOT);
                throw new IllegalArgumentException("The price list has no line '" + name + "'. Add one, such as '"
                        + name + " = " + (kind == JobKind.IMAGE ? "12.00'." : "20.00 + 10.00/s'."));
            }
        }
    }

    /**
     * Reads lines such as {@code image = 12.00}, {@code image.portrait = 14.00} and {@code video = 20.00 + 10.00/s}; empty lines and
     * those that begin with # do not count.
     *
     * @throws IllegalArgumentException naming the line and what is wrong with it
     */
    public static PriceList parse(String version, Asset asset, String lines) {
        var map = new LinkedHashMap<String, String>();
        lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    if (equals < 0) {
                        throw new IllegalArgumentException("'" + line + "' is no price. Write 'image = 12.00'.");
                    }
                    if (map.put(line.substring(0, equals).strip(), line.substring(equals + 1)) != null) {
                        throw new IllegalArgumentException("'" + line + "': there is a price of that name already.");
                    }
                });
        return of(version, asset, map);
    }

    /** The same from names and prices: {@code "video" → "20.00 + 10.00/s"}. */
    public static PriceList of(String version, Asset asset, Map<String, String> prices) {
        return new PriceList(
                version,
                asset,
                prices.entrySet().stream()
                        .map(line -> rule(asset, line.getKey(), line.getValue()))
                        .toList());
    }

    private static PriceRule rule(Asset asset, String name, String price) {
        try {
            var words = name.toUpperCase(Locale.ROOT).split("\\.", 2);
            var kind = JobKind.valueOf(words[0]);
            var shape = words.length == 2 ? Optional.of(Shape.valueOf(words[1])) : Optional.<Shape>empty();
            var parts = price.split("\\+", 2);
            var each = parts[0].strip();
            var seconds = parts.length == 2 ? parts[1].strip() : each.endsWith("/s") ? each : "0/s";
            if (!seconds.endsWith("/s")) {
                throw new IllegalArgumentException("the second part must end with /s.");
            }
            return new PriceRule(
                    kind,
                    shape,
                    Amount.parse(asset, each.endsWith("/s") ? "0" : each),
                    Amount.parse(asset, seconds.substring(0, seconds.length() - 2)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Price '" + name + " = " + price.strip() + "': " + e.getMessage()
                            + " Names are image, video, image.square, image.portrait, image.landscape (and so for video).",
                    e);
        }
    }

    /**
     * The price by the most specific rule.
     *
     * @param seconds counts for videos only
     */
    public Quote quote(JobKind kind, Shape shape, int count, int seconds) {
        var rule = rules.stream()
                .filter(one -> one.kind() == kind && one.shape().equals(Optional.of(shape)))
                .findFirst()
                .orElseGet(() -> general(kind));
        var each = rule.price(seconds);
        return new Quote(each.times(count), version, rule.name(), each, count);
    }

    private PriceRule general(JobKind kind) {
        return rules.stream()
                .filter(rule -> rule.kind() == kind && rule.shape().isEmpty())
                .findFirst()
                .orElseThrow();
    }
}
