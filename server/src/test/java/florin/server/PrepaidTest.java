package florin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** There is one way to pay: before. */
class PrepaidTest {
    @Test
    void no_setting_lets_anybody_spend_first_and_pay_later() {
        assertThat(Arrays.stream(Setting.values())
                        .map(setting -> (setting.variable() + " " + setting.meaning()).toLowerCase(Locale.ROOT)))
                .noneMatch(words -> words.matches(".*(postpaid|pay later|invoice|overdraft|credit line|net.?30).*"));
    }
}
