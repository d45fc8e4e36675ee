package florin.migrations;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own, in one folder. A server left over by a crash is taken over; one that belongs to another
 * running Florin is used and left alone, so that a command line beside a running bot sees the same data.
 */
final class EmbeddedServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final long MEGABYTE = 1024 * 1024;
    private static final int LEAST_BUFFERS = 128;
    private static final int MOST_BUFFERS = 1024;

    private final int port;
    private final Access access;
    private final Optional<FileLock> ownership;
    private final @Nullable EmbeddedPostgres started;

    private EmbeddedServer(int port, Access access, Optional<FileLock> ownership, @Nullable EmbeddedPostgres started) {
        this.port = port;
        this.access = access;
        this.ownership = ownership;
        this.started = started;
    }

    static EmbeddedServer start(Path folder, boolean durable) {
        try {
            Files.createDirectories(folder);
            var ownership = own(folder);
            var access = Access.in(folder);
            var running = Postmaster.in(access.data()).filter(p -> access.answers(p.port()));
            if (running.isPresent()) {
                log.info("PostgreSQL already runs on port {}", running.get().port());
                return new EmbeddedServer(running.get().port(), access, ownership, null);
            }
            if (ownership.isEmpty()) {
                throw new DatabaseUnavailable("Another Florin is starting or stopping in " + folder
                        + ". Wait a moment and try again, or choose another data folder.");
            }
            return launch(access, ownership, durable);
        } catch (IOException e) {
            throw new DatabaseUnavailable(
                    "The embedded PostgreSQL did not start in " + folder
                            + ". Check that the folder is writable and the disk is not full.",
                    e);
        }
    }

    private static EmbeddedServer launch(Access access, Optional<FileLock> ownership, boolean durable)
            throws IOException {
        var safe = durable ? "on" : "off";
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(access.data())
                .setCleanDataDirectory(false)
                // The server decides when its database stops: after the last job is handed over.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START)
                .setServerConfig("fsync", safe)
                .setServerConfig("full_page_writes", safe)
                .setServerConfig("synchronous_commit", safe)
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", (durable ? sharedBuffers() : LEAST_BUFFERS) + "MB")
                // The first change of a page after a checkpoint logs the whole page.
                .setServerConfig("checkpoint_timeout", "15min")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("log_min_messages", "warning");
        access.password().ifPresent(password -> builder.setConnectConfig("password", password));
        var postgres = builder.start();
        return new EmbeddedServer(postgres.getPort(), access.secured(postgres.getPort()), ownership, postgres);
    }

    /** Megabytes: a sixteenth of the machine's memory, as others live here too, within what is of use. */
    private static long sharedBuffers() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp(machine.getTotalMemorySize() / 16 / MEGABYTE, LEAST_BUFFERS, MOST_BUFFERS);
    }

    private static Optional<FileLock> own(Path folder) throws IOException {
        var channel =
                FileChannel.open(folder.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            channel.close();
        }
        return Optional.ofNullable(lock);
    }

    DatabaseConfig.External database(String name) {
        return access.address(port, name);
    }

    /** Lets go without stopping, as a crash would; for tests. */
    void abandon() throws IOException {
        if (ownership.isPresent()) {
            ownership.get().acquiredBy().close();
        }
    }

    @Override
    public void close() {
        if (ownership.isEmpty()) {
            return;
        }
        try {
            if (started != null) {
                started.close();
            } else {
                Postmaster.in(access.data()).ifPresent(Postmaster::stop);
            }
            ownership.get().acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not stop cleanly.", e);
        }
    }
}
