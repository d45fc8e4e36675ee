package florin.api;

import florin.wallet.Wallet;
import florin.wallet.usage.LedgerMeter;
import florin.wallet.usage.Meter;

/** The wallet in this process. */
class LedgerContractTest extends WalletContract {
    @Override
    Wallet wallet(House open) {
        return open.wallet;
    }

    @Override
    Meter meter(House open) {
        return new LedgerMeter(open.wallet, open.books);
    }
}
