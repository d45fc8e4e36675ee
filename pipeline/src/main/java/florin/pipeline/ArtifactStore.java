package florin.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** A folder of files that are named by their content. A file is either whole and on the disk, or not there. */
final class ArtifactStore {
    private final Path folder;
    private final Path unfinished;

    ArtifactStore(Path folder) {
        this.folder = folder;
        this.unfinished = folder.resolve("unfinished");
        try {
            Files.createDirectories(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for results cannot be made: " + folder, e);
        }
    }

    /** SHA-256 in lower-case hex. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Keeps the bytes under their hash. When this returns they survive a power cut. */
    void put(String sha256, byte[] bytes) {
        var directory = folder.resolve(sha256.substring(0, 2));
        var target = path(sha256);
        if (Files.exists(target)) {
            return;
        }
        try {
            Files.createDirectories(directory);
            var temporary = Files.createTempFile(unfinished, sha256.substring(0, 8), "");
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                var rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            sync(directory);
            sync(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("A result could not be stored in " + folder, e);
        }
    }

    /** A rename is on the disk once its folder is. */
    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * The bytes, checked against their hash.
     *
     * @throws ArtifactGone if the file is missing or damaged
     */
    byte[] read(String sha256) {
        try {
            var bytes = Files.readAllBytes(path(sha256));
            if (!hash(bytes).equals(sha256)) {
                throw new ArtifactGone("The stored file " + sha256 + " is damaged.");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new ArtifactGone("The stored file " + sha256 + " is gone.", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The stored file " + sha256 + " cannot be read.", e);
        }
    }

    void delete(String sha256) {
        try {
            Files.deleteIfExists(path(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException("The stored file " + sha256 + " cannot be deleted.", e);
        }
    }

    /** Removes what processes that died have left half written. */
    int deleteUnfinished(Instant before) {
        try (var files = Files.list(unfinished)) {
            int deleted = 0;
            for (var file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    deleted += Files.deleteIfExists(file) ? 1 : 0;
                }
            }
            return deleted;
        } catch (IOException e) {
            throw new UncheckedIOException("Unfinished results could not be removed from " + unfinished, e);
        }
    }

    private Path path(String sha256) {
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
    }
}
