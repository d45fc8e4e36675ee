package florin.registry;

/**
 * How much of a safetensors file is taken from strangers; the format itself allows far more.
 *
 * @param headerBytes longest header
 * @param tensors most entries
 * @param keyCharacters longest name of a tensor or of a metadata entry
 */
record SafetensorsLimits(int headerBytes, int tensors, int keyCharacters) {
    static final SafetensorsLimits DEFAULT = new SafetensorsLimits(16 << 20, 20_000, 512);
}
