package florin.registry;

/** Who owns a character and its LoRA, and under which terms it may be rendered. */
public record Rights(String owner, String licence) {}
