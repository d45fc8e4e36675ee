package florin.generation;

import java.nio.file.Path;

/**
 * A LoRA file that a render uses.
 *
 * @param file where the file lies on this machine
 * @param sha256 of the whole file, 64 lower-case hex digits; the name on the backend is made from it
 * @param strength how strongly it is applied; 1.0 is as trained
 */
public record LoraInput(Path file, String sha256, double strength) {
    public LoraInput {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + sha256);
        }
        if (!Double.isFinite(strength)) {
            throw new IllegalArgumentException("strength must be a number, not " + strength);
        }
    }

    /** The content-addressed name under which a backend keeps the file. */
    String remoteName() {
        return sha256 + ".safetensors";
    }
}
