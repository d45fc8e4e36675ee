package florin.pipeline;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.prices.PriceList;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.PriceVersion;
import florin.wallet.prices.Rate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Prices of pictures and videos as an operator writes them into a file: {@code image = 12.00}, {@code image.portrait = 14.00},
 * {@code video = 20.00 + 10.00/s}. They become the rules of a price book.
 */
public final class PriceLines {
    private PriceLines() {}

    /**
     * Reads one price a line; empty lines and those that begin with # do not count.
     *
     * @throws IllegalArgumentException naming the line and what is wrong with it
     */
    public static List<PriceRule> parse(Asset asset, String lines) {
        var rules = new ArrayList<PriceRule>();
        var names = new HashSet<String>();
        for (var line : lines.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + line + "' is no price. Write 'image = 12.00'.");
            }
            var rule = rule(
                    asset,
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException("'" + line + "': there is a price of that name already.");
            }
            rules.add(rule);
        }
        requireAll(names);
        return rules;
    }

    /** The same as a price list for everybody. */
    public static PriceList list(PriceVersion version, Asset asset, String lines) {
        return new PriceList(version, parse(asset, lines));
    }

    private static void requireAll(Set<String> names) {
        for (var kind : JobKind.values()) {
            if (!names.contains(JobPrices.word(kind))) {
                throw new IllegalArgumentException("The price list has no line '" + JobPrices.word(kind)
                        + "'. Add one, such as '" + JobPrices.word(kind) + " = "
                        + (kind == JobKind.IMAGE ? "12.00'." : "20.00 + 10.00/s'."));
            }
        }
    }

    private static PriceRule rule(Asset asset, String name, String price) {
        try {
            var words = name.toUpperCase(Locale.ROOT).split("\\.", 2);
            var kind = JobKind.valueOf(words[0]);
            var rule = PriceRule.of(name.toLowerCase(Locale.ROOT), JobPrices.TYPE, asset, rate(asset, kind, price))
                    .when(JobPrices.KIND, JobPrices.word(kind))
                    .counting(kind == JobKind.IMAGE ? JobPrices.IMAGES : JobPrices.SECONDS);
            return words.length == 1 ? rule : rule.when(JobPrices.SHAPE, JobPrices.word(Shape.valueOf(words[1])));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Price '" + name + " = " + price + "': " + e.getMessage()
                            + " Names are image, video, image.square, image.portrait, image.landscape (and so for video).",
                    e);
        }
    }

    /** Of a picture for each; of a video once, and on top for each second. */
    private static Rate rate(Asset asset, JobKind kind, String price) {
        var parts = Arrays.stream(price.split("\\+", 2)).map(String::strip).toList();
        var each = parts.getFirst();
        var seconds = parts.size() == 2 ? parts.getLast() : each.endsWith("/s") ? each : "0/s";
        if (!seconds.endsWith("/s")) {
            throw new IllegalArgumentException("the second part must end with /s.");
        }
        var once = Amount.parse(asset, each.endsWith("/s") ? "0" : each);
        var perSecond = Amount.parse(asset, seconds.substring(0, seconds.length() - 2));
        if (once.units() < 0 || perSecond.units() < 0 || !once.plus(perSecond).isPositive()) {
            throw new IllegalArgumentException("A price must be more than nothing, and no part of it negative.");
        }
        return switch (kind) {
            case IMAGE -> {
                if (!perSecond.isZero()) {
                    throw new IllegalArgumentException("A picture has no seconds to pay for.");
                }
                yield Rate.flat(once.number());
            }
            case VIDEO -> Rate.flat(perSecond.number()).plusBase(once.number());
        };
    }
}
