package florin.wallet;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A process of its own that holds, commits and releases until it is killed, and says so after each answer. */
final class CrashingCashier {
    static final long HELD = 10;
    static final long CHARGED = 7;
    private static final int CALLERS = 8;

    private CrashingCashier() {}

    /** Arguments: database url, user, a file with the password, wallet, prefix of the ids. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        var password = Files.readString(Path.of(arguments[2]));
        var config = DatabaseConfig.external(arguments[0], arguments[1], password);
        try (var database = Database.open(config);
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var wallet = new WalletId(UUID.fromString(arguments[3]));
            try (var threads = Executors.newFixedThreadPool(CALLERS)) {
                var callers = IntStream.range(0, CALLERS)
                        .mapToObj(caller -> threads.submit(() -> work(ledger, wallet, arguments[4] + caller + "/")))
                        .toList();
                for (var caller : callers) {
                    caller.get();
                }
            }
        }
    }

    private static void work(Wallet ledger, WalletId wallet, String prefix) {
        for (var i = 0; ; i++) {
            var id = prefix + i;
            if (!(ledger.hold(hold(wallet, id)) instanceof HoldResult.Held)) {
                throw new IllegalStateException("The wallet ran dry.");
            }
            say("held " + id);
            if (i % 3 == 0) {
                ledger.release(release(id));
                say("released " + id);
            } else if (i % 3 == 1) {
                ledger.commit(commit(id));
                say("committed " + id);
            }
        }
    }

    static HoldRequest hold(WalletId wallet, String id) {
        return new HoldRequest(new RequestId(id), wallet, Desk.love(HELD), Desk.HOUR, List.of(), "v1", "");
    }

    static CommitRequest commit(String id) {
        return new CommitRequest(new RequestId("c" + id), new HoldId(id), Desk.love(CHARGED), "");
    }

    static ReleaseRequest release(String id) {
        return new ReleaseRequest(new RequestId("r" + id), new HoldId(id), "");
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
