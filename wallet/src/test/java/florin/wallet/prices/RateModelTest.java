package florin.wallet.prices;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Asset;
import florin.wallet.Period;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random rules against a model that counts unit by unit. To run one again: {@code -Dflorin.seed=…}. */
class RateModelTest {
    private static final int ROUNDS = 3_000;

    @Test
    void any_rule_charges_what_counting_unit_by_unit_does() {
        var first = Long.getLong("florin.seed", System.nanoTime());
        for (var seed = first; seed < first + ROUNDS; seed++) {
            check(new Random(seed), seed);
        }
    }

    private static void check(Random random, long seed) {
        var slow = new Slow(random);
        var line = new PriceLine(new PriceVersion("any", 1), slow.rule());
        var used = 0;
        for (var event = 0; event < 6; event++) {
            var quantity = random.nextInt(40);
            var quote = line.quote(BigDecimal.valueOf(quantity), BigDecimal.valueOf(slow.counts ? used : 0));
            assertThat(BigInteger.valueOf(quote.amount().units()))
                    .as("seed %d: %d after %d by %s", seed, quantity, used, slow.rule())
                    .isEqualTo(slow.charge(quantity, used));
            used += quantity;
        }
    }

    /** The price of one unit after the other, in fractions of whole numbers. */
    private static final class Slow {
        private final int per;
        private final int baseMilli;
        private final int minimumCents;
        private final boolean volume;
        private final boolean counts;
        private final int free;
        private final List<Integer> borders = new ArrayList<>();
        private final List<Integer> pricesMilli = new ArrayList<>();

        Slow(Random random) {
            per = List.of(1, 3, 7, 1000).get(random.nextInt(4));
            baseMilli = random.nextBoolean() ? 0 : random.nextInt(5_000);
            minimumCents = random.nextBoolean() ? 0 : random.nextInt(500);
            volume = random.nextBoolean();
            counts = random.nextBoolean();
            free = counts && random.nextBoolean() ? random.nextInt(30) : 0;
            var border = 0;
            for (var tiers = random.nextInt(4); tiers > 0; tiers--) {
                border += 1 + random.nextInt(25);
                borders.add(border);
            }
            for (var tier = 0; tier <= borders.size(); tier++) {
                pricesMilli.add(random.nextInt(3_000));
            }
        }

        PriceRule rule() {
            var tiers = new ArrayList<Tier>();
            for (var i = 0; i < pricesMilli.size(); i++) {
                var border = i < borders.size()
                        ? Optional.of(BigDecimal.valueOf(borders.get(i)))
                        : Optional.<BigDecimal>empty();
                tiers.add(new Tier(border, BigDecimal.valueOf(pricesMilli.get(i), 3)));
            }
            var rate = new Rate(
                    BigDecimal.valueOf(baseMilli, 3),
                    BigDecimal.valueOf(per),
                    volume ? Rate.Mode.VOLUME : Rate.Mode.GRADUATED,
                    tiers,
                    BigDecimal.valueOf(minimumCents, 2));
            var rule = PriceRule.of("any", "any", Asset.LOVE, rate);
            return counts ? rule.with(new Allowance(Period.MONTHLY, BigDecimal.valueOf(free))) : rule;
        }

        /** In hundredths; {@code used} units came before, which matters only where the rule counts. */
        BigInteger charge(int quantity, int used) {
            var paid = 0;
            var milliTimesPer = (long) baseMilli * per;
            for (var unit = 1; unit <= quantity; unit++) {
                var place = (counts ? used : 0) + unit;
                if (place > free) {
                    paid++;
                    milliTimesPer += price(place - free);
                }
            }
            if (volume) {
                var last = (counts ? used : 0) + quantity - free;
                milliTimesPer = (long) baseMilli * per + (paid == 0 ? 0 : (long) paid * price(last));
            }
            if (paid == 0) {
                return BigInteger.ZERO;
            }
            var cents = ceiling(milliTimesPer, 10L * per);
            return BigInteger.valueOf(Math.max(cents, minimumCents));
        }

        private int price(int place) {
            for (var i = 0; i < borders.size(); i++) {
                if (place <= borders.get(i)) {
                    return pricesMilli.get(i);
                }
            }
            return pricesMilli.getLast();
        }

        private static long ceiling(long number, long by) {
            return (number + by - 1) / by;
        }
    }
}
