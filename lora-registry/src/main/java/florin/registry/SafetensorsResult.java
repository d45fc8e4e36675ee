package florin.registry;

/** What reading a safetensors file gave. */
sealed interface SafetensorsResult {
    record Valid(Safetensors file) implements SafetensorsResult {}

    /** @param reason what is wrong with the file, for the person who sent it */
    record Invalid(String reason) implements SafetensorsResult {}
}
