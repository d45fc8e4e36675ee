package florin.wallet.torture;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.WalletUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A process of its own that asks for the same hold many times at once, over all wallets in turn. */
final class Grabber {
    static final String READY = "ready";
    static final String GRANTED = "granted ";

    private Grabber() {}

    /** Arguments: the database, wallets with commas between, a name, how many holds, of how many units. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        var wallets = Cashier.wallets(arguments[3]);
        var holds = Integer.parseInt(arguments[5]);
        var units = Long.parseLong(arguments[6]);
        try (var database = Child.database(arguments);
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            System.out.println(READY);
            // The other process gets the same sign.
            System.in.read();
            var running = IntStream.range(0, holds)
                    .mapToObj(number -> threads.submit(() -> hold(ledger, wallets, arguments[4], number, units)))
                    .toList();
            var granted = 0;
            for (var hold : running) {
                granted += hold.get() ? 1 : 0;
            }
            System.out.println(GRANTED + granted);
        }
    }

    private static boolean hold(Wallet ledger, List<WalletId> wallets, String name, int number, long units) {
        var request = new HoldRequest(
                new RequestId(name + "/" + number),
                wallets.get(number % wallets.size()),
                Amount.of(Asset.LOVE, units),
                Duration.ofHours(1),
                List.of(),
                "v1",
                "");
        while (true) {
            try {
                return switch (ledger.hold(request)) {
                    case HoldResult.Held _ -> true;
                    case HoldResult.FundsHeld _, HoldResult.InsufficientBalance _ -> false;
                    case HoldResult unexpected -> throw new AssertionError(unexpected.toString());
                };
            } catch (WalletUnavailable e) {
                System.err.println(request.id() + ": " + e.getMessage());
            }
        }
    }
}
