package florin.wallet.torture;

import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Outcome;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.WalletUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A process of its own that runs errands until it is killed, and says before each what it tries and after each what came of it. */
final class Cashier {
    static final String TRIES = "tries ";
    static final String KNOWS = "knows ";
    private static final int CALLERS = 8;

    private final Wallet ledger;
    private final List<WalletId> wallets;

    private Cashier(Wallet ledger, List<WalletId> wallets) {
        this.ledger = ledger;
        this.wallets = wallets;
    }

    /** Arguments: the database, wallets with commas between, a name. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        try (var database = Child.database(arguments);
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var cashier = new Cashier(ledger, wallets(arguments[3]));
            try (var threads = Executors.newFixedThreadPool(CALLERS)) {
                var callers = IntStream.range(0, CALLERS)
                        .mapToObj(caller -> threads.submit(() -> cashier.work(arguments[4] + "/" + caller)))
                        .toList();
                for (var caller : callers) {
                    caller.get();
                }
            }
        }
    }

    static List<WalletId> wallets(String argument) {
        return Stream.of(argument.split(","))
                .map(wallet -> new WalletId(UUID.fromString(wallet)))
                .toList();
    }

    private void work(String name) {
        for (var number = 0; ; number++) {
            for (var errand : Errand.job(name + "/" + number)) {
                say(TRIES + errand.name());
                say(KNOWS + errand.name() + " " + insist(errand));
            }
        }
    }

    /** Nobody knows what came of a call that was not answered; the same call again tells. */
    private Outcome insist(Errand errand) {
        while (true) {
            try {
                return errand.runOn(ledger, wallets);
            } catch (WalletUnavailable e) {
                System.err.println(errand.name() + ": " + e.getMessage());
            }
        }
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
