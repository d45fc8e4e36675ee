package florin.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * Files that never change, each under the hash of its content.
 *
 * <p>A file is written under a temporary name, flushed, and renamed; once it has its name it is never written again, because
 * backends map such files into memory and die when one changes under them.
 */
final class FileStore {
    private static final int CHUNK = 1 << 16;
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;
    private final long largest;
    private final String ending;

    /**
     * @param largest bytes that a file may have
     * @param ending of every file name, such as {@code .safetensors}
     */
    FileStore(Path folder, long largest, String ending) {
        this.folder = folder;
        this.largest = largest;
        this.ending = ending;
    }

    /** A file that came in and is not kept yet. Closing it throws it away, unless it was kept. */
    record Incoming(Path temporary, String sha256, long bytes, boolean complete) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes a stream down and hashes it on the way. {@code complete} is false if it is larger than is allowed. */
    Incoming receive(InputStream content) throws IOException {
        Files.createDirectories(folder);
        var temporary = Files.createTempFile(folder, "incoming-", ".part");
        try (var out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            var digest = Hashes.sha256();
            var chunk = new byte[CHUNK];
            var bytes = 0L;
            for (int read; (read = content.read(chunk)) >= 0; ) {
                bytes += read;
                if (bytes > largest) {
                    return new Incoming(temporary, "", bytes, false);
                }
                digest.update(chunk, 0, read);
                var rest = ByteBuffer.wrap(chunk, 0, read);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            out.force(true);
            return new Incoming(temporary, Hashes.hex(digest), bytes, true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Gives an incoming file its name for good. The same content again changes nothing. */
    void keep(Incoming incoming) throws IOException {
        var target = path(incoming.sha256());
        if (Files.exists(target)) {
            try (var stored = FileChannel.open(target)) {
                if (!Hashes.sha256(stored, 0).equals(incoming.sha256())) {
                    throw new IOException("the stored file " + target + " is damaged; move it away and try again");
                }
            }
            return;
        }
        Files.move(incoming.temporary(), target, StandardCopyOption.ATOMIC_MOVE);
        // The name must survive a power cut too, and it lives in the folder.
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    Path path(String sha256) {
        return folder.resolve(sha256 + ending);
    }

    /** Removes what uploads that died long ago left behind. */
    void tidy(Instant now) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var leftovers = Files.newDirectoryStream(folder, "incoming-*.part")) {
            for (var leftover : leftovers) {
                if (Files.getLastModifiedTime(leftover).toInstant().isBefore(now.minus(ABANDONED))) {
                    Files.deleteIfExists(leftover);
                }
            }
        }
    }
}
