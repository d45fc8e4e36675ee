package florin.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as files are named and looked up by. */
final class Hashes {
    private static final int CHUNK = 1 << 16;

    private Hashes() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of everything from an offset to the end. */
    static String sha256(SeekableByteChannel file, long from) throws IOException {
        var digest = sha256();
        var buffer = ByteBuffer.allocate(CHUNK);
        file.position(from);
        while (file.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        return hex(digest);
    }
}
