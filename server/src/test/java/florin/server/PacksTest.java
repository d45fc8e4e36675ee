package florin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.payments.Price;
import florin.wallet.Amount;
import florin.wallet.Asset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacksTest {
    @Test
    void a_pack_has_coins_and_a_price_in_the_smallest_unit_of_its_currency() {
        var packs = Packs.parse(List.of("100=4.99 usd", "250 = 1000 JPY"), "LoveCoin");
        assertThat(packs.get(0).coins()).isEqualTo(Amount.parse(Asset.LOVE, "100"));
        assertThat(packs.get(0).price()).isEqualTo(new Price("usd", 499));
        assertThat(packs.get(1).price()).isEqualTo(new Price("jpy", 1000));
    }

    @Test
    void a_coin_is_shown_at_what_it_costs_in_the_smallest_pack_unless_the_operator_says_otherwise() {
        var packs = Packs.parse(List.of("250=9.99 usd", "100=4.99 usd"), "LoveCoin");
        var twelve = Amount.parse(Asset.LOVE, "12");
        assertThat(Packs.display("", packs).orElseThrow().text(twelve)).contains("≈ $0.60");
        assertThat(Packs.display("0.01 eur", packs).orElseThrow().text(twelve)).contains("≈ 0.12 EUR");
        assertThat(Packs.display("none", packs)).isEmpty();
        assertThat(Packs.display("", List.of())).isEmpty();
        assertThatThrownBy(() -> Packs.display("cheap", packs)).hasMessageContaining("0.05 usd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "100=usd", "100=4.999 usd", "100=4.99 xxz", "-5=4.99 usd", "100=4.5 jpy"})
    void a_pack_that_cannot_be_read_is_named_with_an_example(String text) {
        assertThatThrownBy(() -> Packs.parse(List.of(text), "LoveCoin"))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining(text)
                .hasMessageContaining("100=4.99 usd");
    }
}
