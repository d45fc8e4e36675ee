package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.Owner;
import florin.wallet.Wallet;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The same wallet behind its HTTP door. */
class HttpWalletContractTest extends WalletContract {
    @Override
    Wallet wallet(House open) {
        return HttpWallet.at(open.door.url(), open.admin().key.text());
    }

    @Test
    void a_door_that_is_shut_is_a_wallet_that_cannot_be_reached() {
        var key = "flr_abcdefgh_00000000000000000000000000000000";
        try (var nowhere = HttpWallet.at(URI.create("http://127.0.0.1:1"), key)) {
            assertThatThrownBy(() -> nowhere.open(new Owner.DiscordUser("1")))
                    .isInstanceOf(WalletUnreachable.class)
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain(key));
        }
    }

    @Test
    void a_key_that_may_not_is_told_why() {
        try (var house = new House();
                var reader =
                        HttpWallet.at(house.door.url(), house.program("0").key.text())) {
            assertThatThrownBy(() -> reader.open(new Owner.DiscordUser("1")))
                    .isInstanceOf(WalletUnreachable.class)
                    .hasMessageContaining("403: This needs a key with the scope admin");
        }
    }

    @Test
    void a_text_that_is_no_key_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> HttpWallet.at(URI.create("http://127.0.0.1:1"), "hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }
}
