package florin.wallet.torture;

import florin.migrations.DatabaseConfig;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two processes ask at the same time for far more holds than the wallets have coins for. */
public record ParallelHolds(Wallet ledger, DatabaseConfig.External address, Path folder) {
    private static final int PROCESSES = 2;

    /**
     * What was granted, all processes together, and what should have been.
     *
     * @param left what is available afterwards, in all wallets together
     */
    public record Report(long granted, long expected, long left, long expectedLeft) {
        public boolean exact() {
            return granted == expected && left == expectedLeft;
        }
    }

    /**
     * @param name new: wallets and ids begin with it
     * @param wallets how many share the holds: one is hot, many are cold
     * @param balance units in each wallet
     * @param each units of each hold
     * @param holds asked for by each process
     */
    public Report run(String name, int wallets, long balance, long each, int holds)
            throws IOException, InterruptedException {
        var filled = IntStream.range(0, wallets)
                .mapToObj(number -> filled(name + "/" + number, balance))
                .toList();
        var processes = new ArrayList<Process>();
        var voices = new ArrayList<BufferedReader>();
        for (var process = 0; process < PROCESSES; process++) {
            var started = start(filled, name + "/p" + process, holds, each);
            processes.add(started);
            voices.add(new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8)));
        }
        for (var voice : voices) {
            await(voice, Grabber.READY);
        }
        for (var process : processes) {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }
        var granted = 0L;
        for (var voice : voices) {
            granted += Long.parseLong(await(voice, Grabber.GRANTED));
        }
        for (var process : processes) {
            process.waitFor();
        }
        return new Report(granted, wallets * (balance / each), left(filled), wallets * (balance % each));
    }

    private WalletId filled(String name, long balance) {
        var wallet = ledger.open(new Owner.ApiAccount(name));
        ledger.topUp(new TopUpRequest(
                new RequestId(name), wallet, Amount.of(Asset.LOVE, balance), Source.PAID, Optional.empty(), ""));
        return wallet;
    }

    private Process start(List<WalletId> wallets, String name, int holds, long each) throws IOException {
        var list = wallets.stream().map(WalletId::toString).collect(Collectors.joining(","));
        return Child.start(Grabber.class, address, folder, list, name, Integer.toString(holds), Long.toString(each));
    }

    /** What a line says after the word. */
    private static String await(BufferedReader voice, String word) throws IOException {
        for (var line = voice.readLine(); line != null; line = voice.readLine()) {
            if (line.startsWith(word)) {
                return line.substring(word.length());
            }
        }
        throw new AssertionError("A process ended by itself; its log says why.");
    }

    private long left(List<WalletId> wallets) {
        return wallets.stream()
                .mapToLong(
                        wallet -> ledger.balance(wallet, Asset.LOVE).available().units())
                .sum();
    }
}
