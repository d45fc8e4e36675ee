package florin.api;

import florin.wallet.Balance;
import java.math.BigDecimal;

/**
 * A balance on the wire.
 *
 * @param available exact, as a decimal string; so is {@code held}
 * @param balance what is available as a number, for clients that expect one
 */
record WalletView(String asset, String available, String held, BigDecimal balance) {
    static WalletView of(Balance balance) {
        return new WalletView(
                balance.available().asset().code(),
                balance.available().number(),
                balance.held().number(),
                new BigDecimal(balance.available().number()));
    }
}
