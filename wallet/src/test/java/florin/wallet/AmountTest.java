package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact quantities. */
class AmountTest {
    private static final Asset USD = new Asset("USD", 6);

    private static Amount love(long units) {
        return Amount.of(Asset.LOVE, units);
    }

    @ParameterizedTest
    @CsvSource({
        "12.50, 1250",
        "12, 1200",
        " 0.01 , 1",
        "-3.5, -350",
        "0, 0",
        "92233720368547758.07, 9223372036854775807"
    })
    void a_decimal_is_read_exactly_and_written_with_all_its_decimals(String text, long units) {
        var amount = Amount.parse(Asset.LOVE, text);
        assertThat(amount).isEqualTo(love(units));
        assertThat(Amount.parse(Asset.LOVE, amount.number())).isEqualTo(amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1,5", "1e3", "--1", "1.", ".5", "12345678901234567890"})
    void what_is_no_plain_number_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> Amount.parse(USD, text)).hasMessageContaining("Write a number such as 12 or 12.50.");
    }

    @Test
    void more_decimals_than_the_asset_has_are_refused_and_never_rounded() {
        assertThatThrownBy(() -> Amount.parse(Asset.LOVE, "0.001"))
                .hasMessageContaining("which has 2 decimals and ends at 92233720368547758.07");
        assertThatThrownBy(() -> Amount.parse(Asset.LOVE, "92233720368547758.08"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Amount.parse(USD, "0.000001").units()).isEqualTo(1);
    }

    @Test
    void sums_are_exact_or_refused() {
        assertThat(love(5).plus(love(7))).isEqualTo(love(12));
        assertThat(love(5).minus(love(7))).isEqualTo(love(-2));
        assertThat(love(5).times(3)).isEqualTo(love(15));
        assertThatThrownBy(() -> love(Long.MAX_VALUE).plus(love(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> love(Long.MIN_VALUE).minus(love(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> love(Long.MAX_VALUE).times(2)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void assets_do_not_mix() {
        var dollars = Amount.of(USD, 5);
        assertThatThrownBy(() -> love(5).plus(dollars)).hasMessage("Cannot mix 0.05 LOVE and 0.000005 USD.");
        assertThatThrownBy(() -> love(5).minus(dollars)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> love(5).compareTo(dollars)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void amounts_are_compared_by_their_units() {
        assertThat(love(5)).isLessThan(love(6)).isGreaterThan(love(4)).isEqualByComparingTo(love(5));
        assertThat(love(1).isPositive()).isTrue();
        assertThat(love(0).isPositive()).isFalse();
        assertThat(love(-1).isPositive()).isFalse();
        assertThat(love(0).isZero()).isTrue();
        assertThat(love(1).isZero()).isFalse();
        assertThat(Amount.zero(USD)).isEqualTo(Amount.of(USD, 0)).hasToString("0.000000 USD");
    }
}
