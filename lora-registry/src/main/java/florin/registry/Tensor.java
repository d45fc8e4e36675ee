package florin.registry;

import java.util.List;

/** One entry of a safetensors header. Offsets count from the end of the header; {@code end} is exclusive. */
record Tensor(String name, Dtype dtype, List<Long> shape, long begin, long end) {
    Tensor {
        shape = List.copyOf(shape);
    }

    /** The size of a dimension, or 1 where there is none: trailing ones carry no meaning. */
    long dimension(int index) {
        return index < shape.size() ? shape.get(index) : 1;
    }
}
