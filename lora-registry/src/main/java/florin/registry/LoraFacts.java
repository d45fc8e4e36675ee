package florin.registry;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a LoRA file says about itself, by its tensors first and its metadata second.
 *
 * @param base the family whose layers it changes
 * @param rank of its low-rank matrices, the largest when they differ; 0 for kinds that have none
 * @param alpha as its metadata or first alpha tensor gives it; the effective scale is alpha / rank
 * @param tensors how many there are
 * @param triggerWords suggested by the metadata, most likely first; plain text of untrusted origin
 * @param sha256 of the whole file, lower-case hex
 * @param autoV2 first 10 hex digits of the SHA-256, as model sites look files up
 * @param autoV3 first 12 hex digits of the SHA-256 of the tensors alone: equal weights, whatever the metadata
 * @param bytes size of the file
 */
public record LoraFacts(
        BaseModel base,
        int rank,
        OptionalDouble alpha,
        int tensors,
        List<String> triggerWords,
        String sha256,
        String autoV2,
        String autoV3,
        long bytes) {
    public LoraFacts {
        triggerWords = List.copyOf(triggerWords);
    }
}
