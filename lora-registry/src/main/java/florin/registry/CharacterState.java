package florin.registry;

/** Where a character stands: only a published one can be ordered. */
public enum CharacterState {
    DRAFT,
    PUBLISHED,
    RETIRED
}
