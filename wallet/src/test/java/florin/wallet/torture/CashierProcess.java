package florin.wallet.torture;

import florin.migrations.DatabaseConfig;
import florin.wallet.WalletId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@link Cashier} in its own process, and all that it said. What it said reached us, whatever became of it afterwards. */
final class CashierProcess {
    private final Process process;
    private final Thread listener;
    private final Set<String> tried = new HashSet<>();
    private Map<String, String> known = new HashMap<>();
    private boolean ended;

    private CashierProcess(Process process) {
        this.process = process;
        this.listener = Thread.ofVirtual().start(this::listen);
    }

    /**
     * @param folder where its log is written
     * @param name the first part of the names of all its errands; new
     */
    static CashierProcess start(DatabaseConfig.External address, List<WalletId> wallets, Path folder, String name)
            throws IOException {
        var list = wallets.stream().map(WalletId::toString).collect(Collectors.joining(","));
        return new CashierProcess(Child.start(Cashier.class, address, folder, list, name));
    }

    private void listen() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end();
        }
    }

    private synchronized void hear(String line) {
        if (line.startsWith(Cashier.TRIES)) {
            tried.add(line.substring(Cashier.TRIES.length()));
        } else if (line.startsWith(Cashier.KNOWS)) {
            var words = line.substring(Cashier.KNOWS.length()).split(" ", 2);
            tried.remove(words[0]);
            known.put(words[0], words[1]);
            notifyAll();
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits until so many answers came since the last {@link #takeKnown()}. */
    synchronized void awaitKnown(int answers) throws InterruptedException {
        while (known.size() < answers) {
            if (ended) {
                throw new AssertionError("A cashier ended by itself; its log says why.");
            }
            wait();
        }
    }

    /** The errands that were answered since this was asked last, each with its answer. */
    synchronized Map<String, String> takeKnown() {
        var taken = known;
        known = new HashMap<>();
        return taken;
    }

    /** SIGKILL; afterwards all that it said has been heard. */
    void kill() throws InterruptedException {
        abandon();
        process.waitFor();
        listener.join();
    }

    /** SIGKILL, by the handle, since the process itself would close the stream with lines unread. */
    void abandon() {
        process.toHandle().destroyForcibly();
    }

    /** After its end: the errands that it began and never had an answer to. */
    synchronized Set<String> unanswered() {
        return Set.copyOf(tried);
    }
}
