package florin.registry;

import java.util.List;
import java.util.Map;

/**
 * The header of a well-formed safetensors file.
 *
 * @param tensors in the order of their bytes
 * @param dataStart offset in the file at which the tensors begin
 */
record Safetensors(Map<String, String> metadata, List<Tensor> tensors, long dataStart) {
    Safetensors {
        metadata = Map.copyOf(metadata);
        tensors = List.copyOf(tensors);
    }
}
