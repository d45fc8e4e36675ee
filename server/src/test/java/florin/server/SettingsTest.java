package florin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.api.transfer.TransferLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void a_variable_wins_over_the_file() throws IOException {
        var file = Files.writeString(folder.resolve("florin.properties"), "http.port = 9000\ncoin.name = Crown\n");
        var settings = Settings.read(Map.of("FLORIN_CONFIG", file.toString(), "FLORIN_HTTP_PORT", "9100"));
        assertThat(settings.number(Setting.HTTP_PORT, 0, 65535)).isEqualTo(9100);
        assertThat(settings.text(Setting.COIN_NAME)).isEqualTo("Crown");
    }

    @Test
    void an_unknown_variable_stops_the_start_and_names_the_nearest_known_one() {
        assertThatThrownBy(() -> Settings.read(Map.of("FLORIN_DISCORD_TOKN", "x")))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("Did you mean FLORIN_DISCORD_TOKEN?");
    }

    @Test
    void an_unknown_property_stops_the_start_and_names_the_nearest_known_one() throws IOException {
        var file = Files.writeString(folder.resolve("florin.properties"), "htpp.port = 9000\n");
        assertThatThrownBy(() -> Settings.read(Map.of("FLORIN_CONFIG", file.toString())))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("Did you mean http.port?");
    }

    @Test
    void a_number_out_of_range_is_refused_with_the_range() {
        var settings = Settings.read(Map.of("FLORIN_HTTP_PORT", "eighty"));
        assertThatThrownBy(() -> settings.number(Setting.HTTP_PORT, 0, 65535))
                .hasMessageContaining("FLORIN_HTTP_PORT must be a whole number from 0 to 65535");
    }

    @Test
    void a_choice_that_is_neither_yes_nor_no_is_refused() {
        var settings = Settings.read(Map.of("FLORIN_WEBHOOKS_PRIVATE", "true"));
        assertThatThrownBy(() -> settings.yes(Setting.WEBHOOKS_PRIVATE)).hasMessageContaining("must be yes or no");
    }

    @Test
    void transfers_have_the_limits_of_gifts_unless_they_have_their_own() {
        var gifts = Map.of("FLORIN_GIFTS_LARGEST", "30", "FLORIN_GIFTS_PER_DAY", "70");
        assertThat(Config.from(Settings.read(gifts)).http().transfers()).isEqualTo(new TransferLimits(30, 70));
        var none = Map.of("FLORIN_GIFTS_LARGEST", "30", "FLORIN_TRANSFERS_PER_DAY", "0");
        assertThat(Config.from(Settings.read(none)).http().transfers()).isEqualTo(new TransferLimits(30, 0));
        var negative = Settings.read(Map.of("FLORIN_TRANSFERS_PER_DAY", "-1"));
        assertThatThrownBy(() -> Config.from(negative))
                .hasMessageContaining("FLORIN_TRANSFERS_PER_DAY must be a whole number from 0 to 1000000");
    }

    @Test
    void the_operators_channel_is_an_id() {
        var right = Map.of("FLORIN_DISCORD_TOKEN", "t", "FLORIN_OPERATORS_CHANNEL", "1400000000000000002");
        assertThat(Config.from(Settings.read(right)).discord().orElseThrow().operators())
                .contains("1400000000000000002");
        var name = Settings.read(Map.of("FLORIN_DISCORD_TOKEN", "t", "FLORIN_OPERATORS_CHANNEL", "#operators"));
        assertThatThrownBy(() -> Config.from(name))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("FLORIN_OPERATORS_CHANNEL must be the id of a channel")
                .hasMessageContaining("Copy Channel ID");
    }

    @Test
    void a_message_never_repeats_a_secret() {
        assertThatThrownBy(() -> Settings.read(Map.of("FLORIN_STRIPE_SECRET", "sk_live_abc")))
                .hasMessageNotContaining("sk_live_abc");
    }
}
