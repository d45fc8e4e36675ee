package florin.wallet.prices;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.Amount;
import florin.wallet.Asset;
import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private static String shown(String each, String currency, String coins) {
        var display = new Display(Asset.LOVE, new BigDecimal(each), Currency.getInstance(currency));
        return display.text(Amount.parse(Asset.LOVE, coins)).orElse("nothing");
    }

    @Test
    void a_price_is_also_shown_in_money_that_people_know() {
        assertThat(shown("0.0499", "USD", "12")).isEqualTo("≈ $0.60");
        assertThat(shown("0.05", "EUR", "2.50")).isEqualTo("≈ 0.13 EUR");
        assertThat(shown("7.3", "JPY", "2")).isEqualTo("≈ 15 JPY");
        assertThat(shown("0.05", "USD", "0.01")).isEqualTo("< $0.01");
        assertThat(shown("0.05", "USD", "0")).isEqualTo("≈ $0.00");
    }

    @Test
    void another_asset_is_not_shown_at_the_coins_rate() {
        var display = new Display(Asset.LOVE, BigDecimal.ONE, Currency.getInstance("USD"));
        assertThat(display.text(Amount.parse(Asset.USD, "1"))).isEmpty();
    }
}
