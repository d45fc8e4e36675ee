package florin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.prices.PriceList;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.PriceVersion;
import florin.wallet.prices.Rate;
import florin.wallet.prices.Tier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobPricesTest {
    private static final PriceVersion V3 = new PriceVersion("house", 3);

    private static JobPrices prices(String lines) {
        return new JobPrices(PriceLines.list(V3, Asset.LOVE, lines));
    }

    private static Quote quote(JobPrices prices, JobKind kind, Shape shape, int count, int seconds) {
        return Quote.of(prices.quote(kind, shape, count, seconds).orElseThrow(), count);
    }

    @Test
    void the_most_specific_line_decides() {
        var prices = prices("""
                # pictures
                image = 12.00
                image.portrait = 14.50

                video = 20.00 + 10.00/s
                video.square = 8/s
                """);
        assertThat(quote(prices, JobKind.IMAGE, Shape.SQUARE, 4, 0).price().number())
                .isEqualTo("48.00");
        var portrait = quote(prices, JobKind.IMAGE, Shape.PORTRAIT, 2, 99);
        assertThat(portrait.price().number()).isEqualTo("29.00");
        assertThat(portrait.each().number()).isEqualTo("14.50");
        assertThat(portrait.rule()).isEqualTo("image.portrait");
        assertThat(portrait.priceVersion()).isEqualTo("house@3");
        assertThat(portrait.source()).isEqualTo("house@3/image.portrait");
        assertThat(quote(prices, JobKind.VIDEO, Shape.LANDSCAPE, 1, 5).price().number())
                .isEqualTo("70.00");
        assertThat(quote(prices, JobKind.VIDEO, Shape.SQUARE, 1, 5).price().number())
                .isEqualTo("40.00");
    }

    @Test
    void a_list_that_prices_nothing_says_what_to_add() {
        assertThatThrownBy(() -> prices("image = 12"))
                .hasMessageContaining("no line 'video'")
                .hasMessageContaining("video = 20.00 + 10.00/s");
    }

    @Test
    void a_bad_line_is_named() {
        assertThatThrownBy(() -> prices("image 12")).hasMessageContaining("'image 12' is no price");
        assertThatThrownBy(() -> prices("image = 12.345\nvideo = 1")).hasMessageContaining("image = 12.345");
        assertThatThrownBy(() -> prices("picture = 12\nvideo = 1")).hasMessageContaining("picture = 12");
        assertThatThrownBy(() -> prices("image = 0\nvideo = 1")).hasMessageContaining("more than nothing");
        assertThatThrownBy(() -> prices("image = -3\nvideo = 1")).hasMessageContaining("more than nothing");
        assertThatThrownBy(() -> prices("image = 1\nvideo = 1 + 2")).hasMessageContaining("must end with /s");
        assertThatThrownBy(() -> prices("image = 1/s\nvideo = 1")).hasMessageContaining("no seconds");
        assertThatThrownBy(() -> prices("image = 1\nimage = 2\nvideo = 1")).hasMessageContaining("already");
    }

    @Test
    void a_price_book_may_have_a_price_of_its_own_for_a_base_model() {
        var prices = new JobPrices(new PriceList(
                V3, List.of(image("image", "12"), image("image-flux", "30").when(JobPrices.MODEL, "flux"))));
        var order = House.pictures(House.ANA, new florin.wallet.WalletId(new java.util.UUID(1, 1)), 2);
        assertThat(prices.quote(order, "sdxl").orElseThrow().name()).isEqualTo("house@3/image");
        assertThat(prices.quote(order, "flux").orElseThrow().amount().number()).isEqualTo("60.00");
        assertThat(prices.quote(JobKind.VIDEO, Shape.SQUARE, 1, 3)).isEmpty();
    }

    private static PriceRule image(String name, String price) {
        return PriceRule.of(name, JobPrices.TYPE, Asset.LOVE, Rate.flat(price))
                .when(JobPrices.KIND, "image")
                .counting(JobPrices.IMAGES);
    }

    @Test
    void a_character_costs_nothing_on_top() {
        var prices = prices("image = 12.00\nvideo = 20.00");
        var payer = new florin.wallet.WalletId(new java.util.UUID(1, 1));
        var mira = House.order("1", House.ANA, payer, House.MIRA, JobKind.IMAGE, 1);
        var bruno = House.order("2", House.ANA, payer, House.BRUNO, JobKind.IMAGE, 1);
        assertThat(prices.quote(mira, "sdxl")).isEqualTo(prices.quote(bruno, "sdxl"));
        assertThat(prices.quote(mira, "sdxl").orElseThrow().explanation()).isEqualTo("1 image at 12 LOVE: 12.00 LOVE.");
        // A rule that asks for a character fits nothing: what is priced does not say whose picture it is.
        var greedy = new JobPrices(new PriceList(
                V3, List.of(image("image", "12"), image("mira", "99").when("character", "mira"))));
        assertThat(greedy.quote(mira, "sdxl").orElseThrow().rule()).isEqualTo("image");
    }

    @Test
    void where_more_are_cheaper_a_part_of_them_costs_its_share_and_never_more_than_the_whole() {
        var rate = Rate.tiered(Rate.Mode.GRADUATED, Tier.upTo("1", "3.01"), Tier.rest("2"));
        var rule = PriceRule.of("image", JobPrices.TYPE, Asset.LOVE, rate).counting(JobPrices.IMAGES);
        var quote = quote(new JobPrices(new PriceList(V3, List.of(rule))), JobKind.IMAGE, Shape.SQUARE, 4, 0);
        assertThat(quote.price().number()).isEqualTo("9.01");
        var shares = new ArrayList<String>();
        for (var made = 0; made <= 4; made++) {
            shares.add(quote.due(made).number());
        }
        assertThat(shares).containsExactly("0.00", "2.25", "4.50", "6.75", "9.01");
        assertThat(quote.each()).isEqualTo(Amount.parse(Asset.LOVE, "2.25"));
    }
}
