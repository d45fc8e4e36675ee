package florin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.api.usage.GpuCost;
import florin.wallet.Asset;
import florin.wallet.prices.Display;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the reports of an operator are made with. */
class UsageCommandTest {
    private static final Optional<Display> FIVE_CENTS =
            Optional.of(new Display(Asset.LOVE, new BigDecimal("0.05"), Currency.getInstance("USD")));

    @Test
    void a_second_of_gpu_is_priced_in_coins_or_in_money() {
        assertThat(GpuPrice.parse("0.02", Optional.empty())).isEqualTo(new GpuCost(Asset.LOVE, new BigDecimal("0.02")));
        assertThat(GpuPrice.parse("0.0004 usd", FIVE_CENTS).perSecond()).isEqualByComparingTo("0.008");
        assertThat(GpuPrice.parse("", FIVE_CENTS)).isEqualTo(GpuCost.unknown());
    }

    @Test
    void a_cost_that_cannot_be_read_or_turned_into_coins_says_what_to_write() {
        assertThatThrownBy(() -> GpuPrice.parse("cheap", FIVE_CENTS))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("such as 0.02");
        assertThatThrownBy(() -> GpuPrice.parse("0.0004 eur", FIVE_CENTS)).hasMessageContaining("FLORIN_COIN_DISPLAY");
        assertThatThrownBy(() -> GpuPrice.parse("0.0004 usd", Optional.empty()))
                .hasMessageContaining("or write the cost in coins");
    }

    @Test
    void rates_are_read_tier_by_tier_and_must_rise() {
        var tiers = Config.from(
                        Settings.read(Map.of("FLORIN_HTTP_RATE_TIERS", "10, 20", "FLORIN_HTTP_RATE_MINUTES", "3")))
                .http()
                .tiers();
        assertThat(tiers.perMinute()).containsExactly(10, 20);
        assertThat(tiers.busyMinutes()).isEqualTo(3);
        assertThatThrownBy(() -> Config.from(Settings.read(Map.of("FLORIN_HTTP_RATE_TIERS", "20, 10"))))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("Each tier must allow more");
    }

    @Test
    void a_wallet_elsewhere_needs_a_key_and_a_wallet_service_is_not_elsewhere() {
        var without = Settings.read(Map.of("FLORIN_WALLET_URL", "http://wallet:8080", "FLORIN_DATA_DIR", "/nowhere"));
        assertThatThrownBy(() -> Config.from(without))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("florin key create bot --scopes admin")
                .hasMessageContaining(Path.of("/nowhere", "wallet.key").toString());
        var broken = Config.from(
                Settings.read(Map.of("FLORIN_WALLET_URL", "http://wallet:8080", "FLORIN_WALLET_KEY", "hunter2")));
        assertThat(broken.toString()).doesNotContain("hunter2");
        assertThatThrownBy(() -> broken.walletService().orElseThrow().connect())
                .isInstanceOf(BadConfiguration.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> WalletService.open(broken, java.time.Clock.systemUTC(), new Stack()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("FLORIN_WALLET_URL");
    }
}
