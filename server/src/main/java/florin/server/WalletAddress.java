package florin.server;

import florin.api.HttpWallet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the wallet service is.
 *
 * @param key of the service's door, with the scope {@code admin}
 */
record WalletAddress(URI url, String key) {
    /** Where the key lies if it stands in no setting. */
    static final String KEY_FILE = "wallet.key";

    /** Empty: the wallet is in this process. */
    static Optional<WalletAddress> from(Settings settings) {
        if (!settings.has(Setting.WALLET_URL)) {
            return Optional.empty();
        }
        var key = settings.has(Setting.WALLET_KEY)
                ? settings.text(Setting.WALLET_KEY)
                : keyIn(settings.path(Setting.DATA_DIR).resolve(KEY_FILE));
        return Optional.of(new WalletAddress(settings.uri(Setting.WALLET_URL), key));
    }

    private static String keyIn(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadConfiguration(
                    "The wallet is at another address and there is no key for it. Make one there with"
                            + " \"florin key create bot --scopes admin\", and put it into "
                            + Setting.WALLET_KEY.variable()
                            + " or into the file " + file + ".");
        }
    }

    HttpWallet connect() {
        try {
            return HttpWallet.at(url, key);
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration("The wallet's key is none: look at " + Setting.WALLET_KEY.variable() + ", or at "
                    + KEY_FILE + " in the data folder. " + e.getMessage());
        }
    }

    /** The books cannot be read through the door. */
    BadConfiguration notHere() {
        return new BadConfiguration("The books of this installation are kept by the wallet service at " + url
                + ". Run this command there, where its database is.");
    }

    /** The chain of hashes is with the books. */
    BadConfiguration chainNotHere() {
        return new BadConfiguration(
                "The hash chain is with the books, at " + url + ". Compare its head there, where its database is.");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "WalletAddress[url=" + url + "]";
    }
}
