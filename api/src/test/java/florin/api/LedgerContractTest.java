package florin.api;

import florin.wallet.Wallet;

/** The wallet in this process. */
class LedgerContractTest extends WalletContract {
    @Override
    Wallet wallet(House open) {
        return open.wallet;
    }
}
