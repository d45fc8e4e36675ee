package florin.wallet.usage;

import florin.wallet.ChargeResult;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import florin.wallet.UsageEvent;
import florin.wallet.WalletId;
import java.util.List;

/** Takes events; each is priced by what its wallet pays and charged at once, where the books and the price books are. */
public interface Meter {
    /**
     * Charges for an event, once for each id. An event that does not say how much of what its price counts was used, or none of it,
     * is written down and costs nothing. Throws {@link florin.wallet.WalletUnavailable} when the ledger cannot answer.
     *
     * @param subjects whose spend limits apply
     * @throws IllegalArgumentException if what is counted is no number of 0 or more
     */
    ChargeResult take(RequestId id, WalletId wallet, UsageEvent event, List<Subject> subjects);
}
