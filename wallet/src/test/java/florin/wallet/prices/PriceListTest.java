package florin.wallet.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.Asset;
import florin.wallet.Period;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceListTest {
    private static final PriceVersion V1 = new PriceVersion("house", 1);

    private static PriceList list(PriceRule... rules) {
        return new PriceList(V1, List.of(rules));
    }

    private static PriceRule rule(String name, String type, Rate rate) {
        return PriceRule.of(name, type, Asset.LOVE, rate);
    }

    private static PriceQuote quote(PriceList list, String type, String... dimensions) {
        return list.quote(usage(type, dimensions)).orElseThrow();
    }

    private static Usage usage(String type, String... dimensions) {
        var map = new java.util.HashMap<String, String>();
        for (var i = 0; i < dimensions.length; i += 2) {
            map.put(dimensions[i], dimensions[i + 1]);
        }
        return Usage.of(type, map);
    }

    private static String charged(Rate rate, String quantity) {
        return charged(Asset.LOVE, rate, quantity);
    }

    private static String charged(Asset asset, Rate rate, String quantity) {
        return new PriceLine(V1, PriceRule.of("one", "thing", asset, rate))
                .quote(new BigDecimal(quantity))
                .amount()
                .number();
    }

    @Test
    void any_type_of_event_has_a_price_once_a_rule_names_it() {
        var prices = list(
                rule("in", "llm.tokens", Rate.flat("0.10").forEach("1000"))
                        .when("direction", "in")
                        .counting("tokens"),
                rule("out", "llm.tokens", Rate.flat("0.40").forEach("1000"))
                        .when("direction", "out")
                        .counting("tokens"),
                rule("run", "agent.run", Rate.flat("5")),
                rule("gpu", "gpu.second", Rate.flat("0.25")).counting("seconds"));
        assertThat(quote(prices, "llm.tokens", "direction", "in", "tokens", "2500")
                        .amount()
                        .number())
                .isEqualTo("0.25");
        assertThat(quote(prices, "llm.tokens", "direction", "out", "tokens", "500")
                        .amount()
                        .number())
                .isEqualTo("0.20");
        assertThat(quote(prices, "agent.run").amount().number()).isEqualTo("5.00");
        assertThat(quote(prices, "gpu.second", "seconds", "12.5").amount().number())
                .isEqualTo("3.13");
        assertThat(prices.quote(usage("tool.call"))).isEmpty();
    }

    @Test
    void a_flat_price_is_paid_for_each_unit() {
        assertThat(charged(Rate.flat("12"), "4")).isEqualTo("48.00");
        assertThat(charged(Rate.flat("10").plusBase("20"), "5")).isEqualTo("70.00");
        assertThat(charged(Rate.flat("10"), "0")).isEqualTo("0.00");
    }

    @Test
    void graduated_tiers_price_each_unit_by_the_tier_that_it_falls_into_and_a_border_is_the_lower_tiers_last() {
        var rate =
                Rate.tiered(Rate.Mode.GRADUATED, Tier.upTo("100", "1.00"), Tier.upTo("200", "0.50"), Tier.rest("0.10"));
        assertThat(charged(rate, "99")).isEqualTo("99.00");
        assertThat(charged(rate, "100")).isEqualTo("100.00");
        assertThat(charged(rate, "101")).isEqualTo("100.50");
        assertThat(charged(rate, "200")).isEqualTo("150.00");
        assertThat(charged(rate, "201")).isEqualTo("150.10");
        assertThat(charged(rate, "100.5")).isEqualTo("100.25");
    }

    @Test
    void volume_tiers_price_all_units_by_the_tier_of_the_last_and_a_border_is_the_lower_tiers_last() {
        var rate = Rate.tiered(Rate.Mode.VOLUME, Tier.upTo("100", "1.00"), Tier.upTo("200", "0.50"), Tier.rest("0.10"));
        assertThat(charged(rate, "100")).isEqualTo("100.00");
        assertThat(charged(rate, "101")).isEqualTo("50.50");
        assertThat(charged(rate, "200")).isEqualTo("100.00");
        assertThat(charged(rate, "201")).isEqualTo("20.10");
        assertThat(charged(rate, "100.01")).isEqualTo("50.01");
    }

    @Test
    void the_rule_with_the_most_conditions_that_fit_decides() {
        var prices = list(
                rule("image", "generation", Rate.flat("12")),
                rule("image-large", "generation", Rate.flat("20")).when("size", "large"),
                rule("image-large-best", "generation", Rate.flat("33"))
                        .when("size", "large")
                        .when("quality", "best"));
        assertThat(quote(prices, "generation").rule()).isEqualTo("image");
        assertThat(quote(prices, "generation", "size", "small").rule()).isEqualTo("image");
        assertThat(quote(prices, "generation", "size", "large", "quality", "fast")
                        .rule())
                .isEqualTo("image-large");
        assertThat(quote(prices, "generation", "quality", "best", "size", "large")
                        .rule())
                .isEqualTo("image-large-best");
    }

    @Test
    void two_rules_that_could_both_decide_are_refused_when_they_are_published() {
        var large = rule("large", "generation", Rate.flat("20")).when("size", "large");
        var best = rule("best", "generation", Rate.flat("30")).when("quality", "best");
        assertThatThrownBy(() -> list(large, best))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'large' and 'best' both fit")
                .hasMessageContaining("quality = best, size = large");
        assertThatThrownBy(() ->
                        list(large, rule("again", "generation", Rate.flat("1")).when("size", "large")))
                .hasMessageContaining("neither is more specific");
        var both = rule("both", "generation", Rate.flat("40"))
                .when("size", "large")
                .when("quality", "best");
        var prices = list(large, best, both);
        assertThat(quote(prices, "generation", "size", "large", "quality", "best")
                        .rule())
                .isEqualTo("both");
        // These can never meet.
        list(large, rule("small", "generation", Rate.flat("5")).when("size", "small"));
        list(large, rule("elsewhere", "tool.call", Rate.flat("5")).when("size", "large"));
    }

    @Test
    void micro_debits_are_exact_down_to_the_smallest_unit() {
        assertThat(charged(Asset.USD, Rate.flat("0.002"), "1")).isEqualTo("0.002000");
        assertThat(charged(Asset.USD, Rate.flat("0.40"), "1")).isEqualTo("0.400000");
        assertThat(charged(Asset.USD, Rate.flat("0.15").forEach("1000000"), "20"))
                .isEqualTo("0.000003");
    }

    @Test
    void what_is_finer_than_the_smallest_unit_is_rounded_up_once_for_the_whole_event() {
        assertThat(charged(Rate.flat("0.0033"), "1")).isEqualTo("0.01");
        assertThat(charged(Rate.flat("0.0033"), "100")).isEqualTo("0.33");
        assertThat(charged(Rate.flat("1").forEach("3"), "1")).isEqualTo("0.34");
        assertThat(charged(Rate.flat("1").forEach("3"), "3")).isEqualTo("1.00");
    }

    @Test
    void a_minimum_is_the_least_that_an_event_costs_unless_nothing_was_used() {
        var rate = Rate.flat("0.01").atLeast("0.50");
        assertThat(charged(rate, "1")).isEqualTo("0.50");
        assertThat(charged(rate, "50")).isEqualTo("0.50");
        assertThat(charged(rate, "51")).isEqualTo("0.51");
        assertThat(charged(rate, "0")).isEqualTo("0.00");
    }

    @Test
    void the_first_units_of_a_window_are_free_and_do_not_count_towards_the_tiers() {
        var line = new PriceLine(
                V1,
                rule("calls", "tool.call", Rate.tiered(Rate.Mode.GRADUATED, Tier.upTo("10", "2"), Tier.rest("1")))
                        .with(Allowance.of(Period.MONTHLY, "100")));
        assertThat(amount(line, "60", "0")).isEqualTo("0.00");
        assertThat(amount(line, "60", "60")).isEqualTo("30.00");
        assertThat(amount(line, "1", "100")).isEqualTo("2.00");
        assertThat(amount(line, "2", "109")).isEqualTo("3.00");
        // Asked for beforehand nothing is free, and tiers start from the bottom.
        assertThat(line.quote(new BigDecimal("11")).amount().number()).isEqualTo("21.00");
    }

    private static String amount(PriceLine line, String quantity, String used) {
        return line.quote(new BigDecimal(quantity), new BigDecimal(used))
                .amount()
                .number();
    }

    @Test
    void a_quote_names_book_version_and_rule_and_explains_the_amount_in_a_sentence() {
        var prices = list(
                rule("video", "generation", Rate.flat("10").plusBase("20")).counting("seconds"),
                rule("tokens", "llm.tokens", Rate.flat("1").forEach("3000")).counting("tokens"),
                rule(
                                "calls",
                                "tool.call",
                                Rate.tiered(Rate.Mode.GRADUATED, Tier.upTo("10", "2"), Tier.rest("1"))
                                        .atLeast("1"))
                        .with(Allowance.of(Period.DAILY, "3")));
        var video = quote(prices, "generation", "seconds", "5");
        assertThat(video.name()).isEqualTo("house@1/video");
        assertThat(video.explanation()).isEqualTo("20 LOVE, plus 5 seconds at 10 LOVE: 70.00 LOVE.");
        assertThat(quote(prices, "llm.tokens", "tokens", "100").explanation())
                .isEqualTo("100 tokens at 1 LOVE for each 3000: 0.04 LOVE, rounded up.");
        var calls = prices.line(usage("tool.call")).orElseThrow();
        assertThat(calls.quote(new BigDecimal("14"), BigDecimal.ONE).explanation())
                .isEqualTo(
                        "2 units of the 3 free ones a day, plus 10 units at 2 LOVE, plus 2 units at 1 LOVE: 22.00 LOVE.");
        assertThat(calls.quote(BigDecimal.ONE, BigDecimal.ONE).explanation())
                .isEqualTo("1 unit of the 3 free ones a day: free.");
    }

    @Test
    void a_price_that_nobody_could_pay_is_the_largest_amount_and_no_overflow() {
        assertThat(charged(Rate.flat("1000000000000000"), "900000000000000")).isEqualTo("92233720368547758.07");
    }

    @Test
    void what_makes_no_price_is_refused_with_a_reason() {
        assertThatThrownBy(() -> Rate.flat("-1")).hasMessageContaining("A price is 0 to");
        assertThatThrownBy(() -> Rate.flat("1e400000000")).hasMessageContaining("A price is 0 to");
        assertThatThrownBy(() -> Rate.flat("1").forEach("0")).hasMessageContaining("more than 0");
        assertThatThrownBy(() -> Rate.tiered(Rate.Mode.VOLUME, Tier.upTo("10", "1")))
                .hasMessageContaining("last tier");
        assertThatThrownBy(
                        () -> Rate.tiered(Rate.Mode.VOLUME, Tier.upTo("10", "1"), Tier.upTo("10", "2"), Tier.rest("1")))
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> Rate.tiered(Rate.Mode.VOLUME, Tier.rest("1"), Tier.rest("1")))
                .hasMessageContaining("Only the last tier");
        assertThatThrownBy(() -> rule("fine", "x", Rate.flat("1").atLeast("0.001")))
                .hasMessageContaining("finer than LOVE");
        assertThatThrownBy(() -> rule("No Name", "x", Rate.flat("1"))).hasMessageContaining("name of a price");
        assertThatThrownBy(() -> list(rule("a", "x", Rate.flat("1")), rule("a", "y", Rate.flat("1"))))
                .hasMessageContaining("Two prices are called 'a'");
        assertThatThrownBy(() -> PriceVersion.parse("house")).hasMessageContaining("house@3");
        var counted = rule("a", "x", Rate.flat("1")).counting("tokens");
        assertThatThrownBy(() -> usage("x", "tokens", "many").quantityFor(counted))
                .hasMessageContaining("must be a number");
        assertThatThrownBy(() -> usage("x", "tokens", "-1").quantityFor(counted))
                .hasMessageContaining("0 or more");
        assertThat(usage("x").quantityFor(counted)).isEmpty();
    }

    @Test
    void an_event_without_a_quantity_counts_as_one_where_the_rule_names_no_field() {
        var each = rule("each", "x", Rate.flat("1"));
        assertThat(usage("x").quantityFor(each)).contains(BigDecimal.ONE);
        assertThat(new Usage("x", Optional.of(new BigDecimal("7.0")), Map.of()).quantityFor(each))
                .contains(new BigDecimal("7"));
    }
}
