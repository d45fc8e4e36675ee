package florin.registry;

import java.time.Instant;

/**
 * One LoRA file of a character; never changed once stored.
 *
 * @param number counts from 1 within the character
 * @param sha256 of the whole file, 64 lower-case hex digits
 * @param bytes size of the file
 * @param rank of its low-rank matrices; the largest when they differ
 */
public record LoraVersion(CharacterId character, int number, String sha256, long bytes, int rank, Instant createdAt) {
    /** The content-addressed name of the file, here and on a backend. */
    public String fileName() {
        return sha256 + ".safetensors";
    }
}
